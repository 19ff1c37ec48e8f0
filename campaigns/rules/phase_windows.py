"""What is odd about the windows of a campaign's phases, against the legal order and the campaign's own days. Pure.

Titles elected or approved by people's councils first, then the leaders of Party committees, then the others, after the
review of the first six months (Quy định 96-QĐ/TW, Điều 4). A warning that is answered with a reason, not a block: in
2023 the order was reversed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from config.vietnamese import short_date


@dataclass(frozen=True, slots=True)
class PhaseWindow:
    """A phase's earliest and latest day, as far as they are set; `not_before`: the first day that its rule set allows,
    which is after the review of the first six months."""

    position: int
    name: str
    earliest: date | None
    latest: date | None
    citation: str = ""
    not_before: date | None = None


def window_warnings(windows: Sequence[PhaseWindow], year: int, deadline: date | None) -> list[str]:
    """A sentence for each thing that contradicts the order, the year or the deadline."""
    ordered = sorted(windows, key=lambda window: window.position)
    alone = [sentence for window in ordered for sentence in _alone(window, year, deadline)]
    return alone + [_pair(*pair) for pair in pairwise(ordered) if _are_swapped(*pair)]


def _alone(window: PhaseWindow, year: int, deadline: date | None) -> Iterator[str]:
    for day in (window.earliest, window.latest):
        if day and day.year != year:
            yield f"Giai đoạn {window.name}: ngày {short_date(day)} không thuộc năm {year} của đợt."
    if deadline and window.latest and window.latest > deadline:
        yield (
            f"Giai đoạn {window.name}: ngày muộn nhất {short_date(window.latest)} sau hạn hoàn thành "
            f"{short_date(deadline)} của đợt."
        )
    if window.not_before and window.earliest and window.earliest < window.not_before:
        yield (
            f"Giai đoạn {window.name}: ngày sớm nhất {short_date(window.earliest)} trước khi sơ kết 6 tháng đầu năm "
            f"({window.citation})."
        )


def _are_swapped(first: PhaseWindow, second: PhaseWindow) -> bool:
    """Whether the later phase has a day before one of the earlier phase; one day may hold both."""
    days = [day for day in (first.earliest, first.latest) if day]
    later = [day for day in (second.earliest, second.latest) if day]
    return bool(days and later) and min(later) < max(days)


def _pair(first: PhaseWindow, second: PhaseWindow) -> str:
    return (
        f"Giai đoạn {second.name} phải sau giai đoạn {first.name}, nhưng hai khoảng thời gian chồng hoặc ngược nhau "
        f"({second.citation})."
    )
