"""The disclosure forecast: how likely it is that a published figure shows how everybody voted. Pure.

Where all of n voters mark a person alike, the figure tells each voter's mark (peers.md 4.4). The law demands the figure
all the same, so this is said before the voting, when units can still be put together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

# Where nobody knows better: nine of ten mark the first level. Published results of 2023 lie around it.
USUAL_FIRST = 0.9
# From this chance on somebody should think about it.
WORTH_A_WARNING = 0.05


@dataclass(frozen=True)
class Forecast:
    """For so many voters and people on the ballots; of `known` of the people there is an earlier result. `chance`: that
    at least one of them is marked alike by all."""

    voters: int
    people: int
    known: int
    chance: float

    @property
    def is_worth_a_warning(self) -> bool:
        return self.voters > 0 and self.chance >= WORTH_A_WARNING


def usual_shares(levels: Sequence[str]) -> dict[str, float]:
    """What is taken for a person of whom nothing is known."""
    first, *others = levels
    return {first: USUAL_FIRST, **{level: (1 - USUAL_FIRST) / len(others) for level in others}}


def earlier_shares(votes: Mapping[str, int], line_invalid: int) -> dict[str, float]:
    """The shares to expect from an earlier result: half a ballot is added to each level and to the invalid lines, so
    that a level nobody marked is not held to be impossible."""
    counts = {**votes, "": line_invalid}
    whole = sum(counts.values()) + len(counts) / 2
    return {level: (number + 0.5) / whole for level, number in counts.items()}


def chance_of_disclosure(voters: int, shares: Iterable[Mapping[str, float]]) -> float:
    """1 − Π(1 − Σ pⁿ) over the people: each of the voters marks a person at a level with the person's share p of it,
    without regard to the others and to other people. Exact under that assumption."""
    return 1.0 - prod(1.0 - sum(share**voters for share in person.values()) for person in shares)


def forecast(voters: int, known: Sequence[Mapping[str, float]], unknown: int, levels: Sequence[str]) -> Forecast:
    """`known`: the shares of the people with an earlier result; `unknown` have none."""
    people = len(known) + unknown
    chance = chance_of_disclosure(voters, [*known, *[usual_shares(levels)] * unknown]) if voters and people else 0.0
    return Forecast(voters, people, len(known), chance)
