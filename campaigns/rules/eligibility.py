"""Who is voted on, and where. Pure.

Each holding of a title is judged under the rule set of the phase that covers the title's regime; every rule that
excludes it adds a reason, every rule that leaves the case to people a question. What people decided stands in the place
of the rules. An official whose holdings pass is then voted on at no more units than the rule set allows, whatever was
decided.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from campaigns.rules.months import full_months
from campaigns.rules.parameters import Exclusion, Parameters, Stance
from campaigns.rules.reasons import EXCLUSION_REASONS

REAPPOINTED = "reappointed"
ACTING = "acting"
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
    the order of the roster, 1 the first. `unit_until`: the unit's last day, if it has one."""

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
    unit_until: date | None = None


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
    """`reasons` in the order of EXCLUSION_REASONS; none means voted on at the unit. `ruled` are those that the rules
    alone give, `questions` the cases that wait for a decision. `venue` is the place of the unit among the official's
    venues, 1 the first; None where the official is not voted on."""

    holding_id: int
    phase_id: int | None
    reasons: tuple[str, ...]
    ruled: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    venue: int | None = None

    @property
    def is_subject(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Decided:
    """What people settled: for holdings, by id, whether they are voted on; for officials, by id, the units chosen as
    their venues, the first one first."""

    holdings: Mapping[int, bool] = field(default_factory=dict)
    venues: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


UNDECIDED = Decided()


def judge(holdings: Iterable[Holding], occasion: Occasion, decided: Decided = UNDECIDED) -> list[Verdict]:
    """A verdict for every holding, whatever order they come in; sorted by the id of the holding."""
    known = sorted(holdings, key=lambda holding: holding.id)
    found = {holding.id: findings(holding, occasion) for holding in known}
    settled = {holding.id: _settled(holding, found[holding.id][0], occasion, decided) for holding in known}
    passed: dict[int, list[Holding]] = defaultdict(list)
    for holding in known:
        if not settled[holding.id]:
            passed[holding.official.id].append(holding)
    places: dict[int, int | None] = {}
    for official, held in passed.items():
        places |= venues(held, occasion, decided.venues.get(official, ()))
    verdicts = []
    for holding in known:
        ruled, questions = found[holding.id]
        rules = occasion.by_regime.get(holding.regime)
        reasons = settled[holding.id] or (() if places[holding.id] else ("over_two_venues",))
        verdicts.append(
            Verdict(
                holding_id=holding.id,
                phase_id=rules.phase_id if rules else None,
                reasons=reasons,
                ruled=ruled,
                questions=() if holding.id in decided.holdings else questions,
                venue=places.get(holding.id) if not reasons else None,
            )
        )
    return verdicts


def _settled(holding: Holding, ruled: tuple[str, ...], occasion: Occasion, decided: Decided) -> tuple[str, ...]:
    """The reasons that count: those of the rules, unless somebody decided on a holding within the campaign."""
    decision = decided.holdings.get(holding.id)
    if decision is None or holding.regime not in occasion.by_regime:
        return ruled
    return () if decision else (ruled or ("decided_out",))


def findings(holding: Holding, occasion: Occasion) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(reasons, questions) of this holding, apart from the number of venues; one that is left out asks nothing.

    A kind of case matters only where the rule set lists it (`Parameters.exclusions`).
    Quy định 96-QĐ/TW, Điều 3; Nghị quyết 96/2023/QH15, Điều 2.
    """
    rules = occasion.by_regime.get(holding.regime)
    if rules is None:
        return ("outside_campaign",), ()
    parameters = rules.parameters
    cases = [case for case in parameters.exclusions if _applies(case, holding, occasion, parameters)]
    reasons = [case.reason for case in cases if case.stance is Stance.OUT]
    if "new_in_year" not in reasons and holding.started_on > occasion.vote_on and _is_new(holding):
        reasons.append("not_yet_started")
    questions = [case.reason for case in cases if case.stance is Stance.ASK and not reasons]
    return tuple(sorted(reasons, key=_ORDER.__getitem__)), tuple(sorted(questions, key=_ORDER.__getitem__))


def _applies(case: Exclusion, holding: Holding, occasion: Occasion, parameters: Parameters) -> bool:
    """Whether the holding is such a case; the number of venues is none of a single holding."""
    test = _CASES.get(case.reason)
    return test is not None and test(holding, occasion, parameters)


def _has_notice(holding: Holding, occasion: Occasion, _parameters: Parameters) -> bool:
    notice = holding.official.retirement_notice_on
    return notice is not None and notice <= occasion.vote_on


def _is_ill(holding: Holding, occasion: Occasion, parameters: Parameters) -> bool:
    since, case = holding.official.illness_from, parameters.exclusion("serious_illness")
    assert case is not None, "asked for a case of the rule set"
    assert case.months is not None, "the case of illness needs its months"
    return since is not None and full_months(since, occasion.vote_on) >= case.months


def _starts_in_year(holding: Holding, occasion: Occasion) -> bool:
    return holding.started_on.year == occasion.year


_CASES: dict[str, Callable[[Holding, Occasion, Parameters], bool]] = {
    "not_leadership": lambda holding, _occasion, _parameters: not holding.is_leadership,
    "out_of_scope": lambda holding, _occasion, parameters: holding.tier not in parameters.tiers,
    "unit_ended": lambda holding, occasion, parameters: parameters.has_ended(
        holding.tier, holding.unit_until, occasion.vote_on
    ),
    "enterprise": lambda holding, _occasion, _parameters: holding.unit_kind == "enterprise",
    "public_service": lambda holding, _occasion, _parameters: holding.unit_kind == "public_service",
    "retirement_notice": _has_notice,
    "new_in_year": lambda holding, occasion, _parameters: _starts_in_year(holding, occasion) and _is_new(holding),
    "reappointed_in_year": lambda holding, occasion, _parameters: (
        _starts_in_year(holding, occasion) and not _is_new(holding)
    ),
    "acting_post": lambda holding, _occasion, _parameters: holding.means == ACTING,
    "serious_illness": _is_ill,
}


def _is_new(holding: Holding) -> bool:
    """Somebody re-appointed already held the post."""
    return holding.means != REAPPOINTED


def venues(held: Sequence[Holding], occasion: Occasion, chosen: Sequence[int] = ()) -> dict[int, int | None]:
    """The place of each holding's unit among the official's venues, None for units beyond the greatest number.

    `held` are the holdings of one official that could be voted on. Units that somebody chose come first, the others by
    the rule set's priority, then in the order of the roster; all holdings at a venue are voted on there. Where the
    holdings fall under several rule sets, the least number holds. Quy định 96-QĐ/TW, Điều 1 khoản 3.
    """
    cap = venue_cap(held, occasion)
    units = list(dict.fromkeys(holding.unit_id for holding in venue_order(held, occasion, chosen)))[:cap]
    places = {unit: place for place, unit in enumerate(units, 1)}
    return {holding.id: places.get(holding.unit_id) for holding in held}


def venue_cap(held: Iterable[Holding], occasion: Occasion) -> int:
    """How many venues these holdings of one official allow: the least number of the rule sets they fall under."""
    return min(_rules(holding, occasion).venue_cap for holding in held)


def venue_order(held: Iterable[Holding], occasion: Occasion, chosen: Sequence[int] = ()) -> list[Holding]:
    """The holdings in the order in which their units become venues: chosen, by priority, by the roster."""

    def order(holding: Holding) -> tuple[int, int, int, int]:
        picked = chosen.index(holding.unit_id) if holding.unit_id in chosen else len(chosen)
        return picked, _priority(holding, occasion), holding.position, holding.id

    return sorted(held, key=order)


def priority_group(holding: Holding, occasion: Occasion) -> tuple[int, tuple[str, ...]] | None:
    """The place of the unit's kind in the priority of the rule set, 1 the first, and the kinds that share it; None for
    kinds that are not named."""
    groups = _rules(holding, occasion).venue_priority
    return next(((place, kinds) for place, kinds in enumerate(groups, 1) if holding.unit_kind in kinds), None)


def _rules(holding: Holding, occasion: Occasion) -> Parameters:
    return occasion.by_regime[holding.regime].parameters


def _priority(holding: Holding, occasion: Occasion) -> int:
    group = priority_group(holding, occasion)
    return group[0] if group else len(_rules(holding, occasion).venue_priority) + 1
