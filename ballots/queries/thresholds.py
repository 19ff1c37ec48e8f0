"""In which of very many counted sessions somebody lies in a band, or near a threshold: found by the database, which
adds up the channels of each person and compares whole numbers as ballots.rules.results does."""

from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Expression, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Least
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from ballots.models import CountLine, Stock
from campaigns.models import Phase, VoteKind, VotingSession
from campaigns.rules.parameters import Base, Parameters, Threshold

SESSION = "count__style__session"
NUMBER: Any = IntegerField()
AGAINST, BASE, RETURNED = F("against"), F("base"), F("returned")


def sessions_in_band(sessions: QuerySet[VotingSession], code: str) -> list[int]:
    """The ids of the sessions in which the highest threshold that somebody passed is this one."""

    def in_band(parameters: Parameters) -> list[Q]:
        places = [place for place, threshold in enumerate(parameters.thresholds) if threshold.code == code]
        return [
            Q(_passes(AGAINST, parameters.thresholds[place]))
            & ~Q(*(_passes(AGAINST, higher) for higher in parameters.thresholds[place + 1 :]), _connector=Q.OR)
            for place in places
        ]

    return list(_sessions(sessions, in_band))


def sessions_near(sessions: QuerySet[VotingSession], within: int) -> list[int]:
    """The ids of those in which so many ballots more or fewer, of those returned, would take somebody across any
    threshold: with so many more it is passed, with so many fewer it is not."""

    def near(parameters: Parameters) -> list[Q]:
        most, least = Least(AGAINST + within, RETURNED), AGAINST - within
        return [Q(_passes(most, each)) & ~Q(_passes(least, each)) for each in parameters.thresholds]

    return list(_sessions(sessions, near))


def _sessions(sessions: QuerySet[VotingSession], wanted: Callable[[Parameters], list[Q]]) -> Iterator[int]:
    """Those with a person of whom one of the conditions holds; a query for each phase and kind of vote."""
    pairs = list(sessions.order_by().values_list("phase_id", "kind").distinct())
    phases = Phase.objects.select_related("rule_set").in_bulk({phase for phase, _ in pairs})
    for phase, kind in pairs:
        rules = phases[phase].rule_set.rules
        parameters = rules.for_motion() if kind == VoteKind.MOTION else rules
        if conditions := wanted(parameters):
            found = sessions.order_by().filter(phase=phase, kind=kind).values("pk")
            people = _people(parameters).filter(count__style__session__in=found, base__gt=0)
            yield from people.filter(reduce(or_, conditions)).values_list(SESSION, flat=True).distinct()


def _people(parameters: Parameters) -> Any:
    """Each person with the votes against, the base of the percentages and the ballots returned."""
    votes = Cast(KeyTextTransform(parameters.against.code, "votes"), NUMBER)
    rows = CountLine.objects.order_by().values("subject", SESSION)
    return rows.alias(against=_sum(votes), base=_base(parameters.base), returned=_sum("count__returned"))


def _sum(number: str | Expression) -> Sum:
    return Sum(number, output_field=NUMBER)


def _base(base: Base) -> Expression:
    issued = Stock.objects.filter(style=OuterRef("subject__style")).order_by().values("style").annotate(n=Sum("issued"))
    bases: dict[Base, Expression] = {
        Base.COLLECTED: _sum("count__returned"),
        Base.ISSUED: Max(Subquery(issued.values("n")), output_field=NUMBER),
        Base.VALID: _sum("count__valid"),
        Base.TOTAL_MEMBERS: Max(f"{SESSION}__total_members", output_field=NUMBER),
        Base.PRESENT: Max(f"{SESSION}__present", output_field=NUMBER),
    }
    return bases[base]


def _passes(against: Expression | F, threshold: Threshold) -> Expression:
    """As ballots.rules.results.passes."""
    left, right = against * threshold.fraction.denominator, BASE * threshold.fraction.numerator
    return GreaterThanOrEqual(left, right) if threshold.inclusive else GreaterThan(left, right)
