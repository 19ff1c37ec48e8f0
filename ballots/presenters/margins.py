"""Who lies near a threshold, as pages show it: in ballot order, never by how near."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ballots.queries.counts import StyleCount
from ballots.rules.margins import USUAL, margins, sentence
from ballots.rules.results import LineResult
from campaigns.rules.parameters import Parameters

MOST = 50


class Judged(NamedTuple):
    """One person's result; `returned` ballots of their style came back."""

    name: str
    title: str
    line: LineResult
    returned: int


@dataclass(frozen=True)
class NearView:
    name: str
    title: str
    figure: str
    sentences: tuple[str, ...]


def judged(styles: Iterable[StyleCount]) -> list[Judged]:
    """Everybody on the ballots of a counted session."""
    return [
        Judged(person.subject.printed_name, person.subject.printed_title, person.result, style.figures.returned)
        for style in styles
        for person in style.people
    ]


def asked_within(text: str) -> int:
    """How near, as the address asks; what is no usable number is as near as usual."""
    return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) else USUAL


def near_views(people: Iterable[Judged], parameters: Parameters, within: int) -> list[NearView]:
    """Those within so many ballots of any threshold, on either side."""
    views = []
    for person in people:
        against = person.line.votes[parameters.against.code]
        found = list(margins(against, person.returned, person.line.base, parameters, within))
        if found:
            figure = f"{against}/{person.line.base}"
            sentences = tuple(sentence(one, parameters) for one in found)
            views.append(NearView(person.name, person.title, figure, sentences))
    return views
