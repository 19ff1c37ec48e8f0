"""The cockpit of a campaign: thousands of sessions on one page."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.filters import CockpitFilter
from campaigns.models import LIST_OPEN, Campaign
from campaigns.presenters.cockpit import campaign_line, figures, listed, phase_lines, reason_numbers, unit_lines
from campaigns.queries.campaigns import sessions_seen_by
from campaigns.queries.cockpit import (
    Lateness,
    in_this_order,
    most_urgent_first,
    overview,
    overview_of_units,
    reasons,
    superiors_of,
    waiting_units,
)
from campaigns.rules.stages import STAGES, stage_of
from config.accounts.permissions import Permission, require
from officials.exports import download, workbook_bytes

PAGE_LENGTH = 50
UNITS_LENGTH = 10
WAITING_SHOWN = 10
CHUNK = 2000
HEADINGS = [
    ("Mã hội nghị", 16),
    ("Tên hội nghị", 50),
    ("Mã đơn vị", 12),
    ("Đơn vị", 40),
    ("Đơn vị cấp trên", 40),
    ("Giai đoạn", 26),
    ("Ngày họp", 12),
    ("Giờ", 8),
    ("Địa điểm", 26),
    ("Chủ trì", 24),
    ("Bước", 18),
    ("Người được lấy phiếu", 12),
    ("Người ghi phiếu", 12),
    ("Ban kiểm phiếu", 12),
    ("Hồ sơ còn thiếu", 12),
    ("Triệu tập", 12),
    ("Có mặt", 12),
    ("Số ngày muộn", 12),
    ("Cảnh báo", 90),
]


@require_safe
def cockpit(request: HttpRequest, code: str) -> HttpResponse:
    """Where all sessions stand and which are late. The page asks again for its numbers alone; `?format=xlsx` gives the
    sessions, all or those of the filter, as a workbook."""
    campaign = _campaign(request, code)
    phases = list(campaign.phases.select_related("rule_set"))
    lateness = Lateness(campaign, phases, timezone.localdate())
    seen = sessions_seen_by(request.user, campaign)
    late = lateness.condition()
    cells = overview(seen, late)
    given = request.GET.copy()
    wants_file = given.pop("format", [""]) == ["xlsx"]
    is_narrowed = bool(CockpitFilter.base_filters.keys() & given.keys())
    narrowed = given if is_narrowed or wants_file else QueryDict("late=yes")
    found = CockpitFilter(narrowed, queryset=seen, lateness=lateness)
    if wants_file:
        rows = _export_rows(most_urgent_first(found.qs, lateness), lateness)
        return download(workbook_bytes("Hội nghị", HEADINGS, rows), f"dieu-hanh-{campaign.code}.xlsx")
    units = Paginator(superiors_of(seen), UNITS_LENGTH).get_page(request.GET.get("units"))
    context: dict[str, Any] = {
        "campaign": campaign,
        "figures": figures(campaign, cells, lateness.today),
        "pipeline": campaign_line(campaign, cells).stages,
        "phases": phase_lines(campaign, phases, cells),
        "units": units,
        "unit_lines": unit_lines(campaign, units, overview_of_units(seen, late, units)),
        "reasons": reason_numbers(campaign, reasons(seen, lateness)),
        "has_sessions": bool(cells),
    }
    if request.htmx.target == "numbers":  # type: ignore[attr-defined]
        return render(request, "campaigns/cockpit_numbers.html", context)
    urgent = most_urgent_first(found.qs, lateness).values_list("pk", flat=True)  # thousands are sorted, fifty read
    pages = Paginator(urgent, PAGE_LENGTH)
    if not is_narrowed:
        pages.count = sum(cell.late for cell in cells)  # known without asking again
    page = pages.get_page(request.GET.get("page"))
    context |= {
        "filter": found,
        "is_narrowed": is_narrowed,
        "page": page,
        "sessions": listed(in_this_order(seen, page.object_list), lateness, request.user),
        "export_query": given.urlencode() if is_narrowed else "",
        "is_list_open": campaign.state in LIST_OPEN,
        "may_plan": request.user.has_perm(Permission.EDIT_CAMPAIGNS),
    }
    return render(request, "campaigns/cockpit.html", context)


@require_safe
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    """Units with people to be voted on and no session: a panel of the cockpit, or a page by itself."""
    campaign = _campaign(request, code)
    found = []
    if campaign.state not in LIST_OPEN:
        phases = campaign.phases.all()
        found = waiting_units(request.user, campaign, phases, timezone.localdate())
    is_panel = bool(request.htmx)  # type: ignore[attr-defined]
    page = Paginator(found, WAITING_SHOWN if is_panel else PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"campaign": campaign, "page": page, "may_plan": request.user.has_perm(Permission.EDIT_CAMPAIGNS)}
    return render(request, f"campaigns/cockpit_waiting{'_panel' if is_panel else ''}.html", context)


def _campaign(request: HttpRequest, code: str) -> Campaign:
    require(request.user, Permission.VIEW_CAMPAIGNS)
    return get_object_or_404(Campaign, code=code)


def _export_rows(sessions: Any, lateness: Lateness) -> Iterator[list[Any]]:
    for session in sessions.select_related("unit__parent", "phase").iterator(CHUNK):
        held_at = timezone.localtime(session.held_at)
        superior = session.unit.parent or session.unit
        late = lateness.warnings(session)
        yield [
            session.code,
            session.name,
            session.unit.code,
            session.unit.name,
            superior.name,
            str(session.phase),
            held_at.date(),
            f"{held_at:%H:%M}",
            session.place,
            session.chair,
            STAGES[stage_of(session.state, is_printed=session.printed_at is not None)].label,
            session.subject_count,
            session.voter_count,
            session.board_count,
            session.papers_missing,
            session.summoned,
            session.present,
            late[0].days if late else 0,
            " ".join(warning.sentence for warning in late),
        ]
