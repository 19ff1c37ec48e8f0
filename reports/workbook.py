"""The workbook of results: real numbers, a head that stays, ready to print, safe to open."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from campaigns.rules.parameters import Parameters
from config.errors import Refused
from reports.files import whole
from reports.presenters.wording import heading_lower
from reports.queries.results import PersonResult, SessionResult, StyleResult

POLLS, MOTIONS = "Kết quả", "Bỏ phiếu tín nhiệm"
BEFORE_LEVELS = {"Mã hội nghị": 14, "Khối": 16, "Họ và tên": 26, "Chức danh, chức vụ": 42}
AFTER_LEVELS = {"Không hợp lệ": 10, "Thu về": 9, "Mẫu số": 9, "Mức": 30, "Căn cứ": 44}
VOTES_WIDTH, SHARE_WIDTH = 10, 13
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_HEAD = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LINE = Border(bottom=Side(style="thin", color="FF8F857B"))
_GROUND = PatternFill("solid", fgColor="FFF5F1EC")

Value = str | int | Decimal | None


@dataclass(frozen=True)
class ResultSheet:
    """The results of one kind of vote. `levels` are labels; levels of different rule sets that are called the same
    share a column."""

    name: str
    results: Iterable[SessionResult]
    levels: Sequence[str]


def write_results(sheets: Iterable[ResultSheet], target: Path) -> int:
    """Write the results to `target`, a sheet for each kind of vote, and return the number of lines. The file appears
    whole or not at all."""
    book = Workbook(write_only=True)
    try:
        lines = sum(_fill(book.create_sheet(sheet.name), sheet.results, sheet.levels) for sheet in sheets)
    except BaseException:
        book.save(BytesIO())  # ends the sheets' streams and removes their temporary files
        raise
    with whole(target) as partial:
        book.save(partial)
    return lines


def _fill(sheet: WriteOnlyWorksheet, results: Iterable[SessionResult], levels: Sequence[str]) -> int:
    headings = _headings(levels)
    _set_up(sheet, list(headings.values()))
    sheet.append([_heading(sheet, text) for text in headings])
    lines = 0
    for result in results:
        if result.problem:
            raise Refused(f"Hội nghị {result.code}: {result.problem}")
        for row in _rows(sheet, result, levels):
            sheet.append(row)
            lines += 1
    _finish(sheet, len(headings), lines + 1)
    return lines


def _headings(levels: Sequence[str]) -> dict[str, int]:
    """The headings with their widths."""
    headings = dict(BEFORE_LEVELS)
    for label in levels:
        headings[label] = VOTES_WIDTH
        headings[heading_lower(label)] = SHARE_WIDTH
    return headings | AFTER_LEVELS


def _set_up(sheet: WriteOnlyWorksheet, widths: list[int]) -> None:
    """What has to be known before the first row."""
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _finish(sheet: WriteOnlyWorksheet, columns: int, rows: int) -> None:
    area = f"A1:{get_column_letter(columns)}{rows}"
    sheet.auto_filter.ref = area
    sheet.print_area = area
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddFooter.center.text = "&P/&N"


def _rows(sheet: WriteOnlyWorksheet, result: SessionResult, levels: Sequence[str]) -> Iterator[list[WriteOnlyCell]]:
    parameters = result.parameters
    number_format = _share_format(parameters)
    by_label = {level.label: level.code for level in parameters.levels}
    codes = [by_label.get(label) for label in levels]
    for style in result.styles:
        for person in style.people:
            yield [
                *(_cell(sheet, value) for value in (result.code, style.name, person.name, person.title)),
                *_level_cells(sheet, person, codes, number_format),
                *(_cell(sheet, value) for value in _tail(style, person, parameters)),
            ]


def _level_cells(
    sheet: WriteOnlyWorksheet, person: PersonResult, codes: Iterable[str | None], number_format: str
) -> Iterator[WriteOnlyCell]:
    """Count and share of each level; empty where the session's rule set does not know the level."""
    for code in codes:
        yield _cell(sheet, person.line.votes[code] if code else None)
        yield _cell(sheet, person.line.shares[code] if code else None, number_format)


def _tail(style: StyleResult, person: PersonResult, parameters: Parameters) -> tuple[Value, ...]:
    line = person.line
    sources = [parameters.citations.get("base", ""), line.band.citation if line.band else ""]
    citation = "; ".join(dict.fromkeys(source for source in sources if source))
    return line.invalid, style.figures.returned, line.base, line.band_text, citation


def _share_format(parameters: Parameters) -> str:
    if parameters.decimals and parameters.keep_trailing_zeros:
        return "0." + "0" * parameters.decimals
    return "General"


def _cell(sheet: WriteOnlyWorksheet, value: Value, number_format: str = "") -> WriteOnlyCell:
    """A number as a number; a text as a text, whatever it begins with."""
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if number_format:
            cell.number_format = number_format
        cell.alignment = Alignment(vertical="top")
        return cell
    text = _NOT_IN_XML.sub("", value)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    cell.quotePrefix = text.startswith(_STARTS_A_FORMULA)
    return cell


def _heading(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text)
    cell.font, cell.alignment, cell.border, cell.fill = Font(bold=True), _HEAD, _LINE, _GROUND
    return cell
