"""The page of everything that is overdue or due soon before the sessions of a campaign."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.forms.dossiers import ReminderForm
from campaigns.models import Campaign, Phase, Subject, VotingSession
from campaigns.presenters.reminders import HEADINGS, people, session_lines, workbook_rows
from campaigns.queries.dossiers import STEPS, dossier_states, open_sessions, people_owing, sessions_lacking
from config.accounts.permissions import Permission, require
from officials.exports import download, workbook_bytes
from officials.models import OrganisationUnit
from officials.queries.units import subtrees_matching

PAGE_LENGTH = 50
CHUNK = 2000


@require_safe
def reminder_list(request: HttpRequest, code: str) -> HttpResponse:
    """By person or by session, as the filter says; `?format=xlsx` gives a row for each paper that is missing."""
    require(request.user, Permission.VIEW_CAMPAIGNS)
    campaign = get_object_or_404(Campaign, code=code)
    phases = list(campaign.phases.select_related("rule_set"))
    form = ReminderForm(request.GET, phases=phases)
    sessions = _narrowed(open_sessions(request.user, campaign), form)
    chosen = [phase for phase in phases if form.value("phase") in ("", phase.kind)]
    today = timezone.localdate()
    if request.GET.get("format") == "xlsx":
        subjects = _with_details(_people(sessions, chosen, form, today)).iterator(CHUNK)
        rows = people(subjects, form.kinds(), form.horizon(today), today)
        return download(workbook_bytes("Nhắc hồ sơ", HEADINGS, workbook_rows(rows)), f"nhac-ho-so-{campaign.code}.xlsx")
    query = request.GET.copy()
    query["format"] = "xlsx"
    context = {
        "campaign": campaign,
        "filter": {"form": form},
        "by_session": form.by_session,
        "export_query": query.urlencode(),
        **_page(request, sessions, chosen, form, today),
    }
    return render(request, "campaigns/reminder_list.html", context)


def _narrowed(sessions: QuerySet[VotingSession], form: ReminderForm) -> QuerySet[VotingSession]:
    unit = form.value("unit").strip()
    if not unit:
        return sessions
    return sessions.filter(unit__in=subtrees_matching(unit, OrganisationUnit.objects.without_tree_fields()))


def _people(
    sessions: QuerySet[VotingSession], phases: list[Phase], form: ReminderForm, today: date
) -> QuerySet[Subject]:
    """By given name; what one person owes at several sessions stands together."""
    papers = [kind for kind in form.kinds() if kind != STEPS]
    found = people_owing(sessions, phases, papers, form.horizon(today))
    return found.order_by(
        F("official__sort_key").asc(nulls_last=True), "printed_name", "official_id", "style__session__held_at", "pk"
    )


def _with_details(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    rows = subjects.select_related(
        "style__session__unit", "style__session__campaign", "style__session__phase__rule_set"
    )
    return rows.prefetch_related("dossier")


def _page(
    request: HttpRequest, sessions: QuerySet[VotingSession], phases: list[Phase], form: ReminderForm, today: date
) -> dict[str, Any]:
    horizon = form.horizon(today)
    if form.by_session:
        found = sessions_lacking(sessions, phases, form.kinds(), horizon).select_related("unit", "campaign", "phase")
        page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
        shown = VotingSession.objects.filter(pk__in=[session.pk for session in page])
        return {"page": page, "sessions": session_lines(page, dossier_states(shown, today), today)}
    # Ids are sorted first: only what the page shows is read whole.
    ids = _people(sessions, phases, form, today).values_list("pk", flat=True)
    owing = Paginator(ids, PAGE_LENGTH).get_page(request.GET.get("page"))
    whole = _with_details(Subject.objects.all()).in_bulk(list(owing))
    return {"page": owing, "people": list(people((whole[pk] for pk in owing), form.kinds(), horizon, today))}
