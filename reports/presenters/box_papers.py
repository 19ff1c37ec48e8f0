"""The papers of a ballot box: key cards for their holders, slips with codes for voters."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.models import BallotBox
from ballots.rules.access_codes import written
from campaigns.models import VotingSession
from config.drawings import QrDrawing, qr_drawing, qr_picture
from config.vietnamese import long_date
from reports.presenters.wording import mark_of

SLIPS_A_SHEET = 10


@dataclass(frozen=True)
class KeyCard:
    """`number` "1/3"; `groups` the text in groups of four."""

    number: str
    holder: str
    groups: tuple[str, ...]
    qr: QrDrawing


@dataclass(frozen=True)
class KeyCardsPaper:
    title: str
    session: str
    unit: str
    held: str
    mark: str
    threshold: int
    cards: tuple[KeyCard, ...]


@dataclass(frozen=True)
class CodeSlip:
    """`code` in two groups of five; `qr` the address of a picture, which is set ten times as fast as a path."""

    code: str
    qr: str


@dataclass(frozen=True)
class CodeSlipsPaper:
    """`address`: where the code is typed; `sheets` of slips as they are cut."""

    title: str
    session: str
    unit: str
    mark: str
    address: str
    wifi: str
    sheets: tuple[tuple[CodeSlip, ...], ...]


def key_cards_paper(session: VotingSession, box: BallotBox, texts: Sequence[str]) -> KeyCardsPaper:
    number = len(texts)
    return KeyCardsPaper(
        title="Thẻ khóa hòm phiếu",
        session=session.name,
        unit=session.unit.name,
        held=long_date(session.held_at.date()),
        mark=mark_of(is_draft=False, is_rehearsal=session.is_rehearsal),
        threshold=box.threshold,
        cards=tuple(
            KeyCard(f"{place}/{number}", holder, tuple(text.split("-")), qr_drawing(text))
            for place, (holder, text) in enumerate(zip(box.holders, texts, strict=True), 1)
        ),
    )


def code_slips_paper(session: VotingSession, codes: Sequence[str], address: str, wifi: str) -> CodeSlipsPaper:
    """`address`: the voters' page in full, without a code; the code follows in the fragment, which no server sees."""
    slips = [CodeSlip(written(code), qr_picture(f"{address}#{code}")) for code in codes]
    return CodeSlipsPaper(
        title="Phiếu mã",
        session=session.name,
        unit=session.unit.name,
        mark=mark_of(is_draft=False, is_rehearsal=session.is_rehearsal),
        address=address.partition("://")[2],
        wifi=wifi,
        sheets=tuple(tuple(slips[start : start + SLIPS_A_SHEET]) for start in range(0, len(slips), SLIPS_A_SHEET)),
    )
