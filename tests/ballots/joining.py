"""What an attacker takes for a ballot, and, where the truth is known, how often he is right. In a real session nobody
knows it: ballots.rules.linking does without."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from ballots.rules.linking import StoredRow


def rightly_joined(runs: Iterable[Sequence[str]], ballot_of: Mapping[str, Hashable], size: int) -> int:
    """How many of the runs are exactly one ballot."""
    return sum(len(run) == size and len({ballot_of[key] for key in run}) == 1 for run in runs)


def groups_by_transaction(slips: Iterable[StoredRow]) -> list[list[str]]:
    """What he takes for ballots by the hidden column."""
    groups: dict[int, list[str]] = {}
    for row in slips:
        groups.setdefault(row.transaction, []).append(row.key)
    return list(groups.values())


def blocks_in_order(slips: Iterable[StoredRow], order: Callable[[StoredRow], Any], size: int) -> list[list[str]]:
    """What he takes for ballots in this order: one block of `size` slips after the other."""
    keys = [row.key for row in sorted(slips, key=order)]
    return [keys[start : start + size] for start in range(0, len(keys), size)]
