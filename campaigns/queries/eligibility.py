"""Reads for judging eligibility, and its counts."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from campaigns.models import Campaign, Decision, Eligibility, VenueChoice
from campaigns.rules.eligibility import Decided, Holding, Occasion, Person, PhaseRules, judge
from officials.models import Appointment


@dataclass(frozen=True, slots=True)
class Row:
    """What is stored of a verdict. `venue` is (unit, slot), None where the official is not voted on."""

    phase_id: int | None
    reasons: tuple[str, ...]
    ruled: tuple[str, ...]
    questions: tuple[str, ...]
    venue: tuple[int, int] | None
    decision_id: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The rows as the rules and the decisions of today would have them, and the holdings they are about, by the ids of
    appointments."""

    rows: dict[int, Row]
    holdings: dict[int, Holding]


def judged(campaign: Campaign, day: date, officials: Collection[int] | None = None) -> Judged:
    """Judge every holding of the day, or those of some officials: five queries."""
    holdings = holdings_on(day, officials)
    decisions = {d.appointment_id: d for d in decisions_in_force(campaign)}
    decided = Decided(
        holdings={appointment: decision.is_subject for appointment, decision in decisions.items()},
        venues={choice.official_id: tuple(choice.units) for choice in VenueChoice.objects.filter(campaign=campaign)},
    )
    known = {holding.id: holding for holding in holdings}
    rows = {}
    for verdict in judge(holdings, occasion_of(campaign, day), decided):
        decision = decisions.get(verdict.holding_id)
        rows[verdict.holding_id] = Row(
            phase_id=verdict.phase_id,
            reasons=verdict.reasons,
            ruled=verdict.ruled,
            questions=verdict.questions,
            venue=(known[verdict.holding_id].unit_id, verdict.venue) if verdict.venue else None,
            decision_id=decision.pk if decision is not None and verdict.phase_id is not None else None,
        )
    return Judged(rows, known)


def decisions_in_force(campaign: Campaign) -> QuerySet[Decision]:
    """Answers at once, overrides once they are confirmed."""
    holding = Q(kind=Decision.Kind.ANSWER) | Q(confirmed_at__isnull=False)
    return Decision.objects.filter(holding, campaign=campaign, withdrawn_at__isnull=True)


def overrides_unconfirmed(campaign: Campaign) -> QuerySet[Decision]:
    """Overrides that wait for a second person."""
    return Decision.objects.filter(
        campaign=campaign, kind=Decision.Kind.OVERRIDE, confirmed_at__isnull=True, withdrawn_at__isnull=True
    )


def live_decisions(campaign: Campaign) -> QuerySet[Decision]:
    """Decisions that nobody has withdrawn, in force or waiting for a second person, with who made them."""
    found = Decision.objects.filter(campaign=campaign, withdrawn_at__isnull=True)
    return found.select_related("proposed_by", "confirmed_by")


def unanswered(verdicts: QuerySet[Eligibility]) -> QuerySet[Eligibility]:
    """Those with a question that nobody has decided yet. A decision that the list has not taken up is one, too."""
    decided = Decision.objects.filter(
        campaign=OuterRef("campaign"), appointment=OuterRef("appointment"), withdrawn_at__isnull=True
    )
    return verdicts.exclude(questions=[]).filter(~Exists(decided))


def with_posts(verdicts: QuerySet[Eligibility], campaign: Campaign) -> QuerySet[Eligibility]:
    """Each verdict with its appointment, and that with its decision as `live_decisions` (none or one). Two queries
    besides that of the verdicts, which so needs no other table to sort and count."""
    posts = Appointment.objects.select_related("official", "title", "unit")
    decisions = Prefetch("appointment__decisions", live_decisions(campaign), to_attr="live_decisions")
    return verdicts.prefetch_related(Prefetch("appointment", posts), decisions)


@dataclass(frozen=True)
class Totals:
    """Numbers of appointments: all, voted on, by reason, by question, with any question; and by the id of the phase
    (voted on without a question, voted on until somebody decides, not voted on)."""

    total: int
    subjects: int
    asked: int
    reasons: Counter[str]
    questions: Counter[str]
    phases: dict[int | None, tuple[int, int, int]]


Group = tuple[int | None, Sequence[str], Sequence[str], int]


def counted(verdicts: QuerySet[Eligibility]) -> list[Group]:
    """(phase, reasons, questions, number) of verdicts that have these in common: one query."""
    groups = verdicts.order_by("phase_id", "reasons", "questions").values_list("phase_id", "reasons", "questions")
    return list(groups.annotate(number=Count("pk")))


def totals_of(groups: Iterable[Group]) -> Totals:
    """The sums of what `counted` gives, or a campaign keeps."""
    reasons: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    shares: dict[int | None, list[int]] = {}
    waiting = 0
    for phase, why, asked, number in groups:
        reasons.update(dict.fromkeys(why, number))
        questions.update(dict.fromkeys(asked, number))
        waiting += number if asked else 0
        shares.setdefault(phase, [0, 0, 0])[2 if why else 1 if asked else 0] += number
    phases = {phase: (share[0], share[1], share[2]) for phase, share in shares.items()}
    return Totals(
        total=sum(sum(share) for share in phases.values()),
        subjects=sum(share[0] + share[1] for share in phases.values()),
        asked=waiting,
        reasons=reasons,
        questions=questions,
        phases=phases,
    )


def override_counts(decisions: QuerySet[Decision]) -> tuple[int, int]:
    """How many overrides are in force, and how many wait for a second person. One query."""
    overrides = decisions.filter(kind=Decision.Kind.OVERRIDE, withdrawn_at__isnull=True)
    found = overrides.aggregate(all=Count("pk"), confirmed=Count("confirmed_at"))
    return found["confirmed"], found["all"] - found["confirmed"]


def occasion_of(campaign: Campaign, vote_on: date) -> Occasion:
    """The campaign as the rules see it: one query."""
    by_regime = {}
    for phase in campaign.phases.select_related("rule_set"):
        rules = PhaseRules(phase.pk, phase.rule_set.rules)
        by_regime.update(dict.fromkeys(phase.regimes, rules))
    return Occasion(campaign.year, vote_on, by_regime)


def holdings_on(day: date, officials: Collection[int] | None = None) -> list[Holding]:
    """Every holding of a title that has not ended by `day`, of all officials or of some: one query."""
    found = Appointment.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    if officials is not None:
        found = found.filter(official__in=officials)
    rows = found.values_list(
        "pk",
        "official_id",
        "official__retirement_notice_on",
        "official__illness_from",
        "unit_id",
        "unit__kind",
        "unit__tier",
        "title__regime",
        "title__is_leadership",
        "started_on",
        "means",
        "position",
        "unit__valid_until",
    )
    people: dict[int, Person] = {}
    return [
        Holding(row[0], people.setdefault(row[1], Person(row[1], row[2], row[3])), *row[4:]) for row in rows.order_by()
    ]


def stored_rows(campaign: Campaign, officials: Collection[int] | None = None) -> dict[int, Row]:
    """What is stored, by appointment, of all officials or of some: one query."""
    found = Eligibility.objects.filter(campaign=campaign)
    if officials is not None:
        found = found.filter(appointment__official__in=officials)
    columns = ("appointment_id", "phase_id", "reasons", "ruled", "questions", "decision_id")
    return {
        appointment: Row(
            phase_id=phase,
            reasons=tuple(reasons),
            ruled=tuple(ruled),
            questions=tuple(questions),
            venue=(unit, slot) if unit else None,
            decision_id=decision,
        )
        for appointment, phase, reasons, ruled, questions, decision, unit, slot in found.order_by().values_list(
            *columns, "venue__unit_id", "venue__slot"
        )
    }


def reason_counts(verdicts: QuerySet[Eligibility]) -> Counter[str]:
    """How many of the appointments have each reason; "" counts those voted on. One query."""
    counts: Counter[str] = Counter()
    for reasons, number in verdicts.order_by().values_list("reasons").annotate(number=Count("pk")):
        for reason in reasons or [""]:
            counts[reason] += number
    return counts
