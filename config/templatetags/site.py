"""What every template may use: navigation, icons, badges, and Vietnamese dates and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.db.models import prefetch_related_objects
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.accounts.permissions import Permission
from config.vietnamese import decimal_comma as with_decimal_comma
from config.vietnamese import short_date

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """A link of the navigation; without a permission everybody who is signed in sees it."""

    label: str
    url_name: str
    icon: str
    permission: Permission | None = None
    staff_only: bool = False

    def is_seen_by(self, user: Any) -> bool:
        if self.staff_only:
            return bool(user.is_staff)
        return self.permission is None or user.has_perm(self.permission)


ENTRIES: dict[str, list[Entry]] = {
    "": [Entry("Trang chính", "home", "house")],
    "Cán bộ": [
        Entry("Danh sách cán bộ", "official-list", "people", Permission.VIEW_OFFICIALS),
        Entry("Cây đơn vị", "unit-tree", "diagram-3", Permission.VIEW_OFFICIALS),
        Entry("Nhập danh sách", "roster-import", "upload", Permission.IMPORT_OFFICIALS),
    ],
    "Lấy phiếu": [
        Entry("Đợt lấy phiếu", "campaign-list", "calendar-event", Permission.VIEW_CAMPAIGNS),
        Entry("Nhập kết quả", "totals-import", "file-earmark-spreadsheet", Permission.IMPORT_TOTALS),
        Entry("Xác minh kết quả", "verify-result", "shield-check", Permission.VIEW_RESULTS),
        Entry("Quy định áp dụng", "rule-set-list", "book", Permission.VIEW_CAMPAIGNS),
    ],
    "Theo dõi": [
        Entry("Nhật ký", "audit-list", "journal-text", Permission.VIEW_AUDIT),
        Entry("Việc đang chạy", "job-list", "clock-history"),
        Entry("Quản trị", "admin:index", "gear", staff_only=True),
    ],
}


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: Mapping[str, Any]) -> dict[str, Any]:
    """Links to what the user may see, in groups; the one that leads to this page is marked."""
    request = context["request"]
    seen = {
        title: [(entry, reverse(entry.url_name)) for entry in entries if entry.is_seen_by(request.user)]
        for title, entries in ENTRIES.items()
    }
    current = current_url(request.path, [url for links in seen.values() for _, url in links])
    groups = [
        {
            "title": title,
            "items": [
                {"label": entry.label, "icon": entry.icon, "url": url, "is_current": url == current}
                for entry, url in links
            ],
        }
        for title, links in seen.items()
        if links
    ]
    return {"groups": groups}


def current_url(path: str, urls: list[str]) -> str:
    """The longest of the addresses under which the page lies."""
    above = [url for url in urls if path == url or (path.startswith(url) and url != reverse("home"))]
    return max(above, key=len, default="")


@register.simple_tag(takes_context=True)
def search_address(context: Mapping[str, Any]) -> str:
    """The address of the search, for whoever may search; nothing on its own page, which has its own field."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return ""
    url = reverse("search")
    return url if request.path != url and user.has_perm(Permission.VIEW_CAMPAIGNS) else ""


@register.simple_tag(takes_context=True)
def user_roles(context: Mapping[str, Any]) -> list[str]:
    """The signed-in user's roles in words, each with its unit where it has one."""
    user = context["request"].user
    prefetch_related_objects([user], "assignments__unit")
    return [
        f"{assignment.get_role_display()}, {assignment.unit}" if assignment.unit_id else assignment.get_role_display()
        for assignment in user.assignments.all()
    ]


@register.simple_tag(takes_context=True)
def same_page(context: Mapping[str, Any], name: str, value: Any, without: str = "") -> str:
    """The address of this page with one parameter set, and another one dropped."""
    request = context["request"]
    query = request.GET.copy()
    query.pop(without, None)
    query[name] = str(value)
    return f"{request.path}?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def parameter(context: Mapping[str, Any], name: str) -> str:
    """The value of a parameter of this page's address."""
    return str(context["request"].GET.get(name, ""))


@register.simple_tag
def elided_pages(page: Page[Any]) -> list[int | None]:
    """The page numbers worth a link: the ends and those around this page; None stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite as decoration; the words beside it carry the meaning."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f"icon {extra}".strip(),
        static("icons/sprite.svg"),
        name,
    )


# Every state of every state machine falls in one of a few kinds that look alike everywhere.
STATE_KINDS: dict[str, str] = {
    **dict.fromkeys(
        ["list_approved", "scheduled", "in_progress", "running", "checking_in", "voting", "counting"], "active"
    ),
    **dict.fromkeys(["prepared", "submitted", "first_keyed", "current", "info"], "active"),
    **dict.fromkeys(
        ["completed", "counted", "sealed", "done", "approved", "agreed", "confirmed", "eligible", "good", "new"], "good"
    ),
    **dict.fromkeys(["differs", "reopened", "review", "warning", "override", "changed", "returned", "warn"], "warn"),
    **dict.fromkeys(["failed", "error", "refused", "low", "bad", "faulty"], "bad"),
}


@register.simple_tag
def state_badge(state: Any, label: Any) -> SafeString:
    """A badge coloured and shaped by the kind of the state; unknown and waiting states are neutral."""
    kind = STATE_KINDS.get(str(state))
    return format_html('<span class="badge state{}">{}</span>', f" state-{kind}" if kind else "", label)


@register.filter
def minutes(value: timedelta) -> int:
    """Whole minutes, rounded up: what somebody has to wait."""
    return -(-value // timedelta(minutes=1))


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """dd/mm/yyyy; a moment gives its day in local time; nothing gives nothing."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return short_date(value)


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """HH:MM dd/mm/yyyy in local time."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M} {short_date(local.date())}"


@register.filter
def decimal_comma(value: Decimal | float | None) -> str:
    """53.19 → "53,19"; thousands are separated by dots; nothing gives a dash."""
    if value is None or value == "":
        return "–"
    return with_decimal_comma(value if isinstance(value, int) else Decimal(str(value)))


@register.filter
def percent(value: Decimal | float | None) -> str:
    """Decimal("53.19") → "53,19 %" with a no-break space; nothing gives a dash."""
    shown = decimal_comma(value)
    return shown if shown == "–" else f"{shown}\u00a0%"
