"""Two entries of the same totals: where they differ, and how far the pair is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

PASSES = 2


class PairState(StrEnum):
    NOBODY = "nobody"
    KEYING = "keying"
    WAITING = "waiting"
    DIFFERENT = "different"
    AGREED = "agreed"


PAIR_LABELS = {
    PairState.NOBODY: "Chưa ai nhập",
    PairState.KEYING: "Đang nhập",
    PairState.WAITING: "Đã nộp một lần, chờ lần kia",
    PairState.DIFFERENT: "Hai lần nhập khác nhau, đang nhập lại",
    PairState.AGREED: "Hai lần nhập khớp nhau",
}


PAIR_STEPS: dict[str, tuple[str, ...]] = {
    PairState.NOBODY: (PairState.KEYING,),
    PairState.KEYING: (PairState.WAITING,),
    PairState.WAITING: (PairState.DIFFERENT, PairState.AGREED),
    PairState.DIFFERENT: (PairState.AGREED,),
    PairState.AGREED: (),
}


@dataclass(frozen=True)
class Entry:
    """One person's entry: handed in or not, and the cells that came back to it."""

    is_submitted: bool
    returned: tuple[str, ...] = ()


def compare(first: Mapping[str, int], second: Mapping[str, int]) -> tuple[str, ...]:
    """The cells in which two entries differ, in the order of the first."""
    names = [*first, *(name for name in second if name not in first)]
    return tuple(name for name in names if first.get(name) != second.get(name))


def pair_state(entries: Sequence[Entry]) -> PairState:
    """How far the pair is. Entries that were handed in and differ do not stay so: their cells come back at once."""
    submitted = sum(entry.is_submitted for entry in entries)
    if submitted == PASSES:
        return PairState.AGREED
    if any(entry.returned for entry in entries):
        return PairState.DIFFERENT
    if submitted:
        return PairState.WAITING
    return PairState.KEYING if entries else PairState.NOBODY
