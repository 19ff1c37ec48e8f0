"""Pages of the seats in bodies of a unit: who sits in them, and their import."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs.models import Job, JobState
from officials.actions.member_jobs import give_up, start_reading, start_writing
from officials.actions.memberships import LABELS, end_membership, start_membership
from officials.exports import download
from officials.forms import EndForm, MemberFileForm, SeatFields
from officials.jobs import READ_MEMBERS, WRITE_MEMBERS
from officials.models import Membership, OrganisationUnit
from officials.presenters import member_template_bytes
from officials.queries.units import units_seen_by


@require_safe
def unit_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has a seat at the unit, by kind of seat; `?da-thoi=1` shows those of the past as well."""
    require(request.user, Permission.VIEW_OFFICIALS)
    unit = get_object_or_404(units_seen_by(request.user), pk=pk)
    rows = Membership.objects.filter(unit=unit).select_related("official")
    with_past = "da-thoi" in request.GET
    today = timezone.localdate()
    held = rows.exclude(ended_on__lte=today)
    shown = list((rows if with_past else held).order_by("official__sort_key", "official__code"))
    context = {
        "unit": unit,
        "groups": [(label, found) for code, label in LABELS.items() if (found := [m for m in shown if m.seat == code])],
        "with_past": with_past,
        "has_past": rows.filter(ended_on__lte=today).exists(),
        "may_edit": request.user.has_perm(Permission.EDIT_OFFICIALS, unit),
        "may_import": request.user.has_perm(Permission.IMPORT_OFFICIALS),
    }
    return render(request, "officials/unit_members.html", context)


@require_http_methods(["GET", "POST"])
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.EDIT_OFFICIALS)
    unit = get_object_or_404(OrganisationUnit, pk=pk)
    require(request.user, Permission.EDIT_OFFICIALS, unit)
    form = SeatFields(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        seat = Membership(official=data["person"], unit=unit, seat=data["seat"], started_on=data["started_on"])
        try:
            start_membership(by=request.user, membership=seat, today=timezone.localdate())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi {seat.official}: {seat.get_seat_display()}.")
            return redirect("unit-members", pk)
    return render(request, "officials/member_form.html", {"form": form, "unit": unit, "heading": "Thêm thành viên"})


@require_http_methods(["GET", "POST"])
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.EDIT_OFFICIALS)
    seat = get_object_or_404(Membership.objects.select_related("official", "unit"), pk=pk)
    require(request.user, Permission.EDIT_OFFICIALS, seat.unit)
    form = EndForm(request.POST or None, started_on=seat.started_on)
    form.fields["ended_on"].label = "Thôi từ ngày"
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(by=request.user, membership=seat, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi {seat.official} thôi {seat.get_seat_display()}.")
            return redirect("unit-members", seat.unit_id)
    context = {
        "form": form,
        "unit": seat.unit,
        "heading": "Ghi thôi thành viên",
        "question": f"{seat.official} thôi là {seat.get_seat_display()}, {seat.unit}.",
    }
    return render(request, "officials/member_form.html", context)


@require_http_methods(["GET", "POST"])
def member_import(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.IMPORT_OFFICIALS)
    form = MemberFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = start_reading(by=request.user, content=form.cleaned_data["file"], file_name=form.file_name)
        return redirect("job-detail", job.pk)
    return render(request, "officials/member_import.html", {"form": form, "seats": LABELS.values()})


@require_safe
def member_template(request: HttpRequest) -> HttpResponse:
    """An empty workbook to fill in."""
    require(request.user, Permission.IMPORT_OFFICIALS)
    return download(member_template_bytes(), "mau-thanh-vien.xlsx")


@require_http_methods(["GET", "POST"])
def member_import_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the import would do, or did."""
    job = _job(request, pk)
    if job.state != JobState.DONE:
        return redirect("job-detail", job.pk)
    if request.method == "POST":
        try:
            return redirect("job-detail", start_writing(by=request.user, preview=job).pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
    is_held = Job.objects.filter(pk=pk, file__isnull=False).exists()
    context = {"job": job, "preview": job.result, "is_held": is_held, "is_done": job.kind == WRITE_MEMBERS}
    return render(request, "officials/member_preview.html", context)


@require_POST
def member_import_give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    give_up(by=request.user, preview=_job(request, pk))
    messages.info(request, "Đã bỏ lần nhập này. Chưa có gì được lưu, tệp đã được xóa.")
    return redirect("member-import")


def _job(request: HttpRequest, pk: UUID) -> Job:
    """The person's own job of this import, without its file."""
    require(request.user, Permission.IMPORT_OFFICIALS)
    kinds = [READ_MEMBERS, WRITE_MEMBERS]
    return get_object_or_404(Job.objects.defer("file"), pk=pk, kind__in=kinds, by=request.user)
