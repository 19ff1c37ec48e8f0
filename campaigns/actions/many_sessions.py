"""Planning the sessions of a whole phase at once: first as proposals that can be looked at, then for good."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.actions.sessions import (
    CheckedPlan,
    SessionPlan,
    locked_for_planning,
    people_on,
    unit_obstacle,
    write_sessions,
)
from campaigns.models import Phase, VotingSession
from campaigns.queries.sessions import holdings_by_unit, same_place_committees, sessions_before, units_waiting
from campaigns.queries.timetable import frames, slots_of
from campaigns.rules.ballot_lines import Ballot, ballots
from campaigns.rules.conflicts import Conflict, Diary, Frame, blocking, conflicts, to_answer
from campaigns.rules.spreading import Spread, moments
from config.accounts.permissions import Permission, require
from config.errors import Refused
from officials.models import OrganisationUnit, UnitKind
from officials.permissions import within

UNIT = "{đơn vị}"
NAME = f"Hội nghị lấy phiếu tín nhiệm tại {UNIT}"
FULL = "Hết chỗ trong các ngày đã chọn, trừ ngày nghỉ. Thêm ngày, thêm giờ hoặc tăng số hội nghị cùng lúc."
TAKEN = "Đợt này đã có hội nghị mang mã {code}. Tạo riêng hội nghị của đơn vị này với mã khác."
NEEDS_REASON = "{warnings} Sửa ngày giờ, hoặc ghi lý do."
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Pattern:
    """What the sessions have in common; UNIT in the name and the place stands for each unit's name. `as_before`: place,
    hour, length and chair as in the unit's session of the campaign that this one was copied from."""

    spread: Spread
    name: str = NAME
    place: str = ""
    minutes_long: int = 120
    reason: str = ""
    as_before: bool = False

    def plan_for(self, unit: OrganisationUnit, moment: datetime, before: VotingSession | None) -> SessionPlan:
        plan = SessionPlan(
            code=f"HN-{re.sub(r'[^A-Za-z0-9_-]+', '-', unit.code)}",
            name=self.name.replace(UNIT, unit.name)[:200],
            held_at=timezone.make_aware(moment),
            place=self.place.replace(UNIT, unit.name)[:200],
            minutes_long=self.minutes_long,
        )
        if before is None:
            return plan
        hour = timezone.localtime(before.held_at).time()
        return replace(
            plan,
            held_at=timezone.make_aware(datetime.combine(moment.date(), hour)),
            place=before.place,
            minutes_long=before.minutes_long,
            chair=before.chair,
            chair_official=before.chair_official,
        )


@dataclass(frozen=True)
class Selection:
    """Which of the units that wait get a session; nothing takes all. `above`: a unit with everything below it."""

    tier: str = ""
    kind: str = ""
    above: int | None = None

    def takes(self, unit: OrganisationUnit, below: frozenset[int] | None) -> bool:
        is_kind = (not self.tier or unit.tier == self.tier) and (not self.kind or unit.kind == self.kind)
        return is_kind and (below is None or unit.pk in below)


@dataclass(frozen=True)
class Proposal:
    """The session that a unit would get, or why it gets none (`refusal`)."""

    unit: OrganisationUnit
    plan: SessionPlan | None
    made: tuple[Ballot, ...]
    conflicts: tuple[Conflict, ...] = ()
    refusal: str = ""

    @property
    def people(self) -> int:
        return sum(len(ballot.lines) for ballot in self.made)


@dataclass(frozen=True)
class Planned:
    """How many sessions were created; a sentence for each unit that could not get one."""

    created: int
    refused: tuple[str, ...]


@transaction.atomic
def create_sessions(
    *, by: Any, phase: Phase, pattern: Pattern, selection: Selection | None = None, progress: Report | None = None
) -> Planned:
    """Create a session for every unit selected, where `by` may, that has people waiting and none yet.

    A people's council takes along the people's committee of its place. Refused where nobody waits, and where no unit
    could get its session; a unit that is refused by itself does not stop the others.
    """
    require(by, Permission.EDIT_CAMPAIGNS)
    locked_for_planning(phase.campaign_id)
    proposals = propose_sessions(by=by, phase=phase, pattern=pattern, selection=selection)
    if not proposals:
        raise Refused("Không còn đơn vị nào chờ hội nghị trong giai đoạn này.")
    report = progress or (lambda _stage, _done, _total: None)
    refused = tuple(f"{proposal.unit}: {proposal.refusal}" for proposal in proposals if proposal.refusal)
    possible = [proposal for proposal in proposals if not proposal.refusal]
    write_sessions(by=by, phase=phase, plans=_reported(possible, report), reason=pattern.reason)
    if len(refused) == len(proposals):
        raise Refused(" ".join(refused[:5]))
    return Planned(len(proposals) - len(refused), refused)


def _reported(proposals: Sequence[Proposal], report: Report) -> Iterator[CheckedPlan]:
    """The plans, one after the other, each with a word about how far it has come."""
    for done, proposal in enumerate(proposals):
        report("Lập hội nghị", done, len(proposals))
        if proposal.plan is not None:
            yield CheckedPlan(proposal.unit, proposal.plan, proposal.made)


def propose_sessions(*, by: Any, phase: Phase, pattern: Pattern, selection: Selection | None = None) -> list[Proposal]:
    """What the pattern makes of the units selected, in a fixed number of queries; nothing is written."""
    phase = Phase.objects.select_related("campaign", "rule_set").get(pk=phase.pk)
    groups = groups_waiting(by, phase, selection or Selection())
    holdings = holdings_by_unit(phase.campaign, [unit.pk for units in groups for unit in units], phase)
    made = [ballots([held for unit in units for held in holdings.get(unit.pk, ())]) for units in groups]
    before = sessions_before(phase, [units[0] for units in groups]) if pattern.as_before else {}
    people = {line.official_id for lines in made for ballot in lines for line in ballot.lines}
    desk = _Desk(
        phase=phase,
        frame=frames(phase.campaign)[phase.pk],
        diary=Diary(slots_of(_sessions_between(pattern.spread), by, people | _chairs(before.values()))),
        codes=set(VotingSession.objects.filter(campaign=phase.campaign_id).values_list("code", flat=True)),
        reason=pattern.reason,
        today=timezone.localdate(),
    )
    free = moments(pattern.spread)
    return [
        desk.propose(units[0], lines, pattern, before.get(units[0].pk), free)
        for units, lines in zip(groups, made, strict=True)
    ]


def groups_waiting(by: Any, phase: Phase, selection: Selection) -> list[list[OrganisationUnit]]:
    """The units of each session that could be created, the unit that holds it first: a council with the committee of
    its place, so that no committee is left to itself."""
    below = frozenset(OrganisationUnit.objects.subtree_ids(selection.above)) if selection.above else None
    return [units for units in _groups(waiting_for(by, phase)) if selection.takes(units[0], below)]


def waiting_for(by: Any, phase: Phase) -> list[OrganisationUnit]:
    """The units of the phase with people waiting, where `by` may plan sessions."""
    waiting = units_waiting(phase.campaign, phase)
    return list(waiting if by is None else within(waiting, by, Permission.EDIT_CAMPAIGNS, path="pk"))


@dataclass
class _Desk:
    """Where one session after the other finds its place: what is taken already, and what the phase asks."""

    phase: Phase
    frame: Frame
    diary: Diary
    codes: set[str]
    reason: str
    today: date
    placed: int = field(default=0)

    def propose(
        self,
        unit: OrganisationUnit,
        made: tuple[Ballot, ...],
        pattern: Pattern,
        before: VotingSession | None,
        free: Iterator[datetime],
    ) -> Proposal:
        moment = next(free, None)
        if moment is None:
            return Proposal(unit, None, made, refusal=FULL)
        plan = pattern.plan_for(unit, moment, before)
        self.placed -= 1  # ids of sessions that are not there yet
        slot = plan.slot(people_on(made), self.placed)
        found = conflicts(slot, self.frame, self.diary.around(slot), self.today)
        refusal = self._refusal(unit, plan, found)
        if not refusal:
            self.diary.add(slot)
            self.codes.add(plan.code)
        return Proposal(unit, plan, made, found, refusal)

    def _refusal(self, unit: OrganisationUnit, plan: SessionPlan, found: Sequence[Conflict]) -> str:
        if obstacle := unit_obstacle(self.phase, unit, plan.held_at):
            return obstacle
        if plan.code in self.codes:
            return TAKEN.format(code=plan.code)
        if impossible := blocking(found):
            return " ".join(conflict.sentence for conflict in impossible)
        warnings = to_answer(found)
        if warnings and not self.reason.strip():
            return NEEDS_REASON.format(warnings=" ".join(conflict.sentence for conflict in warnings))
        return ""


def _groups(waiting: Sequence[OrganisationUnit]) -> Iterator[list[OrganisationUnit]]:
    committees = same_place_committees(waiting)
    taken: set[int] = set()
    for unit in sorted(waiting, key=lambda unit: unit.kind != UnitKind.PEOPLES_COUNCIL):
        if unit.pk in taken:
            continue
        units = [unit, committees[unit.pk]] if unit.pk in committees else [unit]
        taken.update(member.pk for member in units)
        yield units


def _sessions_between(spread: Spread) -> Any:
    """The sessions of any campaign on the days of the spread, with those that run past midnight."""
    first, last = (
        timezone.make_aware(datetime.combine(day, datetime.min.time())) for day in (spread.first, spread.last)
    )
    near = Q(held_at__gte=first - timedelta(days=1), held_at__lt=last + timedelta(days=2))
    return VotingSession.objects.real().filter(near)


def _chairs(sessions: Iterable[VotingSession]) -> set[int]:
    return {session.chair_official_id for session in sessions if session.chair_official_id is not None}
