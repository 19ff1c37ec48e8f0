"""The devices on which voters cast at the hall: enrolled one by one, each with an invitation that is shown once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ballots.actions.kiosks import BOX_IS_CLOSED, WITH_KIOSKS, enrol_kiosk, revoke_kiosk
from ballots.box_forms import KioskForm
from ballots.models import Kiosk
from ballots.queries.boxes import box_of
from campaigns.models import VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission, require
from config.drawings import qr_drawing
from config.errors import Refused

LONGEST_ID = 18


@require_http_methods(["GET", "POST"])
def box_kiosks(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """The enrolled devices; enrolling one shows its invitation in this answer and never again."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    if request.method != "POST":
        return _page(request, session, KioskForm())
    require(request.user, Permission.RUN_SESSIONS, session.unit)
    if request.POST.get("do") == "revoke":
        return _revoke(request, session)
    form = KioskForm(request.POST)
    if form.is_valid():
        try:
            kiosk, invitation = enrol_kiosk(by=request.user, session=session, name=form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _page(request, session, KioskForm(), _invitation(request, kiosk, invitation))
    return _page(request, session, form, status=422)


def _revoke(request: HttpRequest, session: VotingSession) -> HttpResponse:
    pk = request.POST.get("kiosk", "")
    known = pk if pk.isascii() and pk.isdecimal() and len(pk) < LONGEST_ID else "0"
    kiosk = get_object_or_404(Kiosk.objects.select_related("box__session__unit"), pk=known, box__session=session)
    try:
        revoke_kiosk(by=request.user, kiosk=kiosk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã thu hồi máy “{kiosk.name}”. Máy này không ghi phiếu được nữa.")
    return redirect("box-kiosks", session.campaign.code, session.code)


def _invitation(request: HttpRequest, kiosk: Kiosk, invitation: str) -> dict[str, Any]:
    """What is shown once: the address for the device, as a QR code and to type."""
    address = request.build_absolute_uri(reverse("kiosk-home", args=[kiosk.box.address]))
    return {"name": kiosk.name, "address": address, "code": invitation, "qr": qr_drawing(f"{address}#{invitation}")}


def _page(
    request: HttpRequest,
    session: VotingSession,
    form: forms.Form,
    invitation: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    box = box_of(session)
    context = {
        "session": session,
        "box": box,
        "kiosks": list(box.kiosks.order_by("name")) if box else [],
        "form": form,
        "invitation": invitation,
        "may_run": request.user.has_perm(Permission.RUN_SESSIONS, session.unit),
        "too_late": "" if session.box in WITH_KIOSKS else BOX_IS_CLOSED,
    }
    return render(request, "ballots/box_kiosks.html", context, status=status)
