"""The photo of an official: the picture itself, and the page on which it is taken in, changed and removed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from config.accounts.permissions import Permission, require
from config.errors import Refused
from officials.actions.portraits import remove_portrait, set_portrait
from officials.forms import PortraitForm
from officials.models import Official, Portrait
from officials.permissions import require_for_official
from officials.queries.officials import officials_seen_by


@require_safe
def official_portrait(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.VIEW_OFFICIALS)
    seen = officials_seen_by(request.user).filter(pk=pk)
    return HttpResponse(get_object_or_404(Portrait, official__in=seen).content, content_type="image/jpeg")


@require_http_methods(["GET", "POST"])
def portrait_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """`do` names what was pressed: nothing for a new picture, "remove" to be without one."""
    require(request.user, Permission.EDIT_OFFICIALS)
    official = get_object_or_404(officials_seen_by(request.user), pk=pk)
    require_for_official(request.user, Permission.EDIT_OFFICIALS, official)
    form = PortraitForm()
    if request.method == "POST":
        if request.POST.get("do") == "remove":
            return _removed(request, official)
        form = PortraitForm(request.POST, request.FILES)
        if form.is_valid() and _stored(request, official, form):
            return redirect("official-detail", pk)
    context = {"form": form, "official": official, "has_portrait": Portrait.objects.filter(official=official).exists()}
    return render(request, "officials/portrait_edit.html", context, status=422 if form.errors else 200)


def _stored(request: HttpRequest, official: Official, form: PortraitForm) -> bool:
    try:
        set_portrait(by=request.user, official=official, upload=form.cleaned_data["file"])
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return False
    messages.success(request, "Đã lưu ảnh.")
    return True


def _removed(request: HttpRequest, official: Official) -> HttpResponse:
    try:
        remove_portrait(by=request.user, official=official)
        messages.success(request, "Đã bỏ ảnh.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("official-detail", official.pk)
