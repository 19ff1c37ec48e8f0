"""Ballots keyed one by one: what a keyed sheet may hold, where two keyings differ, and what they add up to. Pure.

A cell is (sheet's position, line's position), both from 1 on; line 0 stands for the sheet as a whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ballots.rules.totals import Layout, Style, cell
from ballots.rules.validity import spoils
from campaigns.rules.parameters import Parameters

UNMARKED, SEVERAL, OPEN = "0", "9", "."
LEAST_SHEETS = 5
WHOLE = 0
ROUNDS = 2

Cell = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """One ballot: a mark for each line (a level's place from 1 on, UNMARKED, SEVERAL; OPEN while it is to be keyed), or
    the reason for which it is wholly invalid."""

    marks: str = ""
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.reason) or (bool(self.marks) and OPEN not in self.marks)


@dataclass(frozen=True)
class Sums:
    """What sheets add up to. `lines` has for each line the number of ballots by level, "unmarked" and "several"."""

    valid: int
    wholly_invalid: int
    reasons: dict[str, int] = field(default_factory=dict)
    lines: tuple[dict[str, int], ...] = ()


def mark_names(parameters: Parameters) -> dict[str, str]:
    """The name of each mark: the code of a level, "unmarked" or "several"."""
    levels = {str(place): code for place, code in enumerate(parameters.level_codes, 1)}
    return levels | {UNMARKED: "unmarked", SEVERAL: "several"}


def fault_of(sheet: Sheet, lines: int, parameters: Parameters) -> str:
    """What is wrong with a sheet as it was keyed, as a sentence; empty when it can be kept."""
    if sheet.reason:
        if sheet.marks:
            return "Phiếu không hợp lệ toàn phiếu thì không nhập từng dòng."
        if not spoils(sheet.reason, parameters):
            return "Theo quy định áp dụng, lý do này không làm phiếu không hợp lệ. Nhập từng dòng như phiếu khác."
        return ""
    if len(sheet.marks) != lines or not set(sheet.marks) <= set(mark_names(parameters)):
        return f"Phiếu có {lines} dòng; nhập mỗi dòng một phím."
    return ""


def compare(first: Mapping[int, Sheet], second: Mapping[int, Sheet]) -> tuple[Cell, ...]:
    """The cells in which two keyings of a bundle differ, in order. A sheet that only one has, or that is wholly invalid
    for one of them, differs as a whole."""
    cells: list[Cell] = []
    for position in sorted({*first, *second}):
        one, other = first.get(position), second.get(position)
        if one == other:
            continue
        if one is None or other is None or one.reason or other.reason or len(one.marks) != len(other.marks):
            cells.append((position, WHOLE))
        else:
            pairs = zip(one.marks, other.marks, strict=True)
            cells += [(position, line) for line, (mine, yours) in enumerate(pairs, 1) if mine != yours]
    return tuple(cells)


def opened_lines(cells: Iterable[Sequence[int]]) -> dict[int, set[int]]:
    """The lines to be keyed again of each ballot that came back, by its position."""
    opened: dict[int, set[int]] = {}
    for position, line in cells:
        opened.setdefault(position, set()).add(line)
    return opened


def emptied(sheet: Sheet, open_lines: Collection[int], lines: int) -> Sheet:
    """The sheet with these lines to be keyed again; WHOLE opens all of them."""
    if WHOLE in open_lines:
        return Sheet(OPEN * lines)
    return Sheet("".join(OPEN if line in open_lines else mark for line, mark in enumerate(sheet.marks, 1)))


def filled(kept: Sheet, typed: Sheet, open_lines: Collection[int]) -> Sheet:
    """A sheet that came back, with what was typed at its open lines; whatever else was sent stays out."""
    if WHOLE in open_lines:
        return typed
    marks = typed.marks.ljust(len(kept.marks), OPEN)
    return Sheet("".join(marks[line - 1] if line in open_lines else mark for line, mark in enumerate(kept.marks, 1)))


def decided(kept: Sheet, typed: Sheet, open_lines: Collection[int]) -> Sheet:
    """What the third person found on the paper: the whole ballot invalid, though only some of its lines came back, or
    those lines as typed."""
    return typed if typed.reason else filled(kept, typed, open_lines)


def sums_of(sheets: Iterable[Sheet], lines: int, parameters: Parameters) -> Sums:
    """The sheets added up. For each line Σ levels + unmarked + several is the number of valid ballots."""
    names = mark_names(parameters)
    counts = [dict.fromkeys(names.values(), 0) for _ in range(lines)]
    reasons: dict[str, int] = {}
    valid = 0
    for sheet in sheets:
        if sheet.reason:
            reasons[sheet.reason] = reasons.get(sheet.reason, 0) + 1
            continue
        valid += 1
        for count, mark in zip(counts, sheet.marks, strict=True):
            count[names[mark]] += 1
    return Sums(valid, sum(reasons.values()), reasons, tuple(counts))


def added(parts: Sequence[Sums], lines: int, parameters: Parameters) -> Sums:
    """The sums of several bundles of one style as one."""
    whole = sums_of((), lines, parameters)
    reasons: dict[str, int] = {}
    for part in parts:
        for reason, number in part.reasons.items():
            reasons[reason] = reasons.get(reason, 0) + number
        for count, more in zip(whole.lines, part.lines, strict=True):
            for name in count:
                count[name] += more.get(name, 0)
    return Sums(sum(part.valid for part in parts), sum(part.wholly_invalid for part in parts), reasons, whole.lines)


def cells_of(
    layout: Layout, sums: Mapping[int, Sums], blanks: Mapping[int, tuple[int | None, int | None]]
) -> dict[str, object]:
    """The sums as the cells of a hand count, so that the same laws are checked. By style: its sums, and how many blanks
    were issued and returned, None (an empty cell) where that is not known."""
    cells: dict[str, object] = {}
    for style in layout.styles:
        own, (issued, returned) = sums[style.key], blanks[style.key]
        cells[cell(style.place, "issued")] = "" if issued is None else issued
        cells[cell(style.place, "returned")] = "" if returned is None else returned
        cells[cell(style.place, "valid")] = own.valid
        cells[cell(style.place, "wholly_invalid")] = own.wholly_invalid
        for line, count in zip(style.lines, own.lines, strict=True):
            cells |= {cell(line.place, code): count[code] for code in layout.parameters.level_codes}
    return cells


def line_explanations(style: Style, sums: Sums) -> dict[str, str]:
    """What explains a line whose levels do not add up to the valid ballots (W.301): here every such ballot is known."""
    return {
        f"W.301:{line.place}": f"{count['unmarked']} phiếu không đánh dấu, {count['several']} phiếu đánh nhiều ô."
        for line, count in zip(style.lines, sums.lines, strict=True)
        if count["unmarked"] or count["several"]
    }
