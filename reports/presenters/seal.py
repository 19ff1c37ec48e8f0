"""The seal on paper: the codes of a sealed result, and the lines that a paper with these codes has to say."""

from dataclasses import dataclass
from datetime import datetime

from ballots.models import Seal
from ballots.rules.seal_codes import Wire, encode
from ballots.rules.seal_payload import short
from reports.presenters.counting import CountPaper
from reports.presenters.drawings import QrDrawing, qr_drawing

MARGIN = 4  # modules


@dataclass(frozen=True)
class CodeDrawing:
    """`side`: of the square with the blank margin that a reader needs."""

    label: str
    qr: QrDrawing

    @property
    def side(self) -> int:
        return self.qr.side + 2 * MARGIN


@dataclass(frozen=True)
class SealPaper:
    """`digits`: the first ones of the digest, for people to compare."""

    digits: str
    key: str
    sealed_at: datetime | None
    codes: tuple[CodeDrawing, ...]


def codes_of(seal: Seal) -> tuple[str, ...]:
    """The texts of the codes of a seal that was put on."""
    return encode(Wire(seal.payload, bytes.fromhex(seal.public_key), bytes.fromhex(seal.signature)))


def seal_paper(seal: Seal) -> SealPaper:
    texts = codes_of(seal)
    return SealPaper(
        digits=short(seal.digest),
        key=short(seal.public_key),
        sealed_at=seal.sealed_at,
        codes=tuple(
            CodeDrawing(f"Mã {number}/{len(texts)}", qr_drawing(text)) for number, text in enumerate(texts, start=1)
        ),
    )


def lines_of(paper: CountPaper) -> list[str]:
    """Everything with figures in it that the paper says, line by line as a reader of the PDF meets it."""
    ballots = [" ".join([row.name, *(f"{cell.number} {cell.share}" for cell in row.cells)]) for row in paper.ballots]
    people = [
        " ".join(
            [
                *(str(row.number), row.name, row.title, row.valid, *row.invalid),
                *(f"{cell.number} {cell.share}" for cell in row.cells),
            ]
        )
        for table in paper.tables
        for row in table.rows
    ]
    passed = [person for band in paper.bands for person in band.people]
    return [*paper.attendance, *ballots, *people, *passed]
