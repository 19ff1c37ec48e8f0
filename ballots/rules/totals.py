"""The cells of a session's totals and what they must satisfy. Pure.

A cell is named "style:12:issued" or "subject:34:high" and holds a whole number. Codes beginning with "F." block, codes
beginning with "W." ask for an explanation; ballots.rules.codes words them. What is missing is reported once: a law is
checked when every cell it needs can be read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ballots.rules.results import BASE_WORDS, Figures, band_of, base_of, share_text
from campaigns.rules.parameters import Base, Parameters
from campaigns.rules.quorum import BASE_WORDS as QUORUM_WORDS
from campaigns.rules.quorum import is_quorate, quorum_whole

FIGURES = ("issued", "returned", "valid", "wholly_invalid")
SESSION = "session"
LARGEST = 9_999_999
MANY_INVALID = Fraction(1, 10)
ENOUGH_TO_WONDER = 10
_PLAIN = re.compile(r"\d{1,9}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}([. ]\d{3})+", re.ASCII)


@dataclass(frozen=True)
class Line:
    """One person on a ballot."""

    key: int
    name: str
    title: str = ""

    @property
    def place(self) -> str:
        return f"subject:{self.key}"


@dataclass(frozen=True)
class Style:
    """One kind of ballot with its people in order."""

    key: int
    name: str
    lines: tuple[Line, ...]

    @property
    def place(self) -> str:
        return f"style:{self.key}"


@dataclass(frozen=True)
class Layout:
    """Everything that is keyed for a session, and what is known of it beforehand. `kept` are the numbers of cells that
    stay from an earlier count, where one person's column is counted again; `answers` explained them."""

    styles: tuple[Style, ...]
    parameters: Parameters
    total_members: int | None = None
    summoned: int | None = None
    present: int | None = None
    kept: dict[str, int] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Something wrong or odd. `cells` are those to look at, `place` is what it is about, `numbers` go in the text."""

    code: str
    cells: tuple[str, ...]
    place: str
    numbers: dict[str, int | str] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        return self.code.startswith("F.")

    @property
    def key(self) -> str:
        """Under which its explanation is kept."""
        return f"{self.code}:{self.place}"


def people_keyed(layout: Layout) -> list[str]:
    """The names of those whose numbers are keyed: everybody, or who is counted again."""
    names = layout.parameters.level_codes
    lines = [line for style in layout.styles for line in style.lines]
    return [line.name for line in lines if any(cell(line.place, level) not in layout.kept for level in names)]


def is_open(problem: Problem, layout: Layout, explanations: Mapping[str, str]) -> bool:
    """Whether it holds an entry back: what is wrong, and what is odd and not explained. What is odd only in numbers
    that stay from an earlier count was looked at then."""
    if problem.blocks:
        return True
    is_kept = bool(problem.cells) and all(name in layout.kept for name in problem.cells)
    return not is_kept and not explanations.get(problem.key)


def cell(place: str, figure: str) -> str:
    return f"{place}:{figure}"


def required_cells(layout: Layout) -> tuple[str, ...]:
    """The names of all cells, in the order in which they are keyed."""
    names = []
    for style in layout.styles:
        names += [cell(style.place, figure) for figure in FIGURES]
        names += [cell(line.place, level) for line in style.lines for level in layout.parameters.level_codes]
    return tuple(names)


def whole_number(text: str) -> int | None:
    """ "1.234" → 1234; None for whatever is not a whole number from 0 on."""
    text = " ".join(text.split())
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return None
    number = int(text.replace(".", "").replace(" ", ""))
    return number if number <= LARGEST else None


def read_cells(layout: Layout, typed: Mapping[str, object]) -> tuple[dict[str, int], list[Problem]]:
    """The numbers that can be read, and a problem for each cell that is empty (F.101) or no number (F.102)."""
    numbers: dict[str, int] = {}
    problems = []
    for name in required_cells(layout):
        text = str(typed.get(name, "")).strip()
        number = whole_number(text)
        if number is not None:
            numbers[name] = number
        else:
            problems.append(Problem("F.102" if text else "F.101", (name,), name.rpartition(":")[0], {"text": text}))
    return numbers, problems


def check(layout: Layout, typed: Mapping[str, object]) -> tuple[dict[str, int], list[Problem]]:
    """The numbers and everything that is wrong or odd about them, in the order of the page."""
    numbers, problems = read_cells(layout, typed)
    problems += _people(layout)
    for style in layout.styles:
        own = {figure: numbers.get(cell(style.place, figure)) for figure in FIGURES}
        problems += _style_problems(layout, style, own)
        for line in style.lines:
            votes = {level: numbers.get(cell(line.place, level)) for level in layout.parameters.level_codes}
            problems += _line_problems(layout, line, own, votes)
    return numbers, problems


def figures_of(layout: Layout, style: Style, numbers: Mapping[str, int]) -> Figures:
    """The header figures of a style whose cells are all there."""
    own = {figure: numbers[cell(style.place, figure)] for figure in FIGURES}
    return Figures(layout.total_members, layout.summoned, layout.present, **own)


def line_invalid_of(layout: Layout, style: Style, line: Line, numbers: Mapping[str, int]) -> int:
    """Valid ballots that gave this person no level: no box marked, or several."""
    marked = sum(numbers[cell(line.place, level)] for level in layout.parameters.level_codes)
    return numbers[cell(style.place, "valid")] - marked


def _people(layout: Layout) -> Iterator[Problem]:
    """Who was there: laws of the session itself."""
    present, summoned = layout.present, layout.summoned
    if present is not None and summoned is not None and present > summoned:
        yield Problem("F.204", (), SESSION, {"present": present, "summoned": summoned})
    rules = layout.parameters
    whole, quorum = quorum_whole(summoned, layout.total_members, rules), str(rules.quorum)
    words = QUORUM_WORDS[rules.quorum_base]
    quorate = is_quorate(present, summoned, layout.total_members, rules)
    if quorate is None:
        yield Problem("W.203", (), SESSION, {"quorum": quorum, "of": words})
    elif not quorate and present is not None and whole is not None:
        yield Problem("F.205", (), SESSION, {"present": present, "whole": whole, "quorum": quorum, "of": words})
    if layout.parameters.base is Base.TOTAL_MEMBERS and not layout.total_members:
        yield Problem("F.206", (), SESSION, {"base": BASE_WORDS[Base.TOTAL_MEMBERS]})
    if layout.parameters.base is Base.PRESENT and not present:
        yield Problem("F.206", (), SESSION, {"base": BASE_WORDS[Base.PRESENT]})


def _style_problems(layout: Layout, style: Style, own: Mapping[str, int | None]) -> Iterator[Problem]:
    """The header figures of one style among themselves."""
    issued, returned, valid, invalid = (own[figure] for figure in FIGURES)
    numbers: dict[str, int | str] = {"name": style.name}
    numbers |= {figure: number for figure, number in own.items() if number is not None}

    def problem(code: str, *figures: str) -> Problem:
        return Problem(code, tuple(cell(style.place, figure) for figure in figures), style.place, numbers)

    if issued is not None and layout.present is not None and issued > layout.present:
        numbers["present"] = layout.present
        yield problem("F.203", "issued")
    if issued is not None and returned is not None and returned > issued:
        yield problem("F.201", "issued", "returned")
    if issued is not None and returned is not None and returned < issued:
        numbers["lacking"] = issued - returned
        yield problem("W.201", "issued", "returned")
    if returned is not None and valid is not None and invalid is not None:
        if returned != valid + invalid:
            yield problem("F.202", "returned", "valid", "wholly_invalid")
        elif invalid > returned * MANY_INVALID:
            yield problem("W.202", "wholly_invalid")
    yield from _empty_base(layout, style, own)


def _empty_base(layout: Layout, style: Style, own: Mapping[str, int | None]) -> Iterator[Problem]:
    figure = {Base.COLLECTED: "returned", Base.ISSUED: "issued", Base.VALID: "valid"}.get(layout.parameters.base)
    if figure is not None and own[figure] == 0:
        words = BASE_WORDS[layout.parameters.base]
        yield Problem("F.207", (cell(style.place, figure),), style.place, {"name": style.name, "base": words})


def _line_problems(
    layout: Layout, line: Line, own: Mapping[str, int | None], votes: Mapping[str, int | None]
) -> Iterator[Problem]:
    """One person's numbers against the valid ballots of the style."""
    marks = {level: number for level, number in votes.items() if number is not None}
    valid = own["valid"]
    if valid is None or len(marks) < len(votes):
        return
    marked = sum(marks.values())
    numbers: dict[str, int | str] = {"name": line.name, "sum": marked, "valid": valid, "lacking": valid - marked}
    every = tuple(cell(line.place, level) for level in votes)
    if marked > valid:
        yield Problem("F.301", every, line.place, numbers)
        return
    if marked < valid:
        yield Problem("W.301", every, line.place, numbers)
    yield from _unanimous(layout, line, marks, valid)
    header = {figure: number for figure, number in own.items() if number is not None}
    if len(header) == len(FIGURES):
        figures = Figures(layout.total_members, layout.summoned, layout.present, **header)
        yield from _over_threshold(layout.parameters, line, marks, figures)


def _unanimous(layout: Layout, line: Line, marks: Mapping[str, int], valid: int) -> Iterator[Problem]:
    """All ballots on one level: usual for the best one, otherwise often a number in the wrong column."""
    best, *others = layout.parameters.levels
    for level in others:
        if valid >= ENOUGH_TO_WONDER and marks[level.code] == valid:
            numbers: dict[str, int | str] = {"name": line.name, "valid": valid, "level": level.label.lower()}
            yield Problem("W.302", (cell(line.place, level.code), cell(line.place, best.code)), line.place, numbers)


def _over_threshold(
    parameters: Parameters, line: Line, marks: Mapping[str, int], figures: Figures
) -> Iterator[Problem]:
    against = parameters.against
    try:
        base = base_of(figures, parameters)
    except ValueError:
        return  # reported as F.206 or F.207
    band = band_of(marks[against.code], base, parameters)
    if band is not None:
        numbers: dict[str, int | str] = {
            "name": line.name,
            "votes": marks[against.code],
            "base": base,
            "words": BASE_WORDS[parameters.base],
            "share": share_text(marks[against.code], base, parameters),
            "level": against.label.lower(),
            "band": band.label,
        }
        yield Problem("W.303", (cell(line.place, against.code),), line.place, numbers)
