"""The seal on paper: the codes of a sealed result, and the lines that a paper with these codes has to say."""

from dataclasses import dataclass
from datetime import datetime

from ballots.models import Seal
from ballots.rules.seal_codes import Wire, encode
from ballots.rules.seal_payload import digest_of, parse, short
from config.drawings import qr_picture
from config.vietnamese import short_date
from reports.presenters.counting import CountPaper, PersonRow


@dataclass(frozen=True)
class CodeDrawing:
    """`address`: of the picture of the code."""

    label: str
    address: str


@dataclass(frozen=True)
class SealPaper:
    """`sealed_at`: "10:05 13/12/2023"; `digits`: the first ones of the digest, for people to compare."""

    digits: str
    key: str
    sealed_at: str
    codes: tuple[CodeDrawing, ...]


def wire_of(seal: Seal) -> Wire:
    """What the codes of a seal that was put on say."""
    return Wire(seal.payload, bytes.fromhex(seal.public_key), bytes.fromhex(seal.signature))


def seal_paper(wire: Wire) -> SealPaper:
    """The page of codes. ValueError where the sealed text cannot be read."""
    texts = encode(wire)
    sealed_at = datetime.fromisoformat(parse(wire.text).sealed_at)
    return SealPaper(
        digits=short(digest_of(wire.text)),
        key=short(wire.public_key.hex()),
        sealed_at=f"{sealed_at:%H:%M} {short_date(sealed_at.date())}",
        codes=tuple(
            CodeDrawing(f"Mã {number}/{len(texts)}", qr_picture(text)) for number, text in enumerate(texts, start=1)
        ),
    )


def lines_of(paper: CountPaper, seal: SealPaper) -> list[str]:
    """Everything that the paper says of this one count, line by line as a reader of the PDF meets it; what is left are
    the fixed words of the form."""
    signing = [paper.head, *(f"{number}. {name}" for number, name in enumerate(paper.members, 1))]
    witnesses = [f"{number}. {name}" for number, name in enumerate(paper.witnesses, 1)]
    frame = [paper.superior, paper.place_and_date, paper.secrecy, paper.count_number, paper.subject, *paper.opening]
    last = [paper.closing, *signing, *witnesses, *paper.recipients]
    sealed = [f"niêm phong lúc {seal.sealed_at}", f"Số kiểm tra: {seal.digits}", f"niêm phong: {seal.key}"]
    return [line for line in (*frame, *_figures(paper), *last, *sealed) if line]


def _figures(paper: CountPaper) -> list[str]:
    ballots = [" ".join([row.name, *(f"{cell.number} {cell.share}" for cell in row.cells)]) for row in paper.ballots]
    people = [line for table in paper.tables for line in (table.caption, *(_person(row) for row in table.rows))]
    bands = [line for band in paper.bands for line in (band.heading, *band.people, band.consequence)]
    return [*paper.attendance, *ballots, *paper.notes, *people, *bands, paper.nobody]


def _person(row: PersonRow) -> str:
    votes = (f"{cell.number} {cell.share}" for cell in row.cells)
    return " ".join([str(row.number), row.name, row.title, row.valid, *row.invalid, *votes])
