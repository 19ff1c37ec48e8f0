"""The page that moves many sessions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.actions.move_sessions import movable, move_sessions, propose_moves, refusals
from campaigns.forms.many_sessions import MoveForm
from campaigns.models import Campaign
from campaigns.presenters.timetable import MOST_ROWS
from campaigns.views.timetable import timetable_filter
from config.accounts.permissions import Permission, require
from config.errors import Refused


@require_http_methods(["GET", "POST"])
def sessions_move(request: HttpRequest, code: str) -> HttpResponse:
    """The sessions chosen in the list (`hn`), or all that its filter finds (`loc`, its query): to which days, what
    speaks against it, and go."""
    require(request.user, Permission.EDIT_CAMPAIGNS)
    campaign = get_object_or_404(Campaign, code=code)
    chosen = _chosen(request, campaign)
    form = MoveForm(request.POST or None)
    context: dict[str, Any] = {"campaign": campaign, "form": form, "chosen": ",".join(map(str, chosen))}
    if request.method == "POST" and form.is_valid():
        shift, reason = form.shift(), form.cleaned_data["reason"]
        try:
            if "move" in request.POST:
                done = move_sessions(by=request.user, campaign=campaign, sessions=chosen, shift=shift, reason=reason)
                messages.success(request, f"Đã dời {done} hội nghị.")
                return redirect("timetable-list", code)
            moves = propose_moves(by=request.user, campaign=campaign, sessions=chosen, shift=shift)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            refused = refusals(moves, reason)
            context |= {"moves": moves[:MOST_ROWS], "refused": refused[:MOST_ROWS], "is_preview": True}
    rows = movable(request.user, campaign, chosen)
    context |= {"sessions": rows, "left_out": len(chosen) - len(rows)}
    return render(request, "campaigns/sessions_move.html", context)


def _chosen(request: HttpRequest, campaign: Campaign) -> list[int]:
    """The ids of the sessions, as boxes give them or in one field; of all that a filter finds where that was asked."""
    given = request.POST if request.method == "POST" else request.GET
    if "loc" in given and "hn" not in given:
        found = timetable_filter(QueryDict(given["loc"]), request.user, campaign)
        return list(found.qs.values_list("pk", flat=True))
    parts = ",".join(given.getlist("hn")).split(",")
    return sorted({int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19})
