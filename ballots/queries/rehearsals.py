"""The deck of a rehearsal, and what counting it came to."""

from dataclasses import dataclass

from ballots.queries.totals import layout_of
from ballots.queries.versions import standing_version
from ballots.rules.rehearsal import Expected, TrainingSheet, deck, expected
from ballots.rules.totals import Style, cell
from ballots.rules.validity import spoiling
from campaigns.models import COUNTED, VotingSession


@dataclass(frozen=True)
class StyleDeck:
    """The training ballots of one style and the figures that they have to give."""

    style: Style
    sheets: tuple[TrainingSheet, ...]
    expected: Expected


def decks_of(session: VotingSession) -> list[StyleDeck]:
    """A ballot of each style for everybody on the rehearsal's roll. Two queries."""
    layout = layout_of(session)
    flaws, levels = [flaw.code for flaw in spoiling(layout.parameters)], len(layout.parameters.levels)
    found = []
    for number, style in enumerate(layout.styles, 1):
        sheets = deck(session.voter_count, len(style.lines), levels, flaws, f"{session.code}/{number}")
        found.append(StyleDeck(style, sheets, expected(sheets, len(style.lines), levels)))
    return found


def expected_cells(decks: list[StyleDeck], levels: tuple[str, ...]) -> dict[str, int]:
    """The figures by the names of the cells of a sheet of totals."""
    cells: dict[str, int] = {}
    for found in decks:
        figures = found.expected
        numbers = (figures.returned, figures.returned, figures.valid, figures.wholly_invalid)
        names = ("issued", "returned", "valid", "wholly_invalid")
        cells |= {cell(found.style.place, name): number for name, number in zip(names, numbers, strict=True)}
        for line, votes in zip(found.style.lines, figures.votes, strict=True):
            cells |= {cell(line.place, level): number for level, number in zip(levels, votes, strict=True)}
    return cells


def counted_cells(session: VotingSession) -> dict[str, int] | None:
    """The same of what was counted; nothing before."""
    return standing_version(session).cells() if session.state in COUNTED else None
