"""The timetable of a campaign: a month, a list, and both as files."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import Campaign, Phase, VotingSession
from campaigns.permissions import may_for_organiser
from campaigns.presenters.calendar_files import HEADINGS, ICS, SHEET, calendar_bytes, excel_rows
from campaigns.presenters.timetable import entries_of, month_of, month_page, next_month, phase_marks, problems
from campaigns.queries.campaigns import sessions_seen_by
from campaigns.queries.timetable import conflicts_between
from campaigns.tables import TimetableTable
from campaigns.timetable_filter import TimetableFilter
from config.accounts.permissions import Permission, require
from config.lists import show_page
from officials.exports import download, workbook_bytes

PAGE_LENGTH = 50


@require_safe
def timetable_month(request: HttpRequest, code: str) -> HttpResponse:
    """The month `?thang=2028-07`; without one the next month with sessions, or that of the campaign's day."""
    campaign = _campaign(request, code)
    seen = sessions_seen_by(request.user, campaign)
    first = month_of(request.GET.get("thang", ""), _usual_day(campaign, seen))
    rows = seen.filter(held_at__gte=_midnight(first), held_at__lt=_midnight(next_month(first)))
    sessions = list(rows)
    if request.GET.get("format") == "ics":
        return _calendar(request, campaign, sessions)
    entries = entries_of(sessions, conflicts_between(rows, campaign, request.user))
    if request.GET.get("format") == "xlsx":
        return _workbook(campaign, entries)
    phases = list(campaign.phases.all())
    context = {
        **_shared(request, campaign, phases),
        "month": month_page(campaign, first, entries, phases, timezone.localdate()),
        "is_month": True,
    }
    return render(request, "campaigns/timetable_month.html", context)


@require_safe
def timetable_list(request: HttpRequest, code: str) -> HttpResponse:
    """The sessions by time, narrowed by `TimetableFilter`; those that may still be moved can be chosen for it."""
    campaign = _campaign(request, code)
    found = timetable_filter(request.GET, request.user, campaign)
    if request.GET.get("format") == "ics":
        return _calendar(request, campaign, list(found.qs))
    if request.GET.get("format") == "xlsx":
        return _workbook(campaign, entries_of(found.qs, conflicts_between(found.qs, campaign, request.user)))
    shared = _shared(request, campaign, list(campaign.phases.all()))
    table = TimetableTable(
        found.qs, campaign=campaign, files=shared["files"], may_choose=request.user.has_perm(Permission.EDIT_CAMPAIGNS)
    )
    show_page(request, table, length=PAGE_LENGTH)
    shown = [row.record for row in table.page.object_list]
    conflicts = conflicts_between(VotingSession.objects.filter(pk__in=[s.pk for s in shown]), campaign, request.user)
    table.entries = {entry.session.pk: entry for entry in entries_of(shown, conflicts)}
    return render(request, "campaigns/timetable_list.html", {**shared, "table": table, "filter": found})


def timetable_filter(given: Any, user: Any, campaign: Campaign) -> TimetableFilter:
    """The sessions that the user sees, narrowed by what the list's form gives."""
    rows = sessions_seen_by(user, campaign)

    def conflicting() -> list[int]:
        return [pk for pk, found in conflicts_between(rows, campaign, user).items() if problems(found)]

    return TimetableFilter(given, queryset=rows, conflicting=conflicting)


def _campaign(request: HttpRequest, code: str) -> Campaign:
    require(request.user, Permission.VIEW_CAMPAIGNS)
    return get_object_or_404(Campaign.objects.select_related("organiser"), code=code)


def _usual_day(campaign: Campaign, seen: Any) -> date:
    """The day of the next session, of the last one where all are over, or that for which the campaign was opened."""
    times = seen.order_by("held_at").values_list("held_at", flat=True)
    moment = times.filter(held_at__gte=timezone.now()).first() or times.last()
    return timezone.localdate(moment) if moment else campaign.vote_on


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _shared(request: HttpRequest, campaign: Campaign, phases: Sequence[Phase]) -> dict[str, Any]:
    """What both views show: the phases, and where the files are."""
    query = request.GET.copy()
    files = {}
    for kind in ("ics", "xlsx"):
        query["format"] = kind
        files[kind] = query.urlencode()
    may_edit = may_for_organiser(request.user, Permission.EDIT_CAMPAIGNS, campaign.organiser)
    return {"campaign": campaign, "marks": phase_marks(phases), "files": files, "may_edit": may_edit}


def _calendar(request: HttpRequest, campaign: Campaign, sessions: Sequence[VotingSession]) -> HttpResponse:
    urls = {
        session.pk: request.build_absolute_uri(reverse("session-detail", args=[campaign.code, session.code]))
        for session in sessions
    }
    content = calendar_bytes(campaign, sessions, urls, timezone.now())
    name = f'attachment; filename="lich-{campaign.code}.ics"'
    return HttpResponse(content, headers={"Content-Type": ICS, "Content-Disposition": name})


def _workbook(campaign: Campaign, entries: Any) -> HttpResponse:
    return download(workbook_bytes(SHEET, HEADINGS, excel_rows(entries)), f"lich-{campaign.code}.xlsx")
