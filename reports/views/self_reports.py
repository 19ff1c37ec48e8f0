"""The self-reports to fill in, as PDF."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from campaigns.models import VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused
from reports.actions.papers import issue_self_reports
from reports.views.results import PDF, download


@require_safe
def self_reports_of_session(request: HttpRequest, campaign: str, session: str) -> HttpResponse:
    """Everybody on the session's ballots in one file."""
    found = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, session)
    return _pdf(request, found, None, f"mau-bao-cao-{campaign}-{session}.pdf")


@require_safe
def self_report_of_person(request: HttpRequest, campaign: str, session: str, pk: int) -> HttpResponse:
    found = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, session)
    get_object_or_404(found.subjects(), pk=pk)
    return _pdf(request, found, pk, f"mau-bao-cao-{campaign}-{session}-{pk}.pdf")


def _pdf(request: HttpRequest, session: VotingSession, subject: int | None, name: str) -> HttpResponse:
    try:
        pdf = issue_self_reports(by=request.user, session=session, subject=subject)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("session-dossier", session.campaign.code, session.code)

    return download(pdf, PDF, name)
