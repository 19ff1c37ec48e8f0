"""Records to fill in by hand: handing over ballots, sealing the box and the ballots."""

from dataclasses import dataclass

from campaigns.rules.paper_texts import filled_in
from config.vietnamese import long_date
from reports.presenters.wording import PLACE_DOTS, kind_of_vote, lower_first, meeting_of, or_dots
from reports.queries.pack import PackFacts

HANDOVER, BOX_SEALING, BALLOT_SEALING = "handover", "box_sealing", "ballot_sealing"
COLUMNS = {
    HANDOVER: ("Loại phiếu", "Số phiếu in", "Số phiếu bàn giao", "Số phiếu giữ lại", "Ghi chú"),
    BOX_SEALING: (),
    BALLOT_SEALING: ("Loại phiếu", "Thu về", "Hỏng, đổi lại", "Không sử dụng", "Số phong bì", "Ghi chú"),
}
BOARD = "Ban Kiểm phiếu"
PEOPLE = {
    HANDOVER: ("Bên giao", BOARD),
    BOX_SEALING: (BOARD, "Người chứng kiến"),
    BALLOT_SEALING: (BOARD, "Người chứng kiến", "Người nhận lưu giữ"),
}
SIGNERS = {
    HANDOVER: (("BÊN GIAO",), ("BÊN NHẬN", "{board}", "TRƯỞNG BAN")),
    BOX_SEALING: (("NGƯỜI CHỨNG KIẾN",), ("{board}", "TRƯỞNG BAN")),
    BALLOT_SEALING: (("NGƯỜI NHẬN LƯU GIỮ",), ("NGƯỜI CHỨNG KIẾN",), ("{board}", "TRƯỞNG BAN")),
}


@dataclass(frozen=True)
class RecordPaper:
    """`lines` are paragraphs of the opening; `people` are (who, names), dots where nobody is known; `rows` are the
    kinds of ballots, the rest of a row is left to write."""

    is_party: bool
    title: str
    created: str
    superior: str
    body: str
    number_kind: str
    place_and_date: str
    secrecy: str
    mark: str
    subject: str
    lines: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    closing: str
    signers: tuple[tuple[str, ...], ...]


def record_paper(facts: PackFacts, kind: str, mark: str) -> RecordPaper:
    """One of the three records; figures, hours and names of those who sign are dotted."""
    texts, meeting = facts.texts, lower_first(meeting_of(facts.name))
    blanks = {"hội nghị": meeting, "địa điểm": or_dots(facts.venue)}
    return RecordPaper(
        is_party=facts.is_party,
        title=texts[f"{kind}_title"],
        created=facts.held_at.isoformat(timespec="seconds"),
        superior=facts.issuer.upper(),
        body="BAN KIỂM PHIẾU",
        number_kind="BB/BKP" if facts.is_party else "BB-BKP",
        place_and_date=long_date(facts.held_at.date(), facts.place or PLACE_DOTS),
        secrecy=facts.secrecy.upper(),
        mark=mark,
        subject=subject_of(facts),
        lines=tuple(filled_in(texts[f"{kind}_opening"], blanks).splitlines()),
        people=tuple((who, _board(facts) if who == BOARD else "") for who in PEOPLE[kind]),
        columns=COLUMNS[kind],
        rows=tuple(style_name(style.name, style.colour) for style in facts.styles) if COLUMNS[kind] else (),
        closing=filled_in(texts[f"{kind}_closing"], blanks),
        signers=tuple(
            tuple(line.format(board=board_of(is_party=facts.is_party)) for line in signer) for signer in SIGNERS[kind]
        ),
    )


def _board(facts: PackFacts) -> str:
    """The board by name as far as it is known."""
    return "; ".join((f"{facts.head} (Trưởng ban)", *facts.members)) if facts.head else ""


def board_of(*, is_party: bool) -> str:
    """How the board signs under each letterhead."""
    return "T/M BAN KIỂM PHIẾU" if is_party else "TM. BAN KIỂM PHIẾU"


def subject_of(facts: PackFacts) -> str:
    """The meeting, with what it votes on where its name does not say it."""
    meeting = meeting_of(facts.name)
    if "phiếu tín nhiệm" in meeting.lower():
        return meeting
    return f"{kind_of_vote(facts.parameters)} tại {lower_first(meeting)}"


def style_name(name: str, colour: str) -> str:
    return f"{name} ({lower_first(colour_name(colour))})" if colour else name


def colour_name(colour: str) -> str:
    return f"Phiếu màu {colour.lower().removeprefix('màu ')}"
