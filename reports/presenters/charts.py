"""Stacked bars as data; the template draws them as SVG."""

from dataclasses import dataclass
from decimal import Decimal

from ballots.rules.results import LineResult
from campaigns.rules.parameters import Parameters

PLACES = Decimal("0.001")
INVALID_CLASS, INVALID_LABEL = "level-invalid", "Không hợp lệ"


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


@dataclass(frozen=True)
class LegendEntry:
    css: str
    label: str


def level_classes(parameters: Parameters) -> dict[str, str]:
    """The look of each level: the first is the best, the one that counts against the worst."""
    first = parameters.levels[0].code
    return {
        level.code: "level-low" if level.counts_against else "level-high" if level.code == first else "level-normal"
        for level in parameters.levels
    }


def legend(parameters: Parameters) -> tuple[LegendEntry, ...]:
    classes = level_classes(parameters)
    levels = tuple(LegendEntry(classes[level.code], level.label) for level in parameters.levels)
    return (*levels, LegendEntry(INVALID_CLASS, INVALID_LABEL))


def bar(line: LineResult, parameters: Parameters) -> Bar:
    """The base is the whole bar; what is left empty gave no ballot at all (where the base counts people)."""
    classes = level_classes(parameters)
    parts = [(classes[level.code], level.label, line.votes[level.code]) for level in parameters.levels]
    invalid = min(line.invalid, line.base - sum(line.votes.values()))
    parts.append((INVALID_CLASS, INVALID_LABEL, max(invalid, 0)))
    segments, start = [], 0
    for css, label, number in parts:
        if number:
            segments.append(Segment(css, label, number, _part(start, line.base), _part(number, line.base)))
        start += number
    words = [
        f"{level.label}: {line.votes[level.code]} ({line.share_texts[level.code]} %)" for level in parameters.levels
    ]
    return Bar(tuple(segments), "; ".join([*words, f"{INVALID_LABEL}: {line.invalid}"]))


def _part(number: int, base: int) -> str:
    return f"{(Decimal(number * 100) / base).quantize(PLACES)}%"
