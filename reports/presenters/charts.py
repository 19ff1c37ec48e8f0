"""A person's result as a stacked bar."""

from dataclasses import dataclass

from ballots.rules.results import LineResult
from campaigns.rules.parameters import Parameters
from config.charts import Bar, stacked

INVALID_CLASS, INVALID_LABEL = "level-invalid", "Không hợp lệ"


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
    words = [
        f"{level.label}: {line.votes[level.code]} ({line.share_texts[level.code]} %)" for level in parameters.levels
    ]
    return Bar(stacked(parts, line.base), "; ".join([*words, f"{INVALID_LABEL}: {line.invalid}"]))
