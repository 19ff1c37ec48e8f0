"""Reads for judging eligibility, and its counts."""

from collections import Counter
from datetime import date

from django.db.models import Count, Q, QuerySet

from campaigns.models import Campaign, Eligibility
from campaigns.rules.eligibility import Holding, Occasion, Person, PhaseRules
from officials.models import Appointment

Stored = dict[int, tuple[int | None, tuple[str, ...]]]


def occasion_of(campaign: Campaign, vote_on: date) -> Occasion:
    """The campaign as the rules see it: one query."""
    by_regime = {}
    for phase in campaign.phases.select_related("rule_set"):
        rules = PhaseRules(phase.pk, phase.rule_set.rules)
        by_regime.update(dict.fromkeys(phase.regimes, rules))
    return Occasion(campaign.year, vote_on, by_regime)


def holdings_on(day: date) -> list[Holding]:
    """Every holding of a title that has not ended by `day`: one query."""
    rows = Appointment.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day)).values_list(
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
    )
    people: dict[int, Person] = {}
    return [
        Holding(row[0], people.setdefault(row[1], Person(row[1], row[2], row[3])), *row[4:]) for row in rows.order_by()
    ]


def stored_verdicts(campaign: Campaign) -> Stored:
    """(phase, reasons) by appointment: one query."""
    rows = Eligibility.objects.filter(campaign=campaign).values_list("appointment_id", "phase_id", "reasons")
    return {appointment: (phase, tuple(reasons)) for appointment, phase, reasons in rows.order_by()}


def reason_counts(verdicts: QuerySet[Eligibility]) -> Counter[str]:
    """How many of the appointments have each reason; "" counts those voted on. One query."""
    counts: Counter[str] = Counter()
    for reasons, number in verdicts.order_by().values_list("reasons").annotate(number=Count("pk")):
        for reason in reasons or [""]:
            counts[reason] += number
    return counts
