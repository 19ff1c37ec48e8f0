"""The made-up ballots of a rehearsal, and what counting them has to give. Pure.

The deck follows from the rehearsal's code alone, so that it can be marked on paper today and looked up again tomorrow.
Nothing in it comes from anybody's real marks.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

UNMARKED, SEVERAL = "0", "9"
INVALID_SHARE, BAD_LINE_SHARE = 0.06, 0.04
LEAST_FOR_EVERY_KIND = 5  # ballots from which on there is an invalid one, and one bad line of each kind
LEANINGS = ((6, 3, 1), (4, 4, 2), (2, 3, 5))  # how much a person is given the first, a middle and the last level


@dataclass(frozen=True)
class TrainingSheet:
    """What to mark on one ballot: a character a line, as it is keyed; or the flaw that spoils it as a whole."""

    marks: str = ""
    flaw: str = ""


@dataclass(frozen=True)
class Expected:
    """What the deck has to give: whole ballots, and by line the votes by level (in their order) and the bad lines."""

    returned: int
    valid: int
    wholly_invalid: int
    votes: tuple[tuple[int, ...], ...]
    line_invalid: tuple[int, ...]


def deck(size: int, lines: int, levels: int, flaws: Sequence[str], seed: str) -> tuple[TrainingSheet, ...]:
    """`size` ballots over `lines` people; the same for the same seed. From LEAST_FOR_EVERY_KIND ballots on there is a
    ballot that is wholly invalid (where anything makes one so), an unmarked line and one with several marks."""
    chance = random.Random(seed)  # noqa: S311 - made up on purpose; only .random() is drawn, which never changes
    sheets = [_sheet(chance, lines, levels, flaws) for _ in range(size)]
    if size >= LEAST_FOR_EVERY_KIND:
        if flaws:
            sheets[-1] = TrainingSheet(flaw=flaws[_below(chance, len(flaws))])
        for place, mark in ((1, UNMARKED), (3, SEVERAL)):
            sheets[place] = TrainingSheet(_with_one(sheets[place].marks or "1" * lines, mark, _below(chance, lines)))
    return tuple(sheets)


def expected(sheets: Sequence[TrainingSheet], lines: int, levels: int) -> Expected:
    """The figures that counting these ballots gives."""
    valid = [sheet for sheet in sheets if not sheet.flaw]
    votes = tuple(
        tuple(sum(sheet.marks[line] == str(level) for sheet in valid) for level in range(1, levels + 1))
        for line in range(lines)
    )
    return Expected(
        returned=len(sheets),
        valid=len(valid),
        wholly_invalid=len(sheets) - len(valid),
        votes=votes,
        line_invalid=tuple(len(valid) - sum(found) for found in votes),
    )


def _sheet(chance: random.Random, lines: int, levels: int, flaws: Sequence[str]) -> TrainingSheet:
    if flaws and chance.random() < INVALID_SHARE:
        return TrainingSheet(flaw=flaws[_below(chance, len(flaws))])
    return TrainingSheet("".join(_mark(chance, line, levels) for line in range(lines)))


def _mark(chance: random.Random, line: int, levels: int) -> str:
    if chance.random() < BAD_LINE_SHARE:
        return UNMARKED if chance.random() < 1 / 2 else SEVERAL
    first, middle, last = LEANINGS[line % len(LEANINGS)]
    weights = [first, *[middle] * (levels - 2), last]
    left = chance.random() * sum(weights)
    for level, weight in enumerate(weights, 1):
        left -= weight
        if left < 0:
            return str(level)
    return str(levels)


def _with_one(marks: str, mark: str, place: int) -> str:
    return marks[:place] + mark + marks[place + 1 :]


def _below(chance: random.Random, limit: int) -> int:
    return int(chance.random() * limit)
