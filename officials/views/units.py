"""Pages of organisation units."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from config.accounts.permissions import Permission, require
from config.errors import Refused
from officials.actions.units import change_unit, create_unit
from officials.forms import UnitForm
from officials.models import Official, OrganisationUnit
from officials.queries.officials import with_posts
from officials.queries.units import search_units, superiors, tree, units_seen_by
from officials.tables import OfficialTable

MOST_FOUND = 100
MOST_SHOWN = 200


def unit_tree(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.VIEW_OFFICIALS)
    units = units_seen_by(request.user)
    text = request.GET.get("q", "").strip()
    context = {
        "q": text,
        "found": list(search_units(units, text).select_related("parent")[:MOST_FOUND]) if text else None,
        "branches": [] if text else tree(units),
        "may_edit": request.user.has_perm(Permission.EDIT_OFFICIALS),
    }
    return render(request, "officials/unit_tree.html", context)


def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.VIEW_OFFICIALS)
    unit = get_object_or_404(units_seen_by(request.user), pk=pk)
    holders = Official.objects.filter(appointments__unit=unit, appointments__ended_on=None).distinct()
    table = OfficialTable(with_posts(holders.order_by("sort_key", "code"))[:MOST_SHOWN], orderable=False)
    context = {
        "unit": unit,
        "above": superiors(unit),
        "children": list(units_seen_by(request.user).filter(parent=unit)),
        "table": table,
        "may_edit": request.user.has_perm(Permission.EDIT_OFFICIALS, unit),
    }
    return render(request, "officials/unit_detail.html", context)


def unit_add(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.EDIT_OFFICIALS)
    form = UnitForm(request.POST or None, by=request.user, initial={"parent_code": request.GET.get("parent", "")})
    if request.method == "POST" and form.is_valid():
        try:
            unit = create_unit(by=request.user, unit=form.instance)
            messages.success(request, f"Đã thêm đơn vị {unit}.")
            return redirect("unit-detail", unit.pk)
        except Refused as refusal:
            form.add_error("parent_code", str(refusal))
    return render(request, "officials/unit_form.html", {"form": form})


def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(OrganisationUnit.objects.select_related("parent"), pk=pk)
    require(request.user, Permission.EDIT_OFFICIALS, unit)
    name = unit.name
    form = UnitForm(request.POST or None, instance=unit, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            change_unit(by=request.user, unit=form.instance)
            messages.success(request, "Đã lưu thay đổi.")
            return redirect("unit-detail", pk)
        except Refused as refusal:
            form.add_error("parent_code", str(refusal))
    return render(request, "officials/unit_form.html", {"form": form, "unit": unit, "name": name})
