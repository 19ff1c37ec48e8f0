"""Excel files of plain tables. Text stays text: a name that begins with "=" is never a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def workbook_bytes(title: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet; `headings` are (text, width in characters). Dates and numbers are real ones."""
    book = Workbook(write_only=True)
    add_sheet(book, title, headings, rows)
    return saved(book)


def add_sheet(book: Workbook, title: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
    """A further sheet of the same kind for a `write_only` book."""
    sheet = book.create_sheet(title[:31])
    for at, (_text, width) in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, text) for text, _width in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, headers={"Content-Type": XLSX, "Content-Disposition": f'attachment; filename="{name}"'}
    )


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "dd/mm/yyyy"
        return cell
    return value
