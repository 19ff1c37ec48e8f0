"""The third reading of a bundle: the cells in which two keyings stayed apart, typed from the paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from ballots.actions.deciding import LONGEST_NOTE, decide_bundle, obstacle_to_deciding
from ballots.models import Bundle
from ballots.presenters.bundles import DecisionSheet, decision_sheets, flaws_context, mark_keys
from ballots.rules.bundles import OPEN, Sheet
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused


@require_http_methods(["GET", "POST"])
def bundle_decision(request: HttpRequest, campaign: str, code: str, bundle: int) -> HttpResponse:
    """The differing cells of one bundle, blind: what the two clerks typed there is gone."""
    session = load_session(request, Permission.CONFIRM_COUNT, campaign, code)
    rows = Bundle.objects.select_related("style__session__unit").prefetch_related("keyings__by")
    found = get_object_or_404(rows, pk=bundle, style__session=session, version=session.count_version)
    sheets = decision_sheets(found, request.POST)
    context: dict[str, Any] = {"note": request.POST.get("note", "")[:LONGEST_NOTE]}
    if request.method == "POST":
        try:
            note = context["note"].replace("\0", "")
            decide_bundle(by=request.user, bundle=found, typed=_typed(sheets), note=note)
        except Refused as refusal:
            context["refusal"] = str(refusal)
        else:
            messages.success(request, f"Đã quyết định bó {found.named}. Dấu của từng phiếu đã xóa.")
            return redirect("session-count", campaign, code)
    context |= {
        "session": session,
        "bundle": found,
        "sheets": sheets,
        "obstacle": obstacle_to_deciding(request.user, found),
        "keys": mark_keys(session.rules),
        "longest": LONGEST_NOTE,
        **flaws_context(session.rules),
    }
    return render(request, "ballots/bundle_decision.html", context, status=422 if "refusal" in context else 200)


def _typed(sheets: list[DecisionSheet]) -> dict[int, Sheet]:
    return {
        sheet.position: Sheet(reason=sheet.reason)
        if sheet.reason
        else Sheet("".join(line.mark or OPEN for line in sheet.lines))
        for sheet in sheets
    }
