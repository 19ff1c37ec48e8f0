"""The parameters of a rule set as frozen dataclasses, and their JSON. Pure.

Every number of the law stands in campaigns/rule_sets/*.json, with the place it comes from; code takes it from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Base(StrEnum):
    """What a percentage is a part of."""

    COLLECTED = "collected"
    ISSUED = "issued"
    VALID = "valid"
    TOTAL_MEMBERS = "total_members"
    PRESENT = "present"


class QuorumBase(StrEnum):
    """Of whom a quorum must be present."""

    SUMMONED = "summoned"
    TOTAL_MEMBERS = "total_members"


class Stance(StrEnum):
    """What a rule set does with a kind of case: leaves it out, keeps it in, or has people decide each one."""

    OUT = "out"
    IN = "in"
    ASK = "ask"


class Rounding(StrEnum):
    HALF_UP = "half_up"
    TRUNCATE = "truncate"


@dataclass(frozen=True)
class Level:
    """A box on the ballot. `counts_against` marks the level that the thresholds look at."""

    code: str
    label: str
    counts_against: bool = False


@dataclass(frozen=True)
class Threshold:
    """A band begins where the share of the level that counts against passes `fraction`: strictly above it, or from it
    on (`inclusive`). Compared with integers, never with rounded percentages."""

    code: str
    label: str
    fraction: Fraction
    inclusive: bool
    consequence: str
    citation: str


@dataclass(frozen=True)
class Motion:
    """The follow-up vote ("bỏ phiếu tín nhiệm"): its own levels and thresholds. `after`: codes of the thresholds whose
    consequence it may be; beyond another one the way is dismissal, without a further vote."""

    after: tuple[str, ...]
    levels: tuple[Level, ...]
    thresholds: tuple[Threshold, ...]
    citation: str

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Motion":
        return cls(tuple(data["after"]), _levels(data), _thresholds(data), data["citation"])


@dataclass(frozen=True)
class Exclusion:
    """A kind of case, and what this rule set does with it; a kind that is not listed stays in. `months`: least length,
    where one is needed. A case that is to be decided (`Stance.ASK`) is voted on until somebody decides otherwise."""

    reason: str
    citation: str
    months: int | None = None
    stance: Stance = Stance.OUT

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Exclusion":
        return cls(**{**data, "stance": Stance(data.get("stance", Stance.OUT))})


@dataclass(frozen=True)
class VoterRule:
    """Who qualifies as a voter for one group of titles, by holding a post (`source` "appointment") or a seat
    ("membership") at a place seen from the unit voted on: the unit itself ("unit"), the council of the same place
    ("council") or the units directly below ("subordinates"). Of posts, `leadership` None takes all and `highest_rank`
    those from the top down to that rank; of seats, `seats` names which."""

    code: str
    label: str
    source: str
    at: str
    leadership: bool | None = None
    highest_rank: int | None = None
    seats: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "VoterRule":
        rule = cls(**{**data, "seats": tuple(data.get("seats", ()))})
        if rule.source not in ("appointment", "membership") or rule.at not in ("unit", "council", "subordinates"):
            raise ValueError(f"voter_rules: {rule.code}")
        return rule


@dataclass(frozen=True)
class Parameters:
    """Everything in which one body of rules differs from another.

    `notes` explains a parameter by its name: what the text says, and where; `unconfirmed` names those that nobody has
    yet checked against the original. `mid_term_years`: one mid-term year, and the years from one to the next.
    `not_before`: by regime the first day of the year ("MM-DD") on which its titles are voted on. `tiers`: the tiers of
    units whose titles are in scope; `tiers_until`: the last day of those that were abolished. `venue_priority`: kinds
    of units, the first group is voted on first; kinds not named come last. `dossier_days`: days before the session, by
    step. `voter_rules`: by the group of titles on the ballot; `subjects_vote`: whether those voted on vote at their own
    session even where no rule makes them voters. `screen_casting`: whether ballots may be cast on screen;
    `smallest_group`: of how many voters at least a group's own figures are shown. `board_size`: the least and the
    greatest usual number of people on a counting board. `texts`: wordings of forms by name, several lines where a form
    has several.
    """

    regimes: tuple[str, ...]
    levels: tuple[Level, ...]
    base: Base
    decimals: int
    rounding: Rounding
    keep_trailing_zeros: bool
    quorum: Fraction
    quorum_base: QuorumBase
    thresholds: tuple[Threshold, ...]
    exclusions: tuple[Exclusion, ...]
    venue_cap: int
    venue_priority: tuple[tuple[str, ...], ...]
    tiers: tuple[str, ...]
    tiers_until: dict[str, date]
    mid_term_years: tuple[int, int]
    not_before: dict[str, str]
    ballot_validity: dict[str, bool]
    dossier_days: dict[str, int]
    voter_rules: dict[str, tuple[VoterRule, ...]]
    subjects_vote: bool
    screen_casting: bool
    smallest_group: int
    board_size: tuple[int, int]
    motion: Motion
    texts: dict[str, str]
    citations: dict[str, str]
    notes: dict[str, str]
    unconfirmed: frozenset[str]

    @property
    def level_codes(self) -> tuple[str, ...]:
        return tuple(level.code for level in self.levels)

    @property
    def against(self) -> Level:
        """The level that the thresholds look at."""
        return next(level for level in self.levels if level.counts_against)

    def exclusion(self, reason: str) -> Exclusion | None:
        """The exclusion with this reason code, or None where the rule set does not know it."""
        return next((exclusion for exclusion in self.exclusions if exclusion.reason == reason), None)

    def leads_to_motion(self, threshold: Threshold | None) -> bool:
        """Whether a result over this threshold may be followed by the second vote."""
        return threshold is not None and threshold.code in self.motion.after

    def for_motion(self) -> "Parameters":
        """The same rules with the levels and thresholds of the follow-up vote."""
        return replace(self, levels=self.motion.levels, thresholds=self.motion.thresholds)

    def first_day(self, regimes: Iterable[str], year: int) -> date | None:
        """The first day of the year on which titles of all these regimes may be voted on, where there is one."""
        days = [
            date.fromisoformat(f"{year}-{self.not_before[regime]}") for regime in regimes if regime in self.not_before
        ]
        return max(days, default=None)

    def has_ended(self, tier: str, valid_until: date | None, day: date) -> bool:
        """Whether a unit of the tier, which ends after `valid_until` if that is known, is no more on the day."""
        ends = [end for end in (valid_until, self.tiers_until.get(tier)) if end is not None]
        return bool(ends) and min(ends) < day

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Parameters":
        """Read and check; raises ValueError with the name of the parameter that is wrong."""
        try:
            parameters = cls(
                regimes=tuple(data["regimes"]),
                levels=_levels(data),
                base=Base(data["base"]),
                decimals=int(data["decimals"]),
                rounding=Rounding(data["rounding"]),
                keep_trailing_zeros=bool(data["keep_trailing_zeros"]),
                quorum=Fraction(data["quorum"]),
                quorum_base=QuorumBase(data["quorum_base"]),
                thresholds=_thresholds(data),
                exclusions=tuple(Exclusion.from_json(exclusion) for exclusion in data["exclusions"]),
                venue_cap=int(data["venue_cap"]),
                venue_priority=tuple(tuple(kinds) for kinds in data["venue_priority"]),
                tiers=tuple(data["tiers"]),
                tiers_until={tier: date.fromisoformat(day) for tier, day in data["tiers_until"].items()},
                mid_term_years=tuple(data["mid_term_years"]),
                not_before=dict(data["not_before"]),
                ballot_validity=dict(data["ballot_validity"]),
                dossier_days=dict(data["dossier_days"]),
                voter_rules={
                    group: tuple(VoterRule.from_json(rule) for rule in rules)
                    for group, rules in data["voter_rules"].items()
                },
                subjects_vote=bool(data["subjects_vote"]),
                screen_casting=bool(data["screen_casting"]),
                smallest_group=int(data["smallest_group"]),
                board_size=tuple(data["board_size"]),
                motion=Motion.from_json(data["motion"]),
                texts=dict(data["texts"]),
                citations=dict(data["citations"]),
                notes=dict(data["notes"]),
                unconfirmed=frozenset(data["unconfirmed"]),
            )
        except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            raise ValueError(f"Tham số của bộ quy định sai: {error}") from error
        parameters._check()
        return parameters

    def _check(self) -> None:
        for levels in (self.levels, self.motion.levels):
            if sum(level.counts_against for level in levels) != 1:
                raise ValueError("levels: đúng một mức phải là mức dùng để xét ngưỡng")
        if not 0 < self.quorum <= 1:
            raise ValueError("quorum: phải lớn hơn 0 và không quá 1")
        for thresholds in (self.thresholds, self.motion.thresholds):
            fractions = [threshold.fraction for threshold in thresholds]
            if fractions != sorted(set(fractions)):
                raise ValueError("thresholds: phải xếp từ thấp đến cao, không trùng nhau")
        try:
            self.first_day(self.not_before, 2000)
        except ValueError as error:
            raise ValueError("not_before: ghi tháng-ngày, ví dụ 07-01") from error
        if self.venue_cap < 1:
            raise ValueError("venue_cap: phải từ 1 trở lên")


def _levels(data: dict[str, Any]) -> tuple[Level, ...]:
    return tuple(Level(**level) for level in data["levels"])


def _thresholds(data: dict[str, Any]) -> tuple[Threshold, ...]:
    return tuple(
        Threshold(**{**threshold, "fraction": Fraction(threshold["fraction"])}) for threshold in data["thresholds"]
    )
