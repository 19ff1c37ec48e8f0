"""The import of totals in the browser: template, upload, preview, confirm, done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ballots.actions.import_jobs import give_up, start_reading, start_writing
from ballots.exports import totals_template_bytes
from ballots.forms import TotalsForm
from ballots.jobs import READ, WRITE
from campaigns.models import Campaign
from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs.models import Job, JobState
from officials.exports import download


def totals_import(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.IMPORT_TOTALS)
    form = TotalsForm(request.POST or None, request.FILES or None, initial={"campaign": request.GET.get("campaign")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        job = start_reading(by=request.user, campaign=data["campaign"], content=data["file"], file_name=form.file_name)
        return redirect("job-detail", job.pk)
    campaigns = form.fields["campaign"].queryset  # type: ignore[attr-defined]
    return render(request, "ballots/totals_import.html", {"form": form, "campaigns": campaigns})


@require_safe
def totals_template(request: HttpRequest) -> HttpResponse:
    """An empty workbook to fill in; with ?campaign= its sessions without a count and their people stand in it."""
    require(request.user, Permission.IMPORT_TOTALS)
    code = request.GET.get("campaign", "")
    campaign = get_object_or_404(Campaign, code=code) if code else None
    content = totals_template_bytes(by=request.user, campaign=campaign)
    return download(content, f"ket-qua-{code}.xlsx" if code else "mau-ket-qua.xlsx")


def totals_import_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = _job(request, pk, READ)
    if job.state != JobState.DONE:
        return redirect("job-detail", job.pk)
    if request.method == "POST":
        try:
            return redirect("job-detail", start_writing(by=request.user, preview=job).pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
    is_held = Job.objects.filter(pk=pk, file__isnull=False).exists()
    context = {"job": job, "preview": job.result, "is_held": is_held, "campaign": job.arguments["campaign"]}
    return render(request, "ballots/totals_preview.html", context)


@require_POST
def totals_import_give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    give_up(by=request.user, preview=_job(request, pk, READ))
    messages.info(request, "Đã bỏ lần nhập này. Chưa có gì được lưu, tệp đã được xóa.")
    return redirect("totals-import")


def totals_import_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = _job(request, pk, WRITE)
    if job.state != JobState.DONE:
        return redirect("job-detail", job.pk)
    return render(request, "ballots/totals_done.html", {"job": job, "done": job.result})


def _job(request: HttpRequest, pk: UUID, kind: str) -> Job:
    """The person's own job of this kind, without its file."""
    require(request.user, Permission.IMPORT_TOTALS)
    rows: Any = Job.objects.defer("file")
    job: Job = get_object_or_404(rows, pk=pk, kind=kind, by=request.user)
    return job
