"""What the stored data of a ballot box tell about which slips were one ballot: the self-attack. Pure.

An attacker sees of a row its hidden columns, its place in the file, its id and how long it is. He tries each of them
in turn (peers.md 4.4 and 5.2): rows that one transaction wrote, contents that are alike, and neighbours in some order.
What he finds is set against what chance gives; where nobody knows the truth, a run of slips that holds every person
exactly once is taken for a ballot that he found, which can only overstate him.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from math import exp, inf, lgamma, log
from typing import Any, NamedTuple

# Of a sealed slip: its one-time public key, with which it begins.
SLIP_KEY_BYTES = 32
# By so much at most the number of neighbours that are alike changes where two slips change places.
NEIGHBOURS_OF_TWO = 4
# What is found is more than chance explains where chance gives as much at most once in so many boxes.
ONCE_IN = 10_000


class StoredRow(NamedTuple):
    """A row as the database's owner sees it; a tuple, since a box holds tens of thousands. `place`: page and line in
    the file (ctid); `transaction` and `command`: which wrote it (xmin, cmin)."""

    key: str
    place: tuple[int, int]
    transaction: int
    command: int


@dataclass(frozen=True)
class Finding:
    """One way of linking: `linked` of `ballots`; by chance `expected` at most, and as many as that with a probability
    of `chance` at most."""

    way: str
    linked: int
    ballots: int
    expected: float
    chance: float

    @property
    def is_beyond_chance(self) -> bool:
        return self.linked > 0 and self.chance * ONCE_IN <= 1

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


ORDERS: dict[str, Callable[[StoredRow], Any]] = {
    "place": lambda row: row.place,
    "write_order": lambda row: (row.transaction, row.command, row.place),
    "id": lambda row: row.key,
}


def by_transaction(slips: Sequence[StoredRow], ballots: int) -> Finding:
    """Groups of slips that one transaction wrote, where it was not one that wrote them all, as the closing does. A
    group of one ballot tells it whole. In a larger one whoever puts the slips together at random is right once, on
    average, however large it is."""
    return certain("transaction", min(ballots, len(_parts(slips, lambda row: row.transaction))), ballots)


def by_command(slips: Sequence[StoredRow], ballots: int) -> Finding:
    """The same by the command within a transaction."""
    return certain("command", min(ballots, len(_parts(slips, lambda row: (row.transaction, row.command)))), ballots)


def to_receipts(slips: Sequence[StoredRow], marks: Sequence[StoredRow], ballots: int) -> Finding:
    """Groups of slips that the same transaction wrote as codes that were used, or receipts: whoever knows who held the
    code or the telephone knows among which slips theirs are."""
    groups = _parts(slips, lambda row: row.transaction)
    return certain("receipts", min(ballots, len(groups & {mark.transaction for mark in marks})), ballots)


def by_content(sealed: Sequence[bytes], ballots: int) -> Finding:
    """Slips that are told apart by their length, and slips sealed with one key together, which begin alike."""
    lengths = len(set(map(len, sealed)))
    shared = sum(number > 1 for number in Counter(slip[:SLIP_KEY_BYTES] for slip in sealed).values())
    return certain("content", min(ballots, shared + (lengths if lengths > 1 else 0)), ballots)


def by_order(way: str, kinds: Sequence[Hashable], size: int) -> Finding:
    """Neighbours in the order of a way, of whose slips it is known what they are about (not how they are marked): runs
    without overlap that are whole ballots. Where the slips lie person by person, all is taken for found: the first of
    each may be one ballot, and so on. At the opening of the box only."""
    ballots = len(kinds) // size
    found, alike = whole_runs(kinds, size), chance_of_alike(kinds, ballots)
    finding = Finding(way, found, ballots, expected_runs(ballots, size), chance_of_runs(found, ballots, size))
    return replace(finding, linked=ballots, chance=alike) if alike * ONCE_IN <= 1 else finding


def certain(way: str, linked: int, ballots: int) -> Finding:
    """What a way finds that chance never does: what is linked is linked."""
    return Finding(way, linked, ballots, expected=0.0, chance=0.0 if linked else 1.0)


def whole_runs(kinds: Sequence[Hashable], size: int) -> int:
    """How many runs of `size` neighbours without overlap hold each of the `size` kinds once; taken from the front,
    which gives the most there can be."""
    found, start, last = 0, 0, dict[Hashable, int]()
    for index, kind in enumerate(kinds):
        if last.get(kind, -1) >= start:
            start = last[kind] + 1
        last[kind] = index
        if index - start + 1 == size:
            found, start = found + 1, index + 1
    return found


def expected_runs(ballots: int, size: int) -> float:
    """At most so many such runs are there on average when the slips lie in random order: the number of places where
    one may begin, times the probability that the slips there are a whole ballot."""
    if not ballots:
        return 0.0
    return min(float(ballots), (ballots * size - size + 1) * exp(_log_whole(ballots, size)))


def chance_of_runs(found: int, ballots: int, size: int) -> float:
    """The probability of `found` such runs or more in random order is at most this: the ways to place so many runs,
    times the probability that given places are all whole ballots, one after the other Π B^s / C(B·s, s)."""
    if not found:
        return 1.0
    slips = ballots * size
    ways = _log_choose(slips - found * (size - 1), found)
    return exp(min(0.0, ways + sum(_log_whole(ballots - taken, size) for taken in range(found))))


def chance_of_alike(kinds: Sequence[Hashable], ballots: int) -> float:
    """The probability of as many neighbours of one kind, or more, in random order is at most this: B - 1 are there on
    average, and how far chance leads from there is bounded by how little two slips that change places can alter
    (McDiarmid's inequality). An empty box tells nothing."""
    if not ballots:
        return 1.0
    beyond = sum(one == other for one, other in pairwise(kinds)) - (ballots - 1)
    return exp(-2 * beyond**2 / (len(kinds) * NEIGHBOURS_OF_TWO**2)) if beyond > 0 else 1.0


def possible_leftovers(places: Iterable[tuple[int, int]], pages: int) -> int:
    """Gaps between the lines in a table's file of so many pages: in each a deleted row may still be read from the disk.
    A file that was rewritten has none; a page without any row counts for as many as the fullest one has."""
    lines: dict[int, list[int]] = {}
    for page, line in places:
        lines.setdefault(page, []).append(line)
    fullest = max((len(found) for found in lines.values()), default=2)
    return sum(max(found) - len(found) for found in lines.values()) + (pages - len(lines)) * fullest


def _parts(slips: Sequence[StoredRow], key: Callable[[StoredRow], Hashable]) -> set[Hashable]:
    """The groups of two slips or more, where there is more than one group: the whole tells nothing apart."""
    sizes = Counter(map(key, slips))
    return {group for group, number in sizes.items() if number > 1} if len(sizes) > 1 else set()


def _log_whole(ballots: int, size: int) -> float:
    """That given `size` places hold each of `size` kinds once, with `ballots` slips of each kind in random order."""
    return size * log(ballots) - _log_choose(ballots * size, size) if ballots else -inf


def _log_choose(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)
