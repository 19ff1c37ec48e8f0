"""Keying a session's totals: the typist's page."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ballots.actions.keying import save_keying, start_keying, submit_keying
from ballots.models import TotalsKeying
from ballots.presenters.count import passes_of
from ballots.presenters.sheet import EXPLAIN, sheet_view
from ballots.queries.totals import keyings_of, layout_of, state_of
from ballots.rules.double_keying import PAIR_LABELS, PairState
from ballots.rules.totals import Problem, people_keyed
from campaigns.models import Counting, SessionState, VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused

HANDED_IN = "Đã nộp. Chờ người kia nhập xong để đối chiếu."
AGREED = "Đã nộp. Hai lần nhập khớp nhau; trưởng ban kiểm phiếu có thể xác nhận kết quả."


@require_http_methods(["GET", "POST"])
def session_keying(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """The own entry: begin, go on, hand in. A change that htmx sends is kept and answered with a word."""
    session = load_session(request, Permission.KEY_TOTALS, campaign, code)
    if session.counting == Counting.BALLOTS and request.method == "GET":
        return redirect("bundle-list", campaign, code)
    own = next((keying for keying in keyings_of(session) if keying.by_id == request.user.pk), None)
    try:
        if request.method == "POST":
            return _post(request, session, own)
    except Refused as refusal:
        if request.headers.get("HX-Request"):
            return render(request, "ballots/_saved.html", {"refusal": str(refusal)})
        messages.error(request, str(refusal))
        return _again(session)
    return _page(request, session, own)


def _post(request: HttpRequest, session: VotingSession, own: TotalsKeying | None) -> HttpResponse:
    if request.POST.get("do") == "start" or own is None:
        start_keying(by=request.user, session=session)
        return _again(session)
    typed, explanations = _typed(request.POST)
    is_fragment = bool(request.headers.get("HX-Request"))
    if is_fragment or request.POST.get("do") != "submit":  # htmx sends the focused button along: never hand in by it
        save_keying(by=request.user, keying=own, typed=typed, explanations=explanations)
        if is_fragment:
            return render(request, "ballots/_saved.html")
        messages.success(request, "Đã lưu bản nhập dở.")
        return _again(session)
    submission = submit_keying(by=request.user, keying=own, typed=typed, explanations=explanations)
    if submission.problems:
        own.refresh_from_db()
        return _page(request, session, own, submission.problems)
    _tell(request, session, submission.pair)
    return _again(session)


def _tell(request: HttpRequest, session: VotingSession, pair: PairState) -> None:
    """Cells that came back are told of by the sheet itself."""
    own = next(keying for keying in keyings_of(session) if keying.by_id == request.user.pk)
    if own.is_submitted:
        messages.success(request, AGREED if pair == PairState.AGREED else HANDED_IN)


def _page(
    request: HttpRequest, session: VotingSession, own: TotalsKeying | None, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    """Blind: nothing of the other entry is in the context but who and how far."""
    keyings = keyings_of(session)
    is_keying = own is not None and not own.is_submitted and session.state == SessionState.COUNTING
    context: dict[str, Any] = {
        "session": session,
        "own": own,
        "is_counting": session.state == SessionState.COUNTING,
        "is_full": own is None and len(keyings) > 1,
        "passes": passes_of(keyings),
        "pair": state_of(keyings),
        "pair_label": PAIR_LABELS[state_of(keyings)],
        "can_confirm": request.user.has_perm(Permission.CONFIRM_COUNT, session.unit),
    }
    if is_keying and own is not None:
        layout = layout_of(session)
        context["sheet"] = sheet_view(layout, own, problems)
        context["keyed_again"] = ", ".join(people_keyed(layout)) if layout.kept else ""
    return render(request, "ballots/session_keying.html", context)


def _typed(data: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Cells and explanations as they came; the action takes what belongs to the session's sheet."""
    data = {name: text for name, text in data.items() if "\0" not in name + text}  # which the database cannot hold
    typed = {name: text for name, text in data.items() if name.startswith(("style:", "subject:"))}
    explained = {name.removeprefix(EXPLAIN): text for name, text in data.items() if name.startswith(EXPLAIN)}
    return typed, explained


def _again(session: VotingSession) -> HttpResponse:
    return redirect("session-keying", session.campaign.code, session.code)
