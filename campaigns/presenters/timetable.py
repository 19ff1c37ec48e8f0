"""The timetable as its pages show it: a month of days, the marks of phases, the rows of previews."""

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from campaigns.actions.many_sessions import NAME, UNIT, Proposal
from campaigns.models import Campaign, Phase, PhaseKind, VotingSession
from campaigns.rules.conflicts import HOLIDAYS, Conflict, Weight

SHORT = {PhaseKind.COUNCIL: "HĐND", PhaseKind.PARTY: "Cấp ủy", PhaseKind.OTHER: "Chức danh khác"}
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
MOST_A_DAY = 4
MOST_ROWS = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Entry:
    """A session in a day's cell, or a row of the list; `problems` are the few words of its conflicts."""

    session: VotingSession
    problems: tuple[str, ...] = ()
    is_impossible: bool = False

    @property
    def short_name(self) -> str:
        """What tells it from the others: of a name after the usual pattern the unit alone."""
        unit: str = self.session.unit.name
        return unit if self.session.name == NAME.replace(UNIT, unit) else self.session.name


@dataclass(frozen=True)
class Day:
    """A day of the month: its first sessions, how many more there are, whose windows it lies in."""

    date: date
    weekday: str
    is_today: bool
    entries: tuple[Entry, ...]
    more: int
    url: str
    bands: tuple[Phase, ...]
    is_deadline: bool
    is_holiday: bool


@dataclass(frozen=True)
class Month:
    """Weeks of seven days, None outside of the month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]
    total: int
    problems: int
    previous: str
    following: str


@dataclass(frozen=True)
class PhaseMark:
    """A phase with its shape, its short name and its window in words."""

    phase: Phase
    short: str
    window: str


def month_of(text: str, usual: date) -> date:
    """The first day of the month "2028-07"; of the usual day's month where the text names none."""
    try:
        first = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return usual.replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else usual.replace(day=1)


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def entries_of(sessions: Iterable[VotingSession], found: Mapping[int, Sequence[Conflict]]) -> list[Entry]:
    return [
        Entry(session, problems(found.get(session.pk, ())), is_impossible(found.get(session.pk, ())))
        for session in sessions
    ]


def problems(found: Iterable[Conflict]) -> tuple[str, ...]:
    """The few words of each kind of conflict, what blocks first; notes are no problem."""
    ordered = sorted(found, key=lambda conflict: list(Weight).index(conflict.weight))
    return tuple(dict.fromkeys(conflict.label for conflict in ordered if conflict.weight != Weight.NOTE))


def is_impossible(found: Iterable[Conflict]) -> bool:
    return any(conflict.weight == Weight.BLOCK for conflict in found)


def month_page(
    campaign: Campaign, first: date, entries: Sequence[Entry], phases: Sequence[Phase], today: date
) -> Month:
    """The month that begins with `first`, with its sessions in the order of time."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(timezone.localtime(entry.session.held_at).date(), []).append(entry)
    list_url = reverse("timetable-list", args=[campaign.code])

    def day_of(day: date) -> Day:
        found = by_day.get(day, [])
        shown = found if len(found) <= MOST_A_DAY else found[: MOST_A_DAY - 1]
        return Day(
            date=day,
            weekday=WEEKDAYS[day.weekday()],
            is_today=day == today,
            entries=tuple(shown),
            more=len(found) - len(shown),
            url=f"{list_url}?{urlencode({'first': day, 'last': day})}",
            bands=tuple(phase for phase in phases if _is_within(phase, day)),
            is_deadline=day == campaign.deadline,
            is_holiday=(day.month, day.day) in HOLIDAYS,
        )

    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=tuple(tuple(day_of(day) if day.month == first.month else None for day in week) for week in weeks),
        total=len(entries),
        problems=sum(bool(entry.problems) for entry in entries),
        previous=f"?thang={previous_month(first):%Y-%m}",
        following=f"?thang={next_month(first):%Y-%m}",
    )


def phase_marks(phases: Iterable[Phase]) -> list[PhaseMark]:
    return [PhaseMark(phase, str(SHORT[PhaseKind(phase.kind)]), _window(phase)) for phase in phases]


def proposal_summary(proposals: Sequence[Proposal]) -> dict[str, Any]:
    """What a preview shows above its rows, and the rows, those that are refused first."""
    ordered = sorted(proposals, key=lambda proposal: not proposal.refusal)
    refused = sum(bool(proposal.refusal) for proposal in proposals)
    return {
        "is_preview": True,
        "proposals": ordered[:MOST_ROWS],
        "not_shown": max(0, len(ordered) - MOST_ROWS),
        "possible": len(proposals) - refused,
        "refused": refused,
        "people": sum(proposal.people for proposal in proposals if not proposal.refusal),
    }


def _is_within(phase: Phase, day: date) -> bool:
    """A phase without a window has no band."""
    if phase.earliest is None and phase.latest is None:
        return False
    return (phase.earliest or date.min) <= day <= (phase.latest or date.max)


def _window(phase: Phase) -> str:
    if phase.earliest is None and phase.latest is None:
        return "chưa đặt khoảng thời gian"
    ends = (f"{day:%d/%m/%Y}" if day else "…" for day in (phase.earliest, phase.latest))
    return " – ".join(ends)
