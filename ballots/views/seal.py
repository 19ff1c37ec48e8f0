"""Sealing a session's result: the page of the two people, and the panel of the session's page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ballots.actions.sealing import confirm_seal, obstacle_to_sealing, propose_seal, withdraw_seal
from ballots.presenters.count import counted_results
from ballots.queries.counts import results_of
from ballots.queries.seals import seal_of
from ballots.queries.versions import proposed_reopening
from ballots.rules.seal_payload import short
from campaigns.models import COUNTED, SessionState, VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused

SAID = {
    "propose": "Đã đề nghị niêm phong. Một người khác xem lại số liệu và niêm phong.",
    "confirm": "Đã niêm phong kết quả. In biên bản có mã xác thực để ký.",
    "withdraw": "Đã rút đề nghị niêm phong.",
}


@require_http_methods(["GET", "POST"])
def session_seal(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """What is sealed, by whom, and the buttons of the two people."""
    session = load_session(request, Permission.SEAL_RESULTS, campaign, code)
    if request.method == "POST":
        _post(request, session)
        return redirect("session-seal", campaign, code)
    return render(request, "ballots/session_seal.html", _context(request, session) | _results(session))


@require_safe
def session_seal_panel(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """How far the seal is, for the session's page."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    template = "ballots/_seal_panel.html" if request.headers.get("HX-Request") else "ballots/seal_panel.html"
    return render(request, template, _context(request, session))


def _post(request: HttpRequest, session: VotingSession) -> None:
    asked = request.POST.get("do", "")
    if asked not in SAID:
        return
    try:
        _act(request, session, asked)
    except (Refused, PermissionDenied) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, SAID[asked])


def _act(request: HttpRequest, session: VotingSession, asked: str) -> None:
    match asked:
        case "propose":
            propose_seal(by=request.user, session=session)
        case "confirm":
            confirm_seal(by=request.user, session=session, seen=request.POST.get("seen", ""))
        case _:
            withdraw_seal(by=request.user, session=session)


def _context(request: HttpRequest, session: VotingSession) -> dict[str, Any]:
    seal = seal_of(session)
    return {
        "session": session,
        "seal": seal,
        "digits": short(seal.digest) if seal else "",
        "is_counted": session.state == SessionState.COUNTED,
        "is_sealed": session.state == SessionState.SEALED,
        "may_seal": request.user.has_perm(Permission.SEAL_RESULTS, session.unit),
        "may_reopen": request.user.has_perm(Permission.REOPEN_COUNTS, session.unit),
        "reopening": proposed_reopening(session),
        "obstacle": obstacle_to_sealing(request.user, seal) if seal else "",
    }


def _results(session: VotingSession) -> dict[str, Any]:
    if session.state not in COUNTED:
        return {}
    try:
        return {"results": counted_results(results_of(session), session.rules)}
    except ValueError as unknown:
        return {"problem": str(unknown)}
