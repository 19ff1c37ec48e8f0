"""Counting whole months between two days. Pure."""

from calendar import monthrange
from datetime import date


def full_months(start: date, end: date) -> int:
    """Whole months from `start` to `end`; negative when `end` comes first.

    A month is over on the day with the same number, or on the last day of a month that has no such day
    (Bộ luật Dân sự 2015, Điều 148): from 31 August to 28 February are six months.
    """
    last_day = monthrange(end.year, end.month)[1]
    unfinished = end.day < min(start.day, last_day)
    return (end.year - start.year) * 12 + end.month - start.month - unfinished
