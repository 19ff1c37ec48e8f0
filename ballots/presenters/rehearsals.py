"""The page of rehearsals: of a session those that it has, of a rehearsal its deck and what it has to come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ballots.presenters.sheet import FIGURE_LABELS
from ballots.queries.rehearsals import StyleDeck, counted_cells, decks_of, expected_cells
from ballots.rules.rehearsal import TrainingSheet
from ballots.rules.totals import cell
from ballots.rules.validity import FLAWS
from campaigns.models import OVER, VotingSession
from campaigns.rules.parameters import Level, Parameters
from config.accounts.permissions import Permission

LONG_DECK = 5000  # marks, whose paper is set in a job and not while the reader waits


@dataclass(frozen=True)
class Figure:
    """A figure that the deck has to give, and what was counted, None before."""

    label: str
    expected: int
    counted: int | None

    @property
    def differs(self) -> bool:
        return self.counted is not None and self.counted != self.expected


@dataclass(frozen=True)
class Line:
    number: int
    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class SheetView:
    """What to mark on one ballot: a mark for each line, or why it is to be spoilt as a whole."""

    number: int
    marks: tuple[str, ...]
    flaw: str


@dataclass(frozen=True)
class DeckView:
    name: str
    sheets: tuple[SheetView, ...]
    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]


def rehearsals_page(session: VotingSession, user: Any) -> dict[str, Any]:
    """Everything on the page."""
    may_run = user.has_perm(Permission.RUN_SESSIONS, session.unit)
    if not session.is_rehearsal:
        rehearsals = session.followers.filter(is_rehearsal=True).order_by("-pk")
        return {"rehearsals": rehearsals, "may_create": may_run and session.campaign.state not in OVER}
    decks, levels = decks_of(session), session.rules.levels
    counted = counted_cells(session)
    views = [_deck(found, counted, session.rules) for found in decks]
    wanted = expected_cells(decks, session.rules.level_codes)
    return {
        "decks": views,
        "levels": [(str(number), level.label) for number, level in enumerate(levels, 1)],
        "is_compared": counted is not None,
        "differing": sum(counted.get(name) != number for name, number in wanted.items()) if counted else 0,
        "is_long": sum(len(deck.sheets) * len(deck.style.lines) for deck in decks) > LONG_DECK,
        "may_delete": may_run,
    }


def _deck(found: StyleDeck, counted: Mapping[str, int] | None, parameters: Parameters) -> DeckView:
    wanted = expected_cells([found], parameters.level_codes)

    def figure(name: str, label: str) -> Figure:
        return Figure(label, wanted[name], None if counted is None else counted.get(name, 0))

    def of_person(place: str, level: Level) -> Figure:
        return figure(cell(place, level.code), level.label)

    return DeckView(
        name=found.style.name,
        sheets=tuple(_sheet(number, sheet) for number, sheet in enumerate(found.sheets, 1)),
        figures=tuple(figure(cell(found.style.place, name), label) for name, label in FIGURE_LABELS.items()),
        lines=tuple(
            Line(number, line.name, tuple(of_person(line.place, level) for level in parameters.levels))
            for number, line in enumerate(found.style.lines, 1)
        ),
    )


def _sheet(number: int, sheet: TrainingSheet) -> SheetView:
    return SheetView(number, tuple(sheet.marks), FLAWS[sheet.flaw].label if sheet.flaw else "")
