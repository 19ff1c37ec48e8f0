"""Who is voted on, and where. Pure.

Each holding of a title is judged under the rule set of the phase that covers the title's regime; every rule that
excludes it adds a reason. An official whose holdings pass is then voted on at no more units than the rule set allows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.rules.months import full_months
from campaigns.rules.parameters import Parameters
from campaigns.rules.reasons import EXCLUSION_REASONS

REAPPOINTED = "reappointed"
_ORDER = {code: place for place, code in enumerate(EXCLUSION_REASONS)}


@dataclass(frozen=True, slots=True)
class Person:
    """What the rules ask about an official."""

    id: int
    retirement_notice_on: date | None = None
    illness_from: date | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """An official holding a title at a unit, not ended by the day of the vote. `position`: the official's posts in
    the order of the roster, 1 the first."""

    id: int
    official: Person
    unit_id: int
    unit_kind: str
    tier: str
    regime: str
    is_leadership: bool
    started_on: date
    means: str
    position: int


@dataclass(frozen=True, slots=True)
class PhaseRules:
    phase_id: int
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Occasion:
    """A campaign as the rules see it: its year, the day that cases are judged for, the rules for each regime."""

    year: int
    vote_on: date
    by_regime: Mapping[str, PhaseRules]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` in the order of EXCLUSION_REASONS; none means voted on at the unit."""

    holding_id: int
    phase_id: int | None
    reasons: tuple[str, ...]

    @property
    def is_subject(self) -> bool:
        return not self.reasons


def judge(holdings: Iterable[Holding], occasion: Occasion) -> list[Verdict]:
    """A verdict for every holding, whatever order they come in; sorted by the id of the holding."""
    reasons = {}
    passed: dict[int, list[Holding]] = defaultdict(list)
    known = sorted(holdings, key=lambda holding: holding.id)
    for holding in known:
        reasons[holding.id] = exclusions(holding, occasion)
        if not reasons[holding.id]:
            passed[holding.official.id].append(holding)
    for held in passed.values():
        for holding in beyond_the_cap(held, occasion):
            reasons[holding.id] = ("over_two_venues",)
    phases = {regime: rules.phase_id for regime, rules in occasion.by_regime.items()}
    return [Verdict(holding.id, phases.get(holding.regime), reasons[holding.id]) for holding in known]


def exclusions(holding: Holding, occasion: Occasion) -> tuple[str, ...]:
    """Every reason, apart from the number of venues, for which this holding is not voted on.

    An exclusion of the law applies only where the rule set knows it (`Parameters.exclusions`).
    Quy định 96-QĐ/TW, Điều 3; Nghị quyết 96/2023/QH15, Điều 2.
    """
    rules = occasion.by_regime.get(holding.regime)
    if rules is None:
        return ("outside_campaign",)
    found = [
        exclusion.reason
        for exclusion in rules.parameters.exclusions
        if _applies(exclusion.reason, exclusion.months, holding, occasion, rules.parameters)
    ]
    if "new_in_year" not in found and _starts_later(holding, occasion, rules.parameters):
        found.append("not_yet_started")
    return tuple(sorted(found, key=_ORDER.__getitem__))


def _applies(reason: str, months: int | None, holding: Holding, occasion: Occasion, parameters: Parameters) -> bool:
    person = holding.official
    match reason:
        case "not_leadership":
            return not holding.is_leadership
        case "out_of_scope":
            return holding.tier not in parameters.tiers
        case "retirement_notice":
            return person.retirement_notice_on is not None and person.retirement_notice_on <= occasion.vote_on
        case "new_in_year":
            return holding.started_on.year == occasion.year and _is_new(holding, parameters)
        case "serious_illness":
            assert months is not None, "the exclusion for illness needs its months"
            return person.illness_from is not None and full_months(person.illness_from, occasion.vote_on) >= months
        case _:
            return False


def _is_new(holding: Holding, parameters: Parameters) -> bool:
    """Somebody re-appointed already held the post, unless the rule set counts that as new."""
    return holding.means != REAPPOINTED or parameters.reappointment_is_new


def _starts_later(holding: Holding, occasion: Occasion, parameters: Parameters) -> bool:
    return holding.started_on > occasion.vote_on and _is_new(holding, parameters)


def beyond_the_cap(held: list[Holding], occasion: Occasion) -> list[Holding]:
    """Of one official's holdings that could be voted on, those at units beyond the greatest number of venues.

    Units come by the rule set's priority, then in the order of the roster; all holdings at a chosen unit are voted on.
    Where the holdings fall under several rule sets, the least number holds. Quy định 96-QĐ/TW, Điều 1 khoản 3.
    """
    capped = [holding for holding in held if _rules(holding, occasion).exclusion("over_two_venues")]
    if len(capped) < 2:
        return []
    cap = min(_rules(holding, occasion).venue_cap for holding in capped)
    order = sorted(capped, key=lambda holding: (_priority(holding, occasion), holding.position, holding.id))
    venues = list(dict.fromkeys(holding.unit_id for holding in order))[:cap]
    return [holding for holding in capped if holding.unit_id not in venues]


def _rules(holding: Holding, occasion: Occasion) -> Parameters:
    return occasion.by_regime[holding.regime].parameters


def _priority(holding: Holding, occasion: Occasion) -> int:
    groups = _rules(holding, occasion).venue_priority
    return next((place for place, kinds in enumerate(groups) if holding.unit_kind in kinds), len(groups))
