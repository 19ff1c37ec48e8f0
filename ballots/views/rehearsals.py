"""Rehearsing a session."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ballots.actions.rehearsals import delete_rehearsal
from ballots.presenters.rehearsals import rehearsals_page
from campaigns.actions.rehearsals import create_rehearsal
from campaigns.models import VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def session_rehearsal(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Of a session its rehearsals and a new one; of a rehearsal the deck, the figures it has to give, and its end."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    if request.method == "POST":
        return _post(request, session)
    context = {"session": session, **rehearsals_page(session, request.user)}
    return render(request, "ballots/session_rehearsal.html", context)


def _post(request: HttpRequest, session: VotingSession) -> HttpResponse:
    shown = session
    try:
        if request.POST.get("do") == "delete":
            shown = session.origin or session
            delete_rehearsal(by=request.user, session=session)
            messages.success(request, "Đã xóa diễn tập cùng mọi số liệu của nó.")
        else:
            shown = create_rehearsal(by=request.user, session=session)
            messages.success(request, "Đã lập diễn tập. In bộ phiếu diễn tập rồi bắt đầu điểm danh.")
    except (Refused, PermissionDenied) as refusal:
        messages.error(request, str(refusal))
        shown = session
    return redirect("session-rehearsal", session.campaign.code, shown.code)
