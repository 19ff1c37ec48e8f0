"""Reading single cells: text, dates as people type them, words from a list. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from config.vietnamese import search_key, short_date, tidy

Value = TypeVar("Value")

EXCEL_EPOCH = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2100
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_MONTH_YEAR = re.compile(r"(?:\d{1,2}\s*[/.\-]\s*)?(\d{4})")


class BadCell(Exception):
    """A cell that cannot be read; the text is a Vietnamese sentence for people, `code` one for programs."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def text_of(cell: object) -> str:
    """The cell as tidy text; numbers without a fraction as whole numbers, dates as day/month/year."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return short_date(cell)
    return str(cell)


def folded(cell: object) -> str:
    """The cell's words in lower case without diacritics, for comparing."""
    return search_key(text_of(cell))


def date_of(cell: object) -> date | None:
    """A full date: a real one, an Excel serial number, or text d/m/Y, d.m.Y, d-m-Y, Y-m-d. Blank gives None."""
    if isinstance(cell, datetime):
        return _within_reason(cell.date(), cell)
    if isinstance(cell, date):
        return _within_reason(cell, cell)
    text = text_of(cell)
    if not text:
        return None
    if re.fullmatch(r"\d{5}", text):
        return _within_reason(EXCEL_EPOCH + timedelta(days=int(text)), text)
    if found := _DAY_FIRST.fullmatch(text):
        return _calendar_day(text, int(found[3]), int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.fullmatch(text):
        return _calendar_day(text, int(found[1]), int(found[2]), int(found[3]))
    raise BadCell("bad_date", f"“{text}” không phải là ngày. Ghi đủ ngày/tháng/năm, ví dụ 25/07/1981.")


def birth_of(cell: object) -> tuple[date | None, int | None]:
    """A birth as (full date, year): the date is None where only the year, or month and year, is given."""
    text = text_of(cell)
    if not text:
        return None, None
    found = _MONTH_YEAR.fullmatch(text)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None, int(found[1])
    born = date_of(cell)
    assert born is not None
    return born, born.year


def word_of(cell: object, words: Mapping[str, Value], code: str, what: str) -> Value:
    """The value that the cell's folded words stand for; `what` names, for people, what is allowed."""
    key = folded(cell)
    if key in words:
        return words[key]
    given = f"“{text_of(cell)}” không dùng được." if key else "Ô này để trống."
    raise BadCell(code, f"{given} Ghi một trong các giá trị: {what}.")


def _calendar_day(text: str, year: int, month: int, day: int) -> date:
    try:
        return _within_reason(date(year, month, day), text)
    except ValueError:
        raise BadCell("bad_date", f"Ngày “{text}” không có trong lịch. Sửa lại theo ngày/tháng/năm.")


def _within_reason(day: date, shown: object) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadCell("bad_date", f"Năm của “{text_of(shown)}” không hợp lý. Kiểm tra lại ngày/tháng/năm.")
    return day
