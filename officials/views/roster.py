"""The roster import in the browser: upload, preview, confirm, done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs.models import Job, JobState
from officials.actions.roster_jobs import give_up, start_reading, start_writing
from officials.exports import download, workbook_bytes
from officials.forms import RosterForm
from officials.jobs import READ, WRITE
from officials.presenters import import_steps

FAULT_HEADINGS = [("Trang tính", 22), ("Dòng", 8), ("Cột", 6), ("Tiêu đề cột", 26), ("Sai ở đâu, sửa thế nào", 90)]


def roster_import(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.IMPORT_OFFICIALS)
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = start_reading(by=request.user, content=form.cleaned_data["file"], file_name=form.file_name)
        return redirect("job-detail", job.pk)
    return render(request, "officials/roster_import.html", {"form": form, "steps": import_steps(1)})


def roster_import_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = _job(request, pk, READ)
    if job.state != JobState.DONE:
        return redirect("job-detail", job.pk)
    if request.method == "POST":
        try:
            writing = start_writing(by=request.user, preview=job, skip_faulty="skip_faulty" in request.POST)
            return redirect("job-detail", writing.pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
    is_held = Job.objects.filter(pk=pk, file__isnull=False).exists()
    context = {"job": job, "preview": job.result, "is_held": is_held, "steps": import_steps(2)}
    return render(request, "officials/roster_preview.html", context)


def roster_import_faults(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The faulty rows as an Excel file to hand to whoever keeps the roster."""
    faults = _job(request, pk, READ).result.get("faults", [])
    rows = ([f["sheet"], f["row"], f["column"], f["heading"], f["sentence"]] for f in faults)
    return download(workbook_bytes("Dòng sai", FAULT_HEADINGS, rows), "dong-sai.xlsx")


@require_POST
def roster_import_give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    give_up(by=request.user, preview=_job(request, pk, READ))
    messages.info(request, "Đã bỏ lần nhập này. Chưa có gì được lưu, tệp đã được xóa.")
    return redirect("roster-import")


def roster_import_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = _job(request, pk, WRITE)
    if job.state != JobState.DONE:
        return redirect("job-detail", job.pk)
    context = {"job": job, "counts": job.result["counts"], "steps": import_steps(4)}
    return render(request, "officials/roster_done.html", context)


def _job(request: HttpRequest, pk: UUID, kind: str) -> Job:
    """The person's own job of this kind, without its file."""
    require(request.user, Permission.IMPORT_OFFICIALS)
    return get_object_or_404(Job.objects.defer("file"), pk=pk, kind=kind, by=request.user)
