"""What all papers about a count share: its board, its figures, its tables, as words and numbers ready to be set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ballots.rules.channels import ChannelFigures
from ballots.rules.results import BASE_WORDS, Figures, band_text, share_text
from ballots.rules.versions import version_words
from campaigns.rules.parameters import Parameters, Threshold
from campaigns.rules.quorum import BASE_WORDS as QUORUM_WORDS
from campaigns.rules.quorum import is_quorate
from config.vietnamese import decimal_comma, long_date, tidy
from officials.models import Letterhead
from reports.presenters.wording import (
    PLACE_DOTS,
    SHORT_DOTS,
    at_least_two_digits,
    base_phrase,
    counted_of,
    is_motion,
    kind_of_vote,
    lower_first,
    mark_of,
    meeting_of,
    or_dots,
)
from reports.queries.results import PersonResult, SessionResult, StyleResult

BALLOTS_NOTE = (
    "Tỷ lệ % phát ra tính trên số đại biểu có mặt; thu về tính trên số phát ra; hợp lệ, không hợp lệ tính trên số "
    "thu về. Phiếu không hợp lệ ở đây là phiếu không hợp lệ toàn phiếu."
)
INVALID_NOTE = (
    "Ở từng người, “toàn phiếu” là số phiếu không hợp lệ toàn bộ, “riêng dòng” là số phiếu chỉ không tính được cho "
    "người đó; hai loại này vẫn ở trong số phiếu thu về, vì vậy các tỷ lệ có thể cộng lại chưa đủ 100 %."
)
DRAFT_LINE = "Dự thảo để soát số liệu. Bản để ký được in sau khi niêm phong kết quả."
REHEARSAL_LINE = "Diễn tập: số liệu giả định, không phải kết quả của hội nghị."
SIDE_BY_SIDE = 8  # members that fit beside the head's signature


@dataclass(frozen=True)
class NumberAndShare:
    number: str
    share: str


@dataclass(frozen=True)
class BallotRow:
    """The ballots of one style: issued, returned, valid, wholly invalid."""

    name: str
    cells: tuple[NumberAndShare, ...]


@dataclass(frozen=True)
class PersonRow:
    """`invalid`: ballots that are invalid as a whole, and those invalid on this line alone."""

    number: int
    name: str
    title: str
    valid: str
    invalid: tuple[str, str]
    cells: tuple[NumberAndShare, ...]


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
class CountPaper:
    """A paper about a count. `warning` says at its top what `mark` says across it; `is_head_first`: who signs left."""

    is_party: bool
    title: str
    heading: str
    subject: str
    count_number: str
    addressee: str
    created: str
    superior: str
    body: str
    number_kind: str
    place_and_date: str
    secrecy: str
    mark: str
    warning: str
    opening: tuple[str, ...]
    attendance: tuple[str, ...]
    ballots: tuple[BallotRow, ...]
    ballots_note: str
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
    witnesses: tuple[str, ...]
    is_head_first: bool
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """In what one paper about a count differs from another."""

    title: str
    heading: str
    subject: str
    number_kind: str
    opening: tuple[str, ...]
    closing: str
    paper: str = "báo cáo"
    addressee: str = ""
    witnesses: tuple[str, ...] = ()
    is_head_first: bool = False


def count_paper(session: SessionResult, wording: Wording) -> CountPaper:
    """The whole paper: what is said of every count, in the frame of this paper's words."""
    members, bands = members_of(session), _bands(session)
    return CountPaper(
        is_party=is_party(session),
        title=wording.title,
        heading=wording.heading,
        subject=wording.subject,
        count_number=version_words(session.count_version, wording.paper),
        addressee=wording.addressee,
        created=session.held_at.isoformat(timespec="seconds"),
        superior=session.unit.upper(),
        body="BAN KIỂM PHIẾU",
        number_kind=wording.number_kind,
        place_and_date=long_date((session.count_ended or session.held_at).date(), session.place or PLACE_DOTS),
        secrecy=session.secrecy.upper(),
        mark=mark_of(is_draft=not session.is_sealed, is_rehearsal=session.is_rehearsal),
        warning=_warning(session),
        opening=wording.opening,
        attendance=_attendance(session),
        ballots=tuple(row for style in session.styles for row in _ballot_rows(style, session)),
        ballots_note=BALLOTS_NOTE,
        levels=tuple(level.label for level in session.parameters.levels),
        tables=tuple(_style_table(style, i, session) for i, style in enumerate(session.styles, start=1)),
        notes=_notes(session.parameters),
        bands=bands,
        nobody="" if bands else _nobody(session),
        closing=wording.closing,
        head=session.board_head,
        members=members,
        members_heading=_members_heading(session),
        members_beside=len(members) <= SIDE_BY_SIDE,
        witnesses=wording.witnesses,
        is_head_first=wording.is_head_first,
        recipients=_recipients(session),
    )


def is_party(session: SessionResult) -> bool:
    return session.letterhead == Letterhead.PARTY


def forms_of_address(session: SessionResult) -> tuple[str, str]:
    """How many are counted in, and how one is spoken of: "đồng chí" in the Party, "người" and "ông (bà)" elsewhere."""
    return ("đồng chí", "đồng chí") if is_party(session) else ("người", "ông (bà)")


def kind_of_meeting(session: SessionResult) -> str:
    """ "hội nghị", "kỳ họp"."""
    return " ".join(meeting_of(session.name).split()[:2]).lower()


def vote_at_meeting(session: SessionResult) -> str:
    """What was done where: "Lấy phiếu tín nhiệm tại kỳ họp thứ 15"."""
    meeting = meeting_of(session.name)
    if "phiếu tín nhiệm" in meeting.lower():
        return meeting
    return f"{kind_of_vote(session.parameters)} tại {lower_first(meeting)}"


def members_of(session: SessionResult) -> tuple[str, ...]:
    """The board without its head, who signs elsewhere; secretaries first and named as such."""
    others = [name for name in session.board_members if tidy(name) != tidy(session.board_head)]
    secretaries = [name for name in others if name in session.board_secretaries]
    return (*(f"{name} (Thư ký)" for name in secretaries), *(name for name in others if name not in secretaries))


def board_and_task(session: SessionResult, subjects: int) -> str:
    """ "Ban Kiểm phiếu gồm 03 người, do ông (bà) … làm Trưởng ban, đã kiểm phiếu tín nhiệm đối với …"."""
    person, whose = forms_of_address(session)
    members, parameters = members_of(session), session.parameters
    number = at_least_two_digits(len(members) + 1) if members else SHORT_DOTS
    rules = parameters.motion.citation if is_motion(parameters) else session.citation
    return (
        f"Ban Kiểm phiếu gồm {number} {person}, do {whose} {or_dots(session.board_head)} làm Trưởng ban, đã kiểm "
        f"{_ballots(parameters)} đối với {at_least_two_digits(subjects)} {person} theo {rules}"
    )


def _ballots(parameters: Parameters) -> str:
    return "phiếu bỏ phiếu tín nhiệm" if is_motion(parameters) else "phiếu tín nhiệm"


def hour(moment: datetime | None) -> str:
    """ "10 giờ 05 phút", or dots to write on."""
    if moment is None:
        return f"{SHORT_DOTS} giờ {SHORT_DOTS} phút"
    return f"{moment.hour} giờ {moment.minute:02} phút"


def hour_of_day(moment: datetime | None, day: datetime) -> str:
    """The hour with "cùng ngày", or with its own day where it is another one."""
    if moment is None or moment.date() == day.date():
        return f"{hour(moment)} cùng ngày"
    return f"{hour(moment)}, {long_date(moment.date())}"


def count_text(number: int | None) -> str:
    return SHORT_DOTS if number is None else decimal_comma(number)


def style_name(name: str, colour: str) -> str:
    return f"{name} (phiếu màu {colour.lower().removeprefix('màu ')})" if colour else name


def table_caption(name: str, position: int, of: int, people: int, base: str) -> str:
    number = f"3.{position}. " if of > 1 else ""
    caption = f"{number}{name}: {at_least_two_digits(people)} người"
    return f"{caption}; tỷ lệ % tính trên {base}" if base else caption


def _warning(session: SessionResult) -> str:
    if session.is_rehearsal:
        return REHEARSAL_LINE
    return "" if session.is_sealed else DRAFT_LINE


def _members_heading(session: SessionResult) -> str:
    """A secretary is named where the board has one, or where nobody is known yet."""
    has_secretary = session.board_secretaries or not session.board_members
    return "THƯ KÝ, CÁC THÀNH VIÊN" if has_secretary else "CÁC THÀNH VIÊN"


def _recipients(session: SessionResult) -> tuple[str, ...]:
    kind = kind_of_meeting(session)
    chair = "Chủ trì" if is_party(session) else "Chủ tọa"
    return session.recipients or (f"{chair} {kind}", f"Lưu: hồ sơ {kind}")


def _attendance(session: SessionResult) -> tuple[str, ...]:
    def share(number: int | None, whole: int | None) -> str:
        return share_text(number, whole, session.parameters) if number is not None and whole else SHORT_DOTS

    summoned, total = session.summoned, session.total_members
    present = f"{count_text(session.present)}, bằng {share(session.present, summoned)} % số được triệu tập"
    absent = f"{count_text(session.absent)}, bằng {share(session.absent, summoned)} % số được triệu tập"
    called = f"{count_text(summoned)}, bằng {share(summoned, total)} % tổng số đại biểu"
    lines = (
        f"Tổng số đại biểu: {count_text(total)}; số được triệu tập: {called}.",
        f"Số có mặt: {present}; vắng mặt: {absent}.",
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


def _ballot_rows(style: StyleResult, session: SessionResult) -> tuple[BallotRow, ...]:
    """The ballots of a style; where they were cast in two ways, those of each and the sum."""
    name = style_name(style.name, style.colour)
    if not style.channels:
        return (_ballot_row(name, style.figures, session),)
    parts = (_ballot_row(f"{name}: {one.label.lower()}", one, session) for one in style.channels)
    return (*parts, _ballot_row(f"{name}: cộng", style.figures, session))


def _ballot_row(name: str, figures: Figures | ChannelFigures, session: SessionResult) -> BallotRow:
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
    return BallotRow(name, cells)


def _style_table(style: StyleResult, position: int, session: SessionResult) -> StyleTable:
    base = counted_of(style.people[0].line.base, session.parameters) if style.people else ""
    return StyleTable(
        caption=table_caption(
            style_name(style.name, style.colour), position, len(session.styles), len(style.people), base
        ),
        rows=tuple(_person_row(person, style.figures.wholly_invalid, session.parameters) for person in style.people),
    )


def _person_row(person: PersonResult, wholly_invalid: int, parameters: Parameters) -> PersonRow:
    line = person.line
    cells = tuple(
        NumberAndShare(decimal_comma(line.votes[code]), line.share_texts[code]) for code in parameters.level_codes
    )
    invalid = (decimal_comma(wholly_invalid), decimal_comma(line.line_invalid))
    return PersonRow(person.number, person.name, person.title, decimal_comma(sum(line.votes.values())), invalid, cells)


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


def _band_group(threshold: Threshold, people: Iterable[PersonResult], parameters: Parameters) -> BandGroup:
    said = tuple(_passed(person, parameters) for person in people)
    return BandGroup(
        heading=f"{threshold.label}: {at_least_two_digits(len(said))} người",
        people=said,
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
    asked = "được bỏ phiếu" if is_motion(parameters) else "được lấy phiếu"
    everybody = f"Cả {at_least_two_digits(number)} người {asked} đều" if number > 1 else f"Người {asked}"
    return (
        f"Không có. {everybody} ở mức “{band_text(None, parameters)}”; không có người thuộc diện xem xét theo "
        f"{parameters.thresholds[0].citation}."
    )
