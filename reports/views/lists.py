"""The list of people voted on as papers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from campaigns.permissions import require_for_organiser
from config.accounts.permissions import Permission, require
from config.errors import Refused
from officials.exports import XLSX
from reports.actions.list_papers import ShownList, is_short, issue_list_pdf, issue_list_workbook, shown_list
from reports.actions.paper_jobs import start_list_pdf
from reports.jobs import LIST_PDF
from reports.views.results import PDF, download
from reports.views.set_papers import handed_out, has_file, set_paper


@require_safe
def annex_workbook(request: HttpRequest, campaign: str) -> HttpResponse:
    """The list as a workbook; `?version=` names one that was submitted."""
    found = _campaign(request, campaign)
    try:
        shown = _shown(request, found)
        content = issue_list_workbook(by=request.user, campaign=found, shown=shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("list-history", campaign)
    return download(content, XLSX, f"{_name(found, shown)}.xlsx")


@require_safe
def annex_pdf(request: HttpRequest, campaign: str) -> HttpResponse:
    """The list as a paper, at once where it is short; else a job sets it and leads to where it can be fetched."""
    found = _campaign(request, campaign)
    try:
        shown = _shown(request, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("list-history", campaign)
    if is_short(shown):
        pdf = issue_list_pdf(by=request.user, campaign=found, shown=shown)
        return download(pdf, PDF, f"{_name(found, shown)}.pdf")
    job = start_list_pdf(by=request.user, campaign=found, shown=shown, file_name=f"{_name(found, shown)}.pdf")
    return redirect("job-detail", job.pk)


@require_safe
def annex_ready(request: HttpRequest, campaign: str, pk: UUID) -> HttpResponse:
    """Where a long list can be fetched; `?file` gives it."""
    found = _campaign(request, campaign)
    job = set_paper(request, pk, LIST_PDF, campaign=found.pk)
    if "file" not in request.GET:
        return render(request, "reports/list_ready.html", {"campaign": found, "job": job, "has_file": has_file(job)})
    return handed_out(request, job, "phụ lục", "list-history", campaign)


def _campaign(request: HttpRequest, code: str) -> Campaign:
    require(request.user, Permission.VIEW_CAMPAIGNS)
    campaign = get_object_or_404(Campaign.objects.select_related("organiser__parent"), code=code)
    require_for_organiser(request.user, Permission.VIEW_CAMPAIGNS, campaign.organiser)
    return campaign


def _shown(request: HttpRequest, campaign: Campaign) -> ShownList:
    number = request.GET.get("version", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    if number and not is_number:
        raise Refused("Không có danh sách lần này. Chọn lại ở trang các lần trình, duyệt.")
    return shown_list(by=request.user, campaign=campaign, number=int(number) if number else None)


def _name(campaign: Campaign, shown: ShownList) -> str:
    number = f"-lan-{shown.version.version}" if shown.version is not None else "-du-thao"
    return f"danh-sach-{campaign.code}{number}"
