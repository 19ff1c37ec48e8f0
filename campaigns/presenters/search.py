"""What a search found, as lines with links."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from campaigns.queries.search import Found
from config.templatetags.site import vn_datetime

TITLES = {"can-bo": "Cán bộ", "don-vi": "Đơn vị", "hoi-nghi": "Hội nghị", "dot": "Đợt lấy phiếu"}
ICONS = {"can-bo": "people", "don-vi": "diagram-3", "hoi-nghi": "clipboard-check", "dot": "calendar-event"}


@dataclass(frozen=True)
class FoundLine:
    name: str
    url: str
    note: str


@dataclass(frozen=True)
class FoundGroup:
    """`more` is how many there are beside those shown."""

    code: str
    title: str
    icon: str
    total: int
    lines: tuple[FoundLine, ...]

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def groups_of(found: list[Found]) -> list[FoundGroup]:
    """The groups in which something was found."""
    return [
        FoundGroup(one.group, TITLES[one.group], ICONS[one.group], one.total, tuple(map(LINES[one.group], one.rows)))
        for one in found
        if one.rows
    ]


def _official(row: Any) -> FoundLine:
    posts = "; ".join(str(post) for post in row.current_posts) or "không còn giữ chức vụ"
    return FoundLine(row.full_name, reverse("official-detail", args=[row.pk]), f"{row.code}, {posts}")


def _unit(row: Any) -> FoundLine:
    return FoundLine(row.name, reverse("unit-detail", args=[row.pk]), f"{row.code}, {row.get_tier_display().lower()}")


def _session(row: Any) -> FoundLine:
    url = reverse("session-detail", args=[row.campaign.code, row.code])
    note = f"{row.code}, {vn_datetime(row.held_at)}, {row.unit}, {row.get_state_display().lower()}"
    return FoundLine(row.name, url, note)


def _campaign(row: Any) -> FoundLine:
    note = f"{row.code}, {row.get_state_display().lower()}"
    return FoundLine(row.name, reverse("campaign-detail", args=[row.code]), note)


LINES: dict[str, Callable[[Any], FoundLine]] = {
    "can-bo": _official,
    "don-vi": _unit,
    "hoi-nghi": _session,
    "dot": _campaign,
}
