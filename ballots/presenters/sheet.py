"""The sheet of totals as the typist's page shows it: cells, sums, errors beside them, questions to answer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from ballots.models import TotalsKeying
from ballots.rules.codes import typist_text
from ballots.rules.totals import FIGURES, SESSION, Layout, Line, Problem, Style, cell, whole_number

FIGURE_LABELS = dict(zip(FIGURES, ("Phát ra", "Thu về", "Hợp lệ", "Không hợp lệ"), strict=True))
EXPLAIN = "giai-trinh:"


@dataclass(frozen=True)
class CellView:
    """`is_open`: can be typed in; `is_back`: came back because the two entries differ."""

    name: str
    id: str
    figure: str
    label: str
    full_label: str
    value: str
    is_open: bool
    is_back: bool
    is_wrong: bool


@dataclass(frozen=True)
class Note:
    """A sentence about a place. A question has a `field` for the explanation."""

    id: str
    code: str
    text: str
    field: str = ""
    value: str = ""
    cell_id: str = ""


@dataclass(frozen=True)
class LineView:
    number: int
    name: str
    title: str
    cells: tuple[CellView, ...]
    sum: str
    invalid: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class StyleView:
    place: str
    name: str
    figures: tuple[CellView, ...]
    lines: tuple[LineView, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class SheetView:
    """`notes` are about the whole session; `all_notes` is everything that holds the entry back, for the summary."""

    styles: tuple[StyleView, ...]
    notes: tuple[Note, ...]
    all_notes: tuple[Note, ...]
    level_labels: tuple[str, ...]
    back: int


def html_id(name: str) -> str:
    return name.replace(":", "-").replace(".", "-")


def sheet_view(layout: Layout, keying: TotalsKeying, problems: Sequence[Problem] = ()) -> SheetView:
    """The page's sheet: what was typed, and `problems` where they belong."""
    notes = {problem.key + str(problem.cells): _note(problem, keying.explanations) for problem in problems}

    def notes_at(place: str) -> tuple[Note, ...]:
        return tuple(notes[problem.key + str(problem.cells)] for problem in problems if problem.place == place)

    wrong = {name for problem in problems if problem.blocks for name in problem.cells}
    cell_view = _cells(keying, wrong, layout.kept)
    return SheetView(
        styles=tuple(_style(layout, style, cell_view, notes_at, keying.cells) for style in layout.styles),
        notes=notes_at(SESSION),
        all_notes=tuple(notes.values()),
        level_labels=tuple(level.label for level in layout.parameters.levels),
        back=len(keying.returned),
    )


MakeCell = Callable[[str, str, str, str], CellView]


def _cells(keying: TotalsKeying, wrong: Collection[str], kept: Collection[str]) -> MakeCell:
    def view(place: str, figure: str, label: str, of: str) -> CellView:
        name = cell(place, figure)
        is_back = name in keying.returned
        return CellView(
            name=name,
            id=html_id(name),
            figure=figure,
            label=label,
            full_label=f"{label}, {of}",
            value=str(keying.cells.get(name, "")),
            is_open=is_back or (not keying.returned and name not in kept),
            is_back=is_back,
            is_wrong=name in wrong,
        )

    return view


def _style(
    layout: Layout,
    style: Style,
    cell_view: MakeCell,
    notes_at: Callable[[str], tuple[Note, ...]],
    typed: Mapping[str, object],
) -> StyleView:
    valid = whole_number(str(typed.get(cell(style.place, "valid"), "")))

    def line_view(number: int, line: Line) -> LineView:
        cells = tuple(cell_view(line.place, level.code, level.label, line.name) for level in layout.parameters.levels)
        marks = [whole_number(view.value) for view in cells]
        known = [mark for mark in marks if mark is not None]
        is_whole = len(known) == len(marks)
        return LineView(
            number=number,
            name=line.name,
            title=line.title,
            cells=cells,
            sum=str(sum(known)) if is_whole else "",
            invalid=str(valid - sum(known)) if is_whole and valid is not None else "",
            notes=notes_at(line.place),
        )

    return StyleView(
        place=html_id(style.place),
        name=style.name,
        figures=tuple(cell_view(style.place, figure, label, style.name) for figure, label in FIGURE_LABELS.items()),
        lines=tuple(line_view(number, line) for number, line in enumerate(style.lines, 1)),
        notes=notes_at(style.place),
    )


def _note(problem: Problem, explanations: Mapping[str, str]) -> Note:
    key = problem.key if not problem.blocks else f"{problem.key}:{problem.cells[0] if problem.cells else ''}"
    return Note(
        id=html_id(f"note:{key}"),
        code=problem.code,
        text=typist_text(problem),
        field="" if problem.blocks else f"{EXPLAIN}{problem.key}",
        value=explanations.get(problem.key, ""),
        cell_id=html_id(problem.cells[0]) if problem.cells else "",
    )
