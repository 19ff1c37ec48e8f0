"""An official's posts as a line over time, and the changes of a page's history: values that templates show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from officials.models import Appointment
from officials.presenters import FACT_NAMES, shown

WIDTH = 1000
PERSON_NAMES = ("code", "full_name", "sex", "born_on", "born_year", "retirement_notice_on", "illness_from")
POST_NAMES = ("title", "unit", "means", "started_on", "ended_on", "decision")
NAMES = {
    **FACT_NAMES,
    "code": "Mã cán bộ",
    "title": "Chức danh",
    "unit": "Đơn vị",
    "ended_on": "Thôi giữ từ",
}


@dataclass(frozen=True)
class Bar:
    """A post on the line: `x` and `width` in thousandths of the line's length."""

    post: Appointment
    x: int
    width: int
    is_current: bool


@dataclass(frozen=True)
class Timeline:
    bars: list[Bar]
    years: list[tuple[int, int]]  # (thousandths, year) of each 1 January that is marked
    first_year: int
    last_year: int


@dataclass(frozen=True)
class PastChange:
    at: datetime
    who: str
    what: str
    lines: list[dict[str, str]]


def timeline(posts: Sequence[Appointment], today: date) -> Timeline | None:
    """The posts between the year in which the first began and the end of the last one's year, or of this one."""
    if not posts:
        return None
    first = date(min(post.started_on for post in posts).year, 1, 1)
    last = date(max([today, *(post.ended_on or post.started_on for post in posts)]).year + 1, 1, 1)
    length = (last - first).days

    def place(day: date) -> int:
        return round(WIDTH * (day - first).days / length)

    bars = []
    for post in sorted(posts, key=lambda post: (post.started_on, post.position)):
        end = place(min(last, post.ended_on or max(today, post.started_on)))
        start = place(post.started_on)
        bars.append(Bar(post, start, max(6, end - start), post.ended_on is None))
    years = [(place(date(year, 1, 1)), year) for year in range(first.year, last.year)]
    return Timeline(bars, years, first.year, last.year - 1)


def past_changes(history: Iterable[tuple[str, Sequence[Any]]]) -> list[PastChange]:
    """Each version against the one before it, the latest first. `history` is that of `queries.history_of`."""
    changes = []
    for about, versions in history:
        names = POST_NAMES if about else PERSON_NAMES
        earlier = None
        for version in versions:
            lines = _differences(earlier, version, names)
            if lines:
                who = version.history_user.full_name if version.history_user else "Dòng lệnh"
                what = ("Ghi" if earlier is None else "Sửa") + (f" chức vụ {about}" if about else " thông tin cán bộ")
                changes.append(PastChange(version.history_date, who, what, lines))
            earlier = version
    return sorted(changes, key=lambda change: change.at, reverse=True)


def _differences(earlier: Any, later: Any, names: Iterable[str]) -> list[dict[str, str]]:
    rows = []
    for name in names:
        before = shown(name, getattr(earlier, name)) if earlier is not None else ""
        after = shown(name, getattr(later, name))
        if before != after:
            rows.append({"name": NAMES[name], "before": before, "after": after})
    return rows
