"""What is late about a session, and since when. Pure.

Each check is data, not code: at which stages it looks, what has to be there, and by which day. So the same table says
what is late about one session, and finds the late ones among thousands in the database (campaigns.queries.cockpit).
The days before a session by which papers are due are the law's and come from the rule set; the others are an office's
own habit and stand in `LeadDays`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from campaigns.rules.parameters import Parameters
from campaigns.rules.stages import BEFORE_THE_DAY, Stage
from config.vietnamese import short_date

PAPERS_STEP = "dossier_sent"


@dataclass(frozen=True)
class LeadDays:
    """How many days before a session something has to be there. Habit, not law: an office may keep other numbers.
    `session`: days before the day planned for its phase by which a unit has its session."""

    session: int = 30
    chair_and_place: int = 10
    board: int = 7
    roll: int = 7
    prepared: int = 7
    printed: int = 2


USUAL = LeadDays()


class Anchor(StrEnum):
    """The day that a check counts from."""

    HELD = "held"
    PHASE_END = "phase_end"
    DEADLINE = "deadline"


class Lack(StrEnum):
    """What a session can be without."""

    NOTHING = ""
    PEOPLE = "people"
    PLACE = "place"
    CHAIR = "chair"
    BOARD = "board"
    ROLL = "roll"
    PRINT = "print"
    PAPERS = "papers"


@dataclass(frozen=True)
class Check:
    """Late when, at one of `stages`, `lack` is lacking and the day due has passed.

    `citation` is empty where only the office's own habit asks for it. From the session's day: due `days` before it.
    From another day (the end of the phase or of the campaign): that day itself, and what is late is a session held
    after it.
    """

    code: str
    stages: tuple[Stage, ...]
    lack: Lack
    anchor: Anchor
    days: int
    citation: str


@dataclass(frozen=True)
class LateFacts:
    """What the checks look at. `needs_print`: whether ballots of paper are cast; `papers_missing`: papers that people
    on the ballot still owe; the last days are None where nobody has set them."""

    stage: Stage
    held_on: date
    people: int
    place: str
    chair: str
    board: int
    voters: int
    needs_print: bool
    papers_missing: int
    phase_latest: date | None
    deadline: date | None


@dataclass(frozen=True)
class LateWarning:
    """Something late: since when, for how many days, in a sentence that says what to do."""

    code: str
    label: str
    sentence: str
    citation: str
    due: date
    days: int


@dataclass(frozen=True)
class Wording:
    label: str
    sentence: str


WORDS: dict[str, Wording] = {
    "not_held": Wording(
        "Quá ngày họp", "Đã qua ngày họp {held} mà hội nghị chưa diễn ra. Tiến hành, hoặc dời sang ngày khác."
    ),
    "not_counted": Wording(
        "Chưa có kết quả", "Hội nghị họp ngày {held} mà chưa có kết quả. Hoàn tất việc kiểm phiếu và xác nhận."
    ),
    "papers_overdue": Wording(
        "Thiếu hồ sơ", "Còn thiếu {papers} tài liệu hồ sơ, hạn nộp ngày {due}. Nhắc người được lấy phiếu nộp ngay."
    ),
    "not_prepared": Wording(
        "Chưa chuẩn bị xong",
        "Họp ngày {held} mà chưa chuẩn bị xong, cần xong từ ngày {due}. Xem lại phiếu, rồi bấm “Chuẩn bị xong”.",
    ),
    "not_printed": Wording(
        "Chưa in phiếu", "Họp ngày {held} mà chưa in phiếu, cần in từ ngày {due}. In phiếu, rồi bấm “Đã in phiếu”."
    ),
    "no_people": Wording(
        "Phiếu chưa có ai", "Phiếu chưa có người được lấy phiếu. Xóa hội nghị này, rồi lập lại từ danh sách của đợt."
    ),
    "no_roll": Wording(
        "Chưa có người ghi phiếu",
        "Danh sách người ghi phiếu còn trống, cần có từ ngày {due}. Lập danh sách người ghi phiếu.",
    ),
    "no_board": Wording(
        "Chưa có ban kiểm phiếu",
        "Chưa đề xuất ban kiểm phiếu, cần có từ ngày {due}. Ghi trưởng ban, thư ký, thành viên.",
    ),
    "no_place": Wording("Chưa có địa điểm", "Chưa ghi địa điểm họp, cần có từ ngày {due}. Ghi địa điểm."),
    "no_chair": Wording("Chưa có chủ trì", "Chưa ghi người chủ trì, cần có từ ngày {due}. Ghi người chủ trì."),
    "after_phase": Wording(
        "Sau thời gian của giai đoạn",
        "Ngày họp {held} sau ngày muộn nhất {due} của giai đoạn. Dời ngày họp, hoặc sửa thời gian của giai đoạn.",
    ),
    "after_deadline": Wording(
        "Sau hạn của đợt", "Ngày họp {held} sau hạn hoàn thành {due} của đợt. Dời ngày họp, hoặc sửa hạn của đợt."
    ),
}
# The day itself has passed: before everything that was only to be ready by then.
GRAVEST = ("not_held", "not_counted")
PLAN = "Kế hoạch của đợt"


def checks(parameters: Parameters, lead: LeadDays = USUAL) -> tuple[Check, ...]:
    """Every check of a session under a rule set, the gravest first."""
    papers_days = parameters.dossier_days.get(PAPERS_STEP)
    cited = parameters.citations
    voting = cited.get("timing", PLAN)
    before, planned = BEFORE_THE_DAY, (Stage.PLANNED,)
    papers = (
        (_before("papers_overdue", before, Lack.PAPERS, papers_days, cited.get("dossier", PLAN)),)
        if papers_days is not None
        else ()
    )
    return (
        _before("not_held", before, Lack.NOTHING, 0, voting),
        _before("not_counted", (Stage.VOTED,), Lack.NOTHING, 0, voting),
        *papers,
        _before("not_prepared", planned, Lack.NOTHING, lead.prepared, ""),
        _before("not_printed", (Stage.PREPARED,), Lack.PRINT, lead.printed, ""),
        _before("no_people", before, Lack.PEOPLE, lead.session, ""),
        _before("no_roll", before, Lack.ROLL, lead.roll, cited.get("voters", "")),
        _before("no_board", before, Lack.BOARD, lead.board, cited.get("board", "")),
        _before("no_place", before, Lack.PLACE, lead.chair_and_place, ""),
        _before("no_chair", before, Lack.CHAIR, lead.chair_and_place, ""),
        Check("after_phase", before, Lack.NOTHING, Anchor.PHASE_END, 0, voting),
        Check("after_deadline", before, Lack.NOTHING, Anchor.DEADLINE, 0, PLAN),
    )


def late_warnings(facts: LateFacts, found: Iterable[Check], today: date) -> tuple[LateWarning, ...]:
    """What is late about the session today: the day itself, then the longest overdue first.

    Never anything at a stage with a result; never a day due in the future, except the end of a phase or of the
    campaign that the session's own day lies behind."""
    late = [_warning(facts, check, due, today) for check in found if (due := _due_if_late(facts, check, today))]
    return tuple(sorted(late, key=lambda warning: (warning.code not in GRAVEST, warning.due)))


def unit_due(earliest: date | None, vote_on: date, lead: LeadDays = USUAL) -> date:
    """The day by which a unit with people to be voted on has its session."""
    return (earliest or vote_on) - timedelta(days=lead.session)


def _before(code: str, stages: tuple[Stage, ...], lack: Lack, days: int, citation: str) -> Check:
    return Check(code, stages, lack, Anchor.HELD, days, citation)


def _due_if_late(facts: LateFacts, check: Check, today: date) -> date | None:
    if facts.stage not in check.stages or not _is_lacking(facts, check.lack):
        return None
    if check.anchor is Anchor.HELD:
        due = facts.held_on - timedelta(days=check.days)
        return due if due < today else None
    end = facts.phase_latest if check.anchor is Anchor.PHASE_END else facts.deadline
    return end if end is not None and facts.held_on > end else None


def _is_lacking(facts: LateFacts, lack: Lack) -> bool:
    return {
        Lack.NOTHING: True,
        Lack.PEOPLE: facts.people == 0,
        Lack.PLACE: not facts.place,
        Lack.CHAIR: not facts.chair,
        Lack.BOARD: facts.board == 0,
        Lack.ROLL: facts.voters == 0,
        Lack.PRINT: facts.needs_print,
        Lack.PAPERS: facts.papers_missing > 0,
    }[lack]


def _warning(facts: LateFacts, check: Check, due: date, today: date) -> LateWarning:
    words = WORDS[check.code]
    until = today if check.anchor is Anchor.HELD else facts.held_on
    sentence = words.sentence.format(held=short_date(facts.held_on), due=short_date(due), papers=facts.papers_missing)
    return LateWarning(check.code, words.label, sentence, check.citation, due, (until - due).days)
