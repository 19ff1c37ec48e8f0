import tempfile
from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ballots.actions.motions import obstacle_to_motion
from ballots.presenters.margins import asked_within
from ballots.queries.motions import followed_up, motions_of
from ballots.queries.thresholds import sessions_near
from campaigns.models import OVER, Campaign, VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission, require
from config.errors import Refused
from officials.permissions import within
from reports.actions.papers import export_results, issue_minutes, issue_result_report, issue_sign_in_sheet
from reports.filters import ResultFilter
from reports.presenters.pages import in_band, near_of, session_view
from reports.queries.results import counted, in_office_order, session_result, session_results

SESSIONS_A_PAGE = 25
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def results_of_session(request: HttpRequest, campaign: str, session: str) -> HttpResponse:
    """Everything that is known of a counted session, figure by figure."""
    found = load_session(request, Permission.VIEW_RESULTS, campaign, session)
    result = session_result(found.pk)
    within_ballots = asked_within(request.GET.get("k", ""))
    context = {
        "session": found,
        "view": session_view(result) if result else None,
        "near": near_of(result, within_ballots) if result else [],
        "within": within_ballots,
        "motions": motions_of(found),
        "may_follow_up": _may_follow_up(request, found),
        "followed_up": followed_up(found),
    }
    return render(request, "reports/session_results.html", context)


def _may_follow_up(request: HttpRequest, session: VotingSession) -> bool:
    """Whether the reader may plan a motion from this result."""
    may_edit = request.user.has_perm(Permission.EDIT_CAMPAIGNS, session.unit)
    return may_edit and not obstacle_to_motion(session) and session.campaign.state not in OVER


@require_safe
def results_panel(request: HttpRequest, campaign: str, session: str) -> HttpResponse:
    """The bars alone, for the session's page, which loads them when it is shown."""
    found = load_session(request, Permission.VIEW_RESULTS, campaign, session)
    result = session_result(found.pk)
    context = {"session": found, "view": session_view(result) if result else None}
    return render(request, "reports/session_results_panel.html", context)


@require_safe
def minutes(request: HttpRequest, campaign: str, session: str) -> HttpResponse:
    return _paper(request, issue_minutes, campaign, session, "bien-ban")


@require_safe
def result_report(request: HttpRequest, campaign: str, session: str) -> HttpResponse:
    return _paper(request, issue_result_report, campaign, session, "bao-cao-ket-qua")


def _paper(
    request: HttpRequest, issue: Callable[..., bytes], campaign: str, session: str, file_name: str
) -> HttpResponse:
    """A paper about the count, or the session's results with the sentence that refuses it."""
    found = load_session(request, Permission.VIEW_RESULTS, campaign, session)
    try:
        pdf = issue(by=request.user, session=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("session-results", campaign, session)
    return download(pdf, PDF, f"{file_name}-{campaign}-{session}.pdf")


@require_safe
def sign_in_sheet(request: HttpRequest, campaign: str, session: str) -> HttpResponse:
    found = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, session)
    try:
        pdf = issue_sign_in_sheet(by=request.user, session=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("voter-roll", campaign, session)
    return download(pdf, PDF, f"ky-nhan-phieu-{campaign}-{session}.pdf")


@require_safe
def results_of_campaign(request: HttpRequest, campaign: str) -> HttpResponse:
    """All counted sessions of a campaign that the user may see, by office."""
    found = get_object_or_404(Campaign, code=campaign)
    require(request.user, Permission.VIEW_RESULTS)
    sessions = counted(within(found.sessions.real(), request.user, Permission.VIEW_RESULTS))
    narrowed = ResultFilter(request.GET, queryset=sessions, campaign=found)
    page = Paginator(in_office_order(narrowed.qs), SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    shown = VotingSession.objects.filter(pk__in=[session.pk for session in page])
    band = narrowed.form.cleaned_data.get("band") if narrowed.form.is_valid() else ""
    keep = in_band(band) if band else None
    views = [session_view(result, keep) for result in session_results(in_office_order(shown))]
    context = {
        "campaign": found,
        "filter": narrowed,
        "page": page,
        "views": views,
        "legend": next((view.legend for view in views if not view.is_motion), None),
    }
    return render(request, "reports/campaign_results.html", context)


@require_safe
def margins_of_campaign(request: HttpRequest, campaign: str) -> HttpResponse:
    """Everybody in the campaign within so many ballots of a threshold, by office, some sessions a page."""
    found = get_object_or_404(Campaign, code=campaign)
    require(request.user, Permission.VIEW_RESULTS)
    sessions = counted(within(found.sessions.real(), request.user, Permission.VIEW_RESULTS))
    within_ballots = asked_within(request.GET.get("k", ""))
    near = sessions.filter(pk__in=sessions_near(sessions, within_ballots))
    page = Paginator(in_office_order(near), SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    shown = VotingSession.objects.filter(pk__in=[session.pk for session in page])
    results = [(result, near_of(result, within_ballots)) for result in session_results(in_office_order(shown))]
    context = {
        "campaign": found,
        "within": within_ballots,
        "page": page,
        "groups": [(result, people) for result, people in results if people],
        "has_results": bool(page.paginator.count) or sessions.exists(),
    }
    return render(request, "reports/campaign_margins.html", context)


@require_safe
def export(request: HttpRequest, campaign: str) -> HttpResponse:
    found = get_object_or_404(Campaign, code=campaign)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "ket-qua.xlsx"
        try:
            export_results(by=request.user, campaign=found, target=target)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("campaign-results", campaign)
        return download(target.read_bytes(), XLSX, f"ket-qua-{campaign}.xlsx")


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
