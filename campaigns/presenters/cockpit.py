"""The cockpit of a campaign as data: bars and numbers by stage, and each late session with its reasons and links."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from campaigns.models import Campaign, Phase, VotingSession
from campaigns.queries.cockpit import Cell, Lateness
from campaigns.rules.lateness import WORDS, LateWarning
from campaigns.rules.stages import STAGES, WITH_RESULT, Stage, stage_of
from config.accounts.permissions import Permission
from config.charts import Bar, stacked
from config.vietnamese import decimal_comma, short_date
from officials.models import OrganisationUnit
from officials.permissions import scope

# Where each warning is mended. A page that asks for the right to plan is offered to those who have it; the others get
# the session's own page.
MENDED_AT: dict[str, str] = {
    "not_held": "session-detail",
    "not_counted": "session-detail",
    "papers_overdue": "session-dossier",
    "not_prepared": "session-detail",
    "not_printed": "session-detail",
    "no_people": "session-detail",
    "no_roll": "voter-roll",
    "no_board": "session-board",
    "no_place": "session-edit",
    "no_chair": "session-edit",
    "after_phase": "session-edit",
    "after_deadline": "session-edit",
}


@dataclass(frozen=True)
class Number:
    """A number that leads to the sessions it counts; `key` tells it from all others on the page."""

    key: str
    label: str
    number: int
    url: str
    css: str = ""


@dataclass(frozen=True)
class Line:
    """Some of the sessions by stage: a bar to look at, a number for each stage to click, and how many are late."""

    name: str
    bar: Bar
    stages: tuple[Number, ...]
    total: Number
    late: Number


@dataclass(frozen=True)
class Figure:
    """A figure of the whole campaign, as components/stat.html takes it."""

    label: str
    value: str
    note: str = ""
    kind: str = ""
    url: str = ""


@dataclass(frozen=True)
class Reason:
    warning: LateWarning
    url: str


@dataclass(frozen=True)
class Listed:
    """A session of the list: its stage in words, and why it is late."""

    session: VotingSession
    stage: Stage
    stage_label: str
    reasons: tuple[Reason, ...]

    @property
    def others(self) -> list[str]:
        """What else is late besides the longest overdue, in a word each."""
        return [reason.warning.label.lower() for reason in self.reasons[1:]]


class Links:
    """Addresses of the cockpit's own list, narrowed."""

    def __init__(self, campaign: Campaign) -> None:
        self.page = reverse("campaign-cockpit", args=[campaign.code])

    def to(self, **narrowed: str) -> str:
        return f"{self.page}?{urlencode(narrowed)}#list"


def figures(campaign: Campaign, cells: Sequence[Cell], today: date) -> list[Figure]:
    """How far the whole campaign is, and how much time is left."""
    done = [cell for cell in cells if cell.stage in WITH_RESULT]
    sessions = sum(cell.sessions for cell in done), sum(cell.sessions for cell in cells)
    people = sum(cell.people for cell in done), sum(cell.people for cell in cells)
    late = sum(cell.late for cell in cells)
    links = Links(campaign)
    return [
        Figure("Hội nghị có kết quả", _part(*sessions), kind="good"),
        Figure("Người đã được lấy phiếu", _part(*people)),
        Figure(
            "Hội nghị muộn",
            decimal_comma(late),
            note="cần xử lý" if late else "không có việc nào muộn",
            kind="bad" if late else "good",
            url=links.to(late="yes"),
        ),
        _time_left(campaign, today),
    ]


def campaign_line(campaign: Campaign, cells: Iterable[Cell]) -> Line:
    """All sessions of a campaign."""
    return _line("all", campaign.name, {}, cells, Links(campaign))


def phase_lines(campaign: Campaign, phases: Iterable[Phase], cells: Iterable[Cell]) -> list[Line]:
    links, own = Links(campaign), _by(cells, lambda cell: cell.phase)
    return [
        _line(f"phase-{phase.kind}", str(phase), {"phase": phase.kind}, own.get(phase.pk, []), links)
        for phase in phases
    ]


def unit_lines(campaign: Campaign, superiors: Iterable[OrganisationUnit], cells: Iterable[Cell]) -> list[Line]:
    links, own = Links(campaign), _by(cells, lambda cell: cell.superior or 0)
    return [_line(f"unit-{unit.pk}", unit.name, {"unit": unit.code}, own.get(unit.pk, []), links) for unit in superiors]


def reason_numbers(campaign: Campaign, counts: Counter[str]) -> list[Number]:
    """Why sessions are late: the warnings that occur, the most frequent first."""
    links = Links(campaign)
    return [
        Number(f"late-{code}", WORDS[code].label, number, links.to(late=code))
        for code, number in counts.most_common()
        if number
    ]


def listed(sessions: Iterable[VotingSession], lateness: Lateness, user: Any) -> list[Listed]:
    """The sessions with their warnings, each with the page where it is mended."""
    planned_by_user = scope(user, Permission.EDIT_CAMPAIGNS)
    found = []
    for session in sessions:
        may_plan = planned_by_user is None or session.unit_id in planned_by_user
        stage = stage_of(session.state, is_printed=session.printed_at is not None)
        reasons = tuple(Reason(w, mending_page(w.code, session, may_plan=may_plan)) for w in lateness.warnings(session))
        found.append(Listed(session, stage, STAGES[stage].label, reasons))
    return found


def mending_page(code: str, session: VotingSession, *, may_plan: bool) -> str:
    """The address of the page where the warning is mended."""
    page = MENDED_AT[code] if may_plan else "session-detail"
    return reverse(page, args=[session.campaign.code, session.code])


def _by(cells: Iterable[Cell], key: Callable[[Cell], int]) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(key(cell), []).append(cell)
    return found


def _line(key: str, name: str, narrowed: dict[str, str], cells: Iterable[Cell], links: Links) -> Line:
    numbers: Counter[Stage] = Counter()
    late = 0
    for cell in cells:
        numbers[cell.stage] += cell.sessions
        late += cell.late
    stages = tuple(
        Number(f"{key}-{stage}", rule.label, numbers[stage], links.to(**narrowed, stage=stage), f"stage-{stage}")
        for stage, rule in STAGES.items()
    )
    total = numbers.total()
    words = "; ".join(f"{stage.label}: {stage.number}" for stage in stages if stage.number) or "chưa có hội nghị"
    bar = Bar(stacked([(stage.css, stage.label, stage.number) for stage in stages], total), words)
    return Line(
        name,
        bar,
        stages,
        Number(f"{key}-total", "Tất cả", total, links.to(**(narrowed or {"late": ""}))),
        Number(f"{key}-late", "Muộn", late, links.to(**narrowed, late="yes")),
    )


def _part(done: int, whole: int) -> str:
    return f"{decimal_comma(done)}/{decimal_comma(whole)}"


def _time_left(campaign: Campaign, today: date) -> Figure:
    if campaign.deadline is None:
        return Figure("Thời gian còn lại", "–", note=f"hôm nay {short_date(today)}, chưa đặt hạn hoàn thành")
    days = (campaign.deadline - today).days
    note = f"hôm nay {short_date(today)}, hạn {short_date(campaign.deadline)}"
    if days < 0:
        return Figure("Thời gian còn lại", f"quá {-days} ngày", note=note, kind="bad")
    return Figure("Thời gian còn lại", f"còn {days} ngày", note=note)
