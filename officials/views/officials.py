"""Pages of officials and of their posts."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.lists import show_page
from officials.actions.officials import (
    change_appointment,
    change_official,
    create_official,
    end_appointment,
    start_appointment,
)
from officials.exports import download, workbook_bytes
from officials.filters import OfficialFilter
from officials.forms import EndForm, OfficialFields, PostFields
from officials.models import Appointment, Official, Portrait, Sex
from officials.permissions import may_for_official, require_for_official, scope
from officials.queries.officials import history_of, in_chunks, officials_seen_by, posts_of, with_posts
from officials.tables import OfficialTable, official_states
from officials.timeline import past_changes, timeline

PAGE_LENGTH = 50
EXPORT_HEADINGS = [
    ("Mã cán bộ", 14),
    ("Họ và tên", 28),
    ("Giới tính", 10),
    ("Ngày sinh", 12),
    ("Năm sinh", 10),
    ("Chức vụ đang giữ", 70),
    ("Thông báo nghỉ hưu", 14),
    ("Nghỉ ốm từ", 14),
]


def official_list(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.VIEW_OFFICIALS)
    found = OfficialFilter(request.GET, queryset=officials_seen_by(request.user))
    if request.GET.get("format") == "xlsx":
        return download(workbook_bytes("Cán bộ", EXPORT_HEADINGS, _export_rows(found.qs)), "can-bo.xlsx")
    table = OfficialTable(with_posts(found.qs))
    show_page(request, table, length=PAGE_LENGTH)
    query = request.GET.copy()
    query["format"] = "xlsx"
    context = {
        "table": table,
        "filter": found,
        "export_query": query.urlencode(),
        "may_edit": request.user.has_perm(Permission.EDIT_OFFICIALS),
    }
    return render(request, "officials/official_list.html", context)


def official_detail(request: HttpRequest, pk: int) -> HttpResponse:
    official = _official(request, pk)
    posts = posts_of(official)
    official.current_posts = [post for post in posts if post.ended_on is None]  # type: ignore[attr-defined]
    units = scope(request.user, Permission.EDIT_OFFICIALS)
    context = {
        "official": official,
        "has_portrait": Portrait.objects.filter(official=official).exists(),
        "states": official_states(official),
        "timeline": timeline(posts, timezone.localdate()),
        "posts": [(post, units is None or post.unit_id in units) for post in posts],
        "seats": [
            (seat, units is None or seat.unit_id in units)
            for seat in official.memberships.select_related("unit").order_by("-ended_on", "unit__position", "pk")
        ],
        "history": past_changes(history_of(official)),
        "may_edit": may_for_official(request.user, Permission.EDIT_OFFICIALS, official),
        "may_see_campaigns": request.user.has_perm(Permission.VIEW_CAMPAIGNS),
    }
    return render(request, "officials/official_detail.html", context)


def official_add(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.EDIT_OFFICIALS)
    today = timezone.localdate()
    person = OfficialFields(request.POST or None)
    post = PostFields(request.POST or None, by=request.user, today=today)
    if request.method == "POST" and all([person.is_valid(), post.is_valid()]):
        try:
            added = create_official(by=request.user, official=person.instance, appointment=post.instance, today=today)
            messages.success(request, f"Đã thêm cán bộ {added}.")
            return redirect("official-detail", added.pk)
        except Refused as refusal:
            person.add_error(None, str(refusal))
    return render(request, "officials/official_add.html", {"person": person, "post": post})


def official_edit(request: HttpRequest, pk: int) -> HttpResponse:
    official = _official(request, pk)
    require_for_official(request.user, Permission.EDIT_OFFICIALS, official)
    form = OfficialFields(request.POST or None, instance=official)
    if request.method == "POST" and form.is_valid():
        try:
            change_official(by=request.user, official=form.instance)
            messages.success(request, "Đã lưu thay đổi.")
            return redirect("official-detail", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    name = Official.objects.values_list("full_name", flat=True).get(pk=pk)
    return render(request, "officials/official_edit.html", {"form": form, "official": official, "name": name})


def appointment_add(request: HttpRequest, pk: int) -> HttpResponse:
    official = _official(request, pk)
    require(request.user, Permission.EDIT_OFFICIALS)
    today = timezone.localdate()
    form = PostFields(request.POST or None, instance=Appointment(official=official), by=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            post = start_appointment(by=request.user, appointment=form.instance, today=today)
            messages.success(request, f"Đã ghi chức vụ {post}.")
            return redirect("official-detail", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "officials/appointment_form.html", {"form": form, "official": official})


def appointment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    post = _appointment(request, pk)
    initial = {"unit_code": post.unit.code, "title_name": post.title.name}
    form = PostFields(request.POST or None, instance=post, by=request.user, today=timezone.localdate(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_appointment(by=request.user, appointment=form.instance)
            messages.success(request, "Đã lưu thay đổi.")
            return redirect("official-detail", post.official_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "official": post.official, "is_change": True}
    return render(request, "officials/appointment_form.html", context)


def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    post = _appointment(request, pk)
    form = EndForm(request.POST or None, started_on=post.started_on)
    if request.method == "POST" and form.is_valid():
        try:
            end_appointment(by=request.user, appointment=post, **form.cleaned_data)
            messages.success(request, f"Đã ghi thôi giữ chức vụ {post}.")
            return redirect("official-detail", post.official_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "officials/appointment_end.html", {"form": form, "post": post})


def _official(request: HttpRequest, pk: int) -> Official:
    require(request.user, Permission.VIEW_OFFICIALS)
    return get_object_or_404(officials_seen_by(request.user), pk=pk)


def _appointment(request: HttpRequest, pk: int) -> Appointment:
    require(request.user, Permission.EDIT_OFFICIALS)
    post = get_object_or_404(Appointment.objects.select_related("official", "title", "unit"), pk=pk)
    require(request.user, Permission.EDIT_OFFICIALS, post.unit)
    return post


def _export_rows(officials: Any) -> Iterator[list[Any]]:
    for official in in_chunks(officials):
        yield [
            official.code,
            official.full_name,
            Sex(official.sex).label if official.sex else "",
            official.born_on,
            official.born_year,
            "; ".join(f"{post.title}, {post.unit}" for post in official.current_posts),  # type: ignore[attr-defined]
            official.retirement_notice_on,
            official.illness_from,
        ]
