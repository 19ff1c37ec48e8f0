"""The pages of one campaign and of one session, as tabs above each of them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from config.accounts.permissions import Permission
from config.addresses import address_or_nothing
from config.templatetags.site import Entry, current_url

register = template.Library()

# By the page that lies above the others: (its address takes these arguments, the tabs, the first one is that page).
CAMPAIGN = (
    Entry("Tổng quan", "campaign-detail", "house", Permission.VIEW_CAMPAIGNS),
    Entry("Đối tượng", "eligibility-list", "list-check", Permission.VIEW_CAMPAIGNS),
    Entry("Nơi lấy phiếu", "venue-list", "diagram-3", Permission.VIEW_CAMPAIGNS),
    Entry("Danh sách", "list-history", "journal-text", Permission.VIEW_CAMPAIGNS),
    Entry("Lịch", "timetable", "calendar-event", Permission.VIEW_CAMPAIGNS),
    Entry("Hồ sơ", "reminder-list", "inbox", Permission.VIEW_CAMPAIGNS),
    Entry("Điều hành", "campaign-cockpit", "clock-history", Permission.VIEW_CAMPAIGNS),
    Entry("Kết quả", "campaign-results", "bar-chart", Permission.VIEW_RESULTS),
)
SESSION = (
    Entry("Hội nghị", "session-detail", "calendar-event", Permission.VIEW_CAMPAIGNS),
    Entry("Người ghi phiếu", "voter-roll", "people", Permission.VIEW_CAMPAIGNS),
    Entry("Ban kiểm phiếu", "session-board", "person-circle", Permission.VIEW_CAMPAIGNS),
    Entry("Hồ sơ", "session-dossier", "inbox", Permission.VIEW_CAMPAIGNS),
    Entry("Tài liệu in", "session-pack", "printer", Permission.VIEW_CAMPAIGNS),
    Entry("Điểm danh", "session-check-in", "list-check", Permission.VIEW_CAMPAIGNS),
    Entry("Sổ phiếu", "session-stock", "journal-text", Permission.VIEW_CAMPAIGNS),
    Entry("Nhập số liệu", "session-keying", "pencil", Permission.KEY_TOTALS),
    Entry("Kiểm phiếu", "session-count", "clipboard-check", Permission.CONFIRM_COUNT),
    Entry("Kết quả", "session-results", "bar-chart", Permission.VIEW_RESULTS),
    Entry("Diễn tập", "session-rehearsal", "flag", Permission.VIEW_CAMPAIGNS),
)


@register.inclusion_tag("components/tabs.html", takes_context=True)
def tabs(context: Mapping[str, Any]) -> dict[str, Any]:
    """The tabs of the session that this page belongs to, else of the campaign, else none."""
    request: HttpRequest = context["request"]
    match = request.resolver_match
    given = match.kwargs if match is not None else {}
    for entries, arguments in (
        (SESSION, [given.get("campaign"), given.get("code") or given.get("session")]),
        (CAMPAIGN, [given.get("campaign") or given.get("code")]),
    ):
        if None not in arguments and request.path.startswith(reverse(entries[0].url_name, args=arguments)):
            return {"tabs": _shown(request, entries, arguments)}
    return {"tabs": []}


def _shown(request: HttpRequest, entries: tuple[Entry, ...], arguments: list[Any]) -> list[dict[str, Any]]:
    seen = [entry for entry in entries if entry.is_seen_by(request.user)]
    links = [(entry, url) for entry in seen if (url := address_or_nothing(entry.url_name, arguments))]
    current = current_url(request.path, [url for _, url in links])
    return [
        {"label": entry.label, "icon": entry.icon, "url": url, "is_current": url == current} for entry, url in links
    ]
