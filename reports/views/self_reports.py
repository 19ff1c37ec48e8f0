"""The self-reports to fill in, as PDF."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from campaigns.models import VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused
from reports.actions.paper_jobs import start_self_reports_pdf
from reports.actions.papers import are_few, issue_self_reports
from reports.jobs import SELF_REPORTS_PDF
from reports.views.results import PDF, download
from reports.views.set_papers import handed_out, has_file, set_paper


@require_safe
def self_reports_of_session(request: HttpRequest, campaign: str, session: str) -> HttpResponse:
    """Everybody on the session's ballots in one file, at once where they are few; else a job sets it and leads to where
    it can be fetched."""
    found = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, session)
    name = f"mau-bao-cao-{campaign}-{session}.pdf"
    if are_few(found):
        return _pdf(request, found, None, name)
    return redirect("job-detail", start_self_reports_pdf(by=request.user, session=found, file_name=name).pk)


@require_safe
def self_reports_ready(request: HttpRequest, campaign: str, session: str, pk: UUID) -> HttpResponse:
    """Where the papers that a job has set can be fetched; `?file` gives them."""
    found = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, session)
    job = set_paper(request, pk, SELF_REPORTS_PDF, session=found.pk)
    if "file" not in request.GET:
        context = {"session": found, "job": job, "has_file": has_file(job)}
        return render(request, "reports/self_reports_ready.html", context)
    return handed_out(request, job, "mẫu báo cáo", "session-dossier", campaign, session)


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
