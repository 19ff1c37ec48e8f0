"""The counting minutes as words and figures ready to be set; nothing is computed after this."""

from dataclasses import dataclass

from ballots.rules.results import BASE_WORDS, band_text, share_text
from campaigns.rules.parameters import Parameters, Threshold
from campaigns.rules.quorum import BASE_WORDS as QUORUM_WORDS
from campaigns.rules.quorum import is_quorate
from config.vietnamese import decimal_comma, long_date, tidy
from officials.models import Letterhead
from reports.presenters.wording import (
    SHORT_DOTS,
    at_least_two_digits,
    base_phrase,
    clock,
    counted_of,
    kind_of_vote,
    lower_first,
    meeting_of,
    or_dots,
)
from reports.queries.results import PersonResult, SessionResult, StyleResult

INVALID_NOTE = (
    "Cột “Không hợp lệ” là số phiếu thu về không tính được mức nào cho người đó, gồm phiếu không hợp lệ toàn bộ và "
    "phiếu không hợp lệ riêng ở dòng của người đó; vì vậy các tỷ lệ có thể cộng lại chưa đủ 100 %."
)
SIDE_BY_SIDE = 8  # members that fit beside the head's signature


@dataclass(frozen=True)
class NumberAndShare:
    number: str
    share: str


@dataclass(frozen=True)
class BallotRow:
    """The ballots of one style: issued, returned, valid, invalid."""

    name: str
    cells: tuple[NumberAndShare, ...]


@dataclass(frozen=True)
class PersonRow:
    number: int
    name: str
    title: str
    cells: tuple[NumberAndShare, ...]
    invalid: str


@dataclass(frozen=True)
class StyleTable:
    caption: str
    rows: tuple[PersonRow, ...]


@dataclass(frozen=True)
class BandGroup:
    heading: str
    people: tuple[str, ...]
    consequence: str


@dataclass(frozen=True)
class MinutesPaper:
    is_party: bool
    title: str
    created: str
    superior: str
    body: str
    number_kind: str
    place_and_date: str
    secrecy: str
    subject: str
    opening: tuple[str, ...]
    attendance: tuple[str, ...]
    ballots: tuple[BallotRow, ...]
    levels: tuple[str, ...]
    tables: tuple[StyleTable, ...]
    notes: tuple[str, ...]
    bands: tuple[BandGroup, ...]
    nobody: str
    closing: str
    head: str
    members: tuple[str, ...]
    members_heading: str
    members_beside: bool


def minutes_paper(session: SessionResult) -> MinutesPaper:
    """Everything the minutes say of a counted session."""
    parameters = session.parameters
    members = _members(session)
    bands = _bands(session)
    return MinutesPaper(
        is_party=session.letterhead == Letterhead.PARTY,
        title=f"Biên bản kiểm phiếu, {lower_first(meeting_of(session.name))}",
        created=session.held_at.isoformat(timespec="seconds"),
        superior=session.unit.upper(),
        body="BAN KIỂM PHIẾU",
        number_kind="BB/BKP" if session.letterhead == Letterhead.PARTY else "BB-BKP",
        place_and_date=long_date(session.held_at.date(), or_dots(session.place)),
        secrecy=session.secrecy.upper(),
        subject=_subject(session),
        opening=_opening(session, members),
        attendance=_attendance(session),
        ballots=tuple(_ballot_row(style, session) for style in session.styles),
        levels=tuple(level.label for level in parameters.levels),
        tables=tuple(_style_table(style, i, session) for i, style in enumerate(session.styles, start=1)),
        notes=_notes(parameters),
        bands=bands,
        nobody="" if bands else _nobody(session),
        closing=(
            f"Việc kiểm phiếu kết thúc hồi {SHORT_DOTS} giờ {SHORT_DOTS} phút cùng ngày. Biên bản được lập thành "
            f"{SHORT_DOTS} bản, đã đọc cho các thành viên Ban Kiểm phiếu cùng nghe, thống nhất và ký tên."
        ),
        head=session.board_head,
        members=members,
        members_heading=_members_heading(session),
        members_beside=len(members) <= SIDE_BY_SIDE,
    )


def _members(session: SessionResult) -> tuple[str, ...]:
    """The board without its head, who signs elsewhere; secretaries first and named as such."""
    others = [name for name in session.board_members if tidy(name) != tidy(session.board_head)]
    secretaries = [name for name in others if name in session.board_secretaries]
    return (*(f"{name} (Thư ký)" for name in secretaries), *(name for name in others if name not in secretaries))


def _members_heading(session: SessionResult) -> str:
    """A secretary is named where the board has one, or where nobody is known yet."""
    has_secretary = session.board_secretaries or not session.board_members
    return "THƯ KÝ, CÁC THÀNH VIÊN" if has_secretary else "CÁC THÀNH VIÊN"


def _subject(session: SessionResult) -> str:
    meeting = meeting_of(session.name)
    if "phiếu tín nhiệm" in meeting.lower():
        return meeting
    return f"{kind_of_vote(session.parameters)} tại {lower_first(meeting)}"


def _opening(session: SessionResult, members: tuple[str, ...]) -> tuple[str, ...]:
    """The meeting, then the board and its task."""
    is_party = session.letterhead == Letterhead.PARTY
    person, whose = ("đồng chí", "đồng chí") if is_party else ("người", "ông (bà)")
    meeting = meeting_of(session.name)
    kind = " ".join(meeting.split()[:2]).lower()
    chair = f", do {whose} {session.chair} chủ trì" if session.chair else ""
    number = at_least_two_digits(len(members) + 1) if members else SHORT_DOTS
    held = f"{clock(session.held_at)}, {long_date(session.held_at.date())}, tại {or_dots(session.venue)}"
    board = f"Ban Kiểm phiếu gồm {number} {person}, do {whose} {or_dots(session.board_head)} làm Trưởng ban"
    voted_on = f"{at_least_two_digits(len(session.people))} {person} theo {session.citation}"
    from_hour = f"từ {SHORT_DOTS} giờ {SHORT_DOTS} phút cùng ngày"
    counted = f"kiểm phiếu tín nhiệm đối với {voted_on}; kết quả như sau"
    return (
        f"{meeting} họp từ {held}{chair}.",
        f"Thực hiện nhiệm vụ do {kind} giao, {from_hour}, {board}, đã {counted}:",
    )


def _attendance(session: SessionResult) -> tuple[str, ...]:
    present = _count(session.present)
    if session.present is not None and session.summoned:
        share = share_text(session.present, session.summoned, session.parameters)
        present = f"{present}, bằng {share} % số được triệu tập"
    lines = (
        f"Tổng số đại biểu: {_count(session.total_members)}; số được triệu tập: {_count(session.summoned)}.",
        f"Số có mặt: {present}; vắng mặt: {_count(session.absent)}.",
    )
    quorum = _quorum(session)
    return (*lines, quorum) if quorum else lines


def _quorum(session: SessionResult) -> str:
    parameters = session.parameters
    quorate = is_quorate(session.present, session.summoned, session.total_members, parameters)
    if quorate is None:
        return ""
    whole = f"{parameters.quorum} {QUORUM_WORDS[parameters.quorum_base]}"
    source = parameters.citations.get("quorum", "")
    by = f" ({source})" if source else ""
    if quorate:
        return f"Có mặt ít nhất {whole}, bảo đảm điều kiện tiến hành{by}."
    return f"Có mặt chưa đến {whole}, chưa bảo đảm điều kiện tiến hành{by}."


def _count(number: int | None) -> str:
    return SHORT_DOTS if number is None else decimal_comma(number)


def _ballot_row(style: StyleResult, session: SessionResult) -> BallotRow:
    figures = style.figures
    parts = (
        (figures.issued, session.present),
        (figures.returned, figures.issued),
        (figures.valid, figures.returned),
        (figures.wholly_invalid, figures.returned),
    )
    cells = tuple(
        NumberAndShare(decimal_comma(number), share_text(number, whole, session.parameters) if whole else "–")
        for number, whole in parts
    )
    return BallotRow(_style_name(style), cells)


def _style_name(style: StyleResult) -> str:
    return f"{style.name} (phiếu màu {style.colour.lower().removeprefix('màu ')})" if style.colour else style.name


def _style_table(style: StyleResult, position: int, session: SessionResult) -> StyleTable:
    number = f"3.{position}. " if len(session.styles) > 1 else ""
    base = counted_of(style.people[0].line.base, session.parameters) if style.people else ""
    caption = f"{number}{_style_name(style)}: {at_least_two_digits(len(style.people))} người"
    return StyleTable(
        caption=f"{caption}; tỷ lệ % tính trên {base}" if base else caption,
        rows=tuple(_person_row(person, session.parameters) for person in style.people),
    )


def _person_row(person: PersonResult, parameters: Parameters) -> PersonRow:
    line = person.line
    cells = tuple(
        NumberAndShare(decimal_comma(line.votes[code]), line.share_texts[code]) for code in parameters.level_codes
    )
    return PersonRow(person.number, person.name, person.title, cells, decimal_comma(line.invalid))


def _notes(parameters: Parameters) -> tuple[str, ...]:
    source = parameters.citations.get("base", "")
    by = f", căn cứ {source}" if source else ""
    return (f"Tỷ lệ % của từng mức tính trên {base_phrase(parameters)}{by}.", INVALID_NOTE)


def _bands(session: SessionResult) -> tuple[BandGroup, ...]:
    groups = []
    for threshold in session.parameters.thresholds:
        people = [person for person in session.people if person.line.band == threshold]
        if people:
            groups.append(_band_group(threshold, people, session.parameters))
    return tuple(groups)


def _band_group(threshold: Threshold, people: list[PersonResult], parameters: Parameters) -> BandGroup:
    return BandGroup(
        heading=f"{threshold.label}: {at_least_two_digits(len(people))} người",
        people=tuple(_passed(person, parameters) for person in people),
        consequence=f"Theo {threshold.citation}: {lower_first(threshold.consequence)}",
    )


def _passed(person: PersonResult, parameters: Parameters) -> str:
    """ "Lê Văn An, Chủ tịch UBND tỉnh: 25/47 phiếu thu về ghi tín nhiệm thấp (53,19 %)"."""
    against, line = parameters.against, person.line
    return (
        f"{person.name}, {person.title}: {line.votes[against.code]}/{line.base} {BASE_WORDS[parameters.base]} "
        f"ghi {against.label.lower()} ({line.share_texts[against.code]} %)"
    )


def _nobody(session: SessionResult) -> str:
    parameters = session.parameters
    if not parameters.thresholds:
        return "Không có ngưỡng nào được quy định."
    number = len(session.people)
    everybody = f"Cả {at_least_two_digits(number)} người được lấy phiếu đều" if number > 1 else "Người được lấy phiếu"
    return (
        f"Không có. {everybody} ở mức “{band_text(None, parameters)}”; không có người thuộc diện xem xét theo "
        f"{parameters.thresholds[0].citation}."
    )
