"""Stacked bars as data; components/bar.html draws them as SVG."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

PLACES = Decimal("0.001")


@dataclass(frozen=True)
class Segment:
    """A part of a bar. `x` and `width` are percentages of the bar, as SVG writes them."""

    css: str
    label: str
    number: int
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """`words` says the same for those who do not see it."""

    segments: tuple[Segment, ...]
    words: str


def stacked(parts: Iterable[tuple[str, str, int]], whole: int) -> tuple[Segment, ...]:
    """The parts (css, label, number) side by side, from the left; `whole` is the number that fills the bar."""
    segments, start = [], 0
    for css, label, number in parts:
        if number:
            segments.append(Segment(css, label, number, _part(start, whole), _part(number, whole)))
        start += number
    return tuple(segments)


def _part(number: int, whole: int) -> str:
    return f"{(Decimal(number * 100) / whole).quantize(PLACES)}%"
