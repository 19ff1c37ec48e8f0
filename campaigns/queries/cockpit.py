"""Thousands of sessions at a glance: how many at which stage, and which are late. All counting is the database's.

The checks of campaigns.rules.lateness become conditions here, so that the database finds what is late and the rule says
it of the few sessions that a page shows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from campaigns.models import Campaign, Casting, Phase, VotingSession
from campaigns.queries.sessions import units_waiting
from campaigns.rules.lateness import (
    GRAVEST,
    USUAL,
    WORDS,
    Anchor,
    Check,
    Lack,
    LateFacts,
    LateWarning,
    LeadDays,
    late_warnings,
    unit_due,
)
from campaigns.rules.lateness import checks as checks_of
from campaigns.rules.stages import BEFORE_THE_DAY, STAGES, Stage, stage_of, states_of
from config.accounts.permissions import Permission
from officials.models import OrganisationUnit
from officials.permissions import within

LACKING: dict[Lack, Q] = {
    Lack.NOTHING: Q(),
    Lack.PEOPLE: Q(subject_count=0),
    Lack.PLACE: Q(place=""),
    Lack.CHAIR: Q(chair=""),
    Lack.BOARD: Q(board_count=0),
    Lack.ROLL: Q(voter_count=0),
    Lack.PRINT: ~Q(casting=Casting.SCREEN),
    Lack.PAPERS: Q(papers_missing__gt=0),
}
SUPERIOR = Coalesce("unit__parent_id", "unit_id")
IS_PRINTED = ExpressionWrapper(Q(printed_at__isnull=False), BooleanField())


@dataclass(frozen=True)
class Cell:
    """Sessions in one phase and at one stage, of the units below one superior or of all (None); `people` stand on
    their ballots."""

    superior: int | None
    phase: int
    stage: Stage
    sessions: int
    late: int
    people: int


@dataclass(frozen=True)
class WaitingUnit:
    """A unit with people to be voted on and no session; `days` late, 0 while there is time."""

    unit: OrganisationUnit
    phase: Phase
    people: int
    due: date
    days: int


class Lateness:
    """What is late today in one campaign: as conditions over its sessions, and as warnings about one of them."""

    def __init__(self, campaign: Campaign, phases: Iterable[Phase], today: date, lead: LeadDays = USUAL) -> None:
        self.today, self.deadline = today, campaign.deadline
        self.phases = {phase.pk: phase for phase in phases}
        self.checks = {phase.pk: checks_of(phase.rule_set.rules, lead) for phase in self.phases.values()}
        self._found = list(self._conditions())

    def condition(self, code: str = "") -> Q:
        """Sessions with this warning; with any, where no code is given. Nothing fits where no check could."""
        found = Q(pk__in=[])
        for check, condition, _due in self._found:
            if code in ("", check.code):
                found |= condition
        if code:
            return found
        return at_stages((*BEFORE_THE_DAY, Stage.VOTED)) & found  # nothing is late that has a result: asked first

    def codes(self) -> list[str]:
        """The codes of all warnings, the gravest first."""
        return list(WORDS)

    def is_grave(self) -> Q:
        """Sessions whose day itself has passed, without a result: those with one of the GRAVEST warnings."""
        return self.condition(GRAVEST[0]) | self.condition(GRAVEST[1])

    def first_due(self) -> Any:
        """The day on which the session's first warning was due; nothing where nothing is late."""
        days = [Case(When(condition, then=due), output_field=DateTimeField()) for _check, condition, due in self._found]
        return Case(When(self.is_grave(), then=F("held_at")), default=Least(*days), output_field=DateTimeField())

    def warnings(self, session: VotingSession) -> tuple[LateWarning, ...]:
        phase = self.phases[session.phase_id]
        facts = LateFacts(
            stage=stage_of(session.state, is_printed=session.printed_at is not None),
            held_on=timezone.localdate(session.held_at),
            people=session.subject_count,
            place=session.place,
            chair=session.chair,
            board=session.board_count,
            voters=session.voter_count,
            needs_print=session.has_paper,
            papers_missing=session.papers_missing,
            phase_latest=phase.latest,
            deadline=self.deadline,
        )
        return late_warnings(facts, self.checks[session.phase_id], self.today)

    def _conditions(self) -> Iterable[tuple[Check, Q, Any]]:
        """Each check with when it is late and since when; what is the same in several phases, whatever its citation, is
        asked once."""
        sharing: dict[tuple[Check, date | None], list[int]] = defaultdict(list)
        for pk, found in self.checks.items():
            for check in found:
                sharing[replace(check, citation=""), self._end(check, self.phases[pk])].append(pk)
        for (check, end), phases in sharing.items():
            if check.anchor is not Anchor.HELD and end is None:
                continue
            where = Q() if len(phases) == len(self.phases) else Q(phase__in=phases)
            late, due = self._late(check, end)
            yield check, where & at_stages(check.stages) & LACKING[check.lack] & late, due

    def _end(self, check: Check, phase: Phase) -> date | None:
        if check.anchor is Anchor.HELD:
            return None
        return phase.latest if check.anchor is Anchor.PHASE_END else self.deadline

    def _late(self, check: Check, end: date | None) -> tuple[Q, Any]:
        if end is None:
            before = timedelta(days=check.days)
            return Q(held_at__lt=_midnight(self.today + before)), F("held_at") - before
        after = _midnight(end + timedelta(days=1))
        return Q(held_at__gte=after), Value(after - timedelta(seconds=1))


def at_stages(stages: Sequence[Stage]) -> Q:
    """Sessions at one of these stages."""
    whole, parts = [], Q()
    for state in states_of(stages):
        sharing = [stage for stage, rule in STAGES.items() if state in rule.states]
        inside = [stage for stage in sharing if stage in stages]
        if len(inside) == len(sharing):
            whole.append(state)
        else:
            parts |= Q(state=state, printed_at__isnull=not STAGES[inside[0]].is_printed)
    return parts | Q(state__in=whole) if whole else parts


def lateness_of(campaigns: Iterable[Campaign], today: date) -> list[Lateness]:
    """What is late in each of these campaigns. One query."""
    phases: dict[int, list[Phase]] = defaultdict(list)
    for phase in Phase.objects.filter(campaign__in=campaigns).select_related("rule_set"):
        phases[phase.campaign_id].append(phase)
    return [Lateness(campaign, phases[campaign.pk], today) for campaign in campaigns]


def overview(sessions: QuerySet[VotingSession], late: Q) -> list[Cell]:
    """How many sessions stand where, by phase and stage, and for how many `late` holds. One query."""
    return _cells(sessions.annotate(superior=Value(None, output_field=BigIntegerField())), late)


def overview_of_units(sessions: QuerySet[VotingSession], late: Q, superiors: Iterable[OrganisationUnit]) -> list[Cell]:
    """The same by superior unit, for these only. One query."""
    units = [unit.pk for unit in superiors]
    return _cells(sessions.annotate(superior=SUPERIOR).filter(superior__in=units), late)


def _cells(sessions: QuerySet[VotingSession], late: Q) -> list[Cell]:
    rows = (
        sessions.order_by()
        .values_list("superior", "phase_id", "state", IS_PRINTED)
        .annotate(
            sessions=Count("pk"),
            late=Count("pk", filter=late),
            people=Coalesce(Sum("subject_count"), 0),
        )
    )
    return [
        Cell(superior, phase, stage_of(state, is_printed=is_printed), number, late, people)
        for superior, phase, state, is_printed, number, late, people in rows
    ]


def reasons(sessions: QuerySet[VotingSession], lateness: Lateness) -> Counter[str]:
    """How many sessions have each warning. One query."""
    numbers = {code: Count("pk", filter=lateness.condition(code)) for code in lateness.codes()}
    return Counter(sessions.order_by().filter(lateness.condition()).aggregate(**numbers))


def most_urgent_first(sessions: QuerySet[VotingSession], lateness: Lateness) -> QuerySet[VotingSession]:
    """Sessions whose day has passed first, then what has been due for the longest time; what is not late follows in
    the order of time."""
    due = sessions.annotate(
        gravity=Case(When(lateness.is_grave(), then=Value(0)), default=Value(1)), first_due=lateness.first_due()
    )
    return due.order_by("gravity", F("first_due").asc(nulls_last=True), "held_at", "code")


def in_this_order(sessions: QuerySet[VotingSession], ids: Iterable[int]) -> list[VotingSession]:
    """The sessions of these ids, in their order. One query."""
    order = list(ids)
    found = {session.pk: session for session in sessions.filter(pk__in=order)}
    return [found[pk] for pk in order]


def superiors_of(sessions: QuerySet[VotingSession]) -> QuerySet[OrganisationUnit]:
    """The units above those that hold the sessions, in the order of the tree."""
    above = sessions.order_by().values_list(SUPERIOR).distinct()
    found: QuerySet[OrganisationUnit] = OrganisationUnit.objects.without_tree_fields().filter(pk__in=above)
    return found


def waiting_units(
    user: Any, campaign: Campaign, phases: Iterable[Phase], today: date, lead: LeadDays = USUAL
) -> list[WaitingUnit]:
    """Units that the user sees, with people to be voted on and no session, those that should long have one first. A
    query for each phase."""
    found = []
    for phase in phases:
        due = unit_due(phase.earliest, campaign.vote_on, lead)
        units = within(units_waiting(campaign, phase), user, Permission.VIEW_CAMPAIGNS, path="pk")
        late = max(0, (today - due).days)
        found += [WaitingUnit(unit, phase, unit.waiting, due, late) for unit in units]
    return sorted(found, key=lambda waiting: waiting.due)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
