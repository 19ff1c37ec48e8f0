"""Verifying a printed result, and taking over one that this installation has never seen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ballots.actions.import_sealed import import_sealed_session
from ballots.queries.seals import verify
from ballots.scans import Scan
from config.accounts.permissions import Permission, require
from config.errors import Refused
from reports.presenters.verification import verified_view
from reports.queries.verification import verification
from reports.verification_forms import TakeOverForm, VerifyForm

TEMPLATE = "reports/verification.html"


@require_http_methods(["GET", "POST"])
def verify_result(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.VIEW_RESULTS)
    form = VerifyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _shown(request, form, form.scans())
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, TEMPLATE, {"form": form})


@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """Import what was verified, into the campaign that was chosen; else the verified result again, with a sentence."""
    require(request.user, Permission.IMPORT_TOTALS)
    taking = TakeOverForm(request.POST)
    if taking.is_valid():
        data = taking.cleaned_data
        try:
            done = import_sealed_session(by=request.user, campaign=data["campaign"], verified=verify(data["text"]))
        except (Refused, PermissionDenied) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã nhập hội nghị." if done.is_new else "Kết quả này đã có từ trước.")
            return redirect("session-detail", done.session.campaign.code, done.session.code)
    else:
        messages.error(request, "Chọn đợt để nhập kết quả vào.")
    form = VerifyForm({"text": request.POST.get("text", "")})
    try:
        return _shown(request, form, form.scans() if form.is_valid() else [])
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return render(request, TEMPLATE, {"form": form})


def _shown(request: HttpRequest, form: VerifyForm, scans: list[Scan]) -> HttpResponse:
    """The verdict with all figures, and the way to take them over where that can be done."""
    found = verified_view(verification(scans))
    known = found.seal.session if found.seal else None
    may_see = known is not None and request.user.has_perm(Permission.VIEW_RESULTS, known.unit)
    may_import = known is None and request.user.has_perm(Permission.IMPORT_TOTALS)
    context = {
        "form": form,
        "found": found,
        "known": known if may_see else None,
        "taking": TakeOverForm(initial={"text": found.codes}) if may_import and found.kind == "success" else None,
    }
    return render(request, TEMPLATE, context)
