"""The ledger of blank ballots: one page a session, for the table where ballots are handed out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ballots.actions.stock import AT_THE_VOTE, KEPT_FROM, end_voting, exchange_spoiled, record_stock
from ballots.presenters.stock import PRINTED_ONLY, StockView, balance, screen_columns, stock_view
from ballots.queries.stock import ledgers_of, screen_stocks
from ballots.rules.stock import COLUMNS, Ledger, open_problems, read_ledger
from ballots.rules.totals import Problem
from campaigns.models import SessionState, VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission, require
from config.errors import Refused

LONGEST_ID = 18
SEEN = "seen:"
EXCHANGED = "Đã ghi đổi một phiếu hỏng."


@require_http_methods(["GET", "POST"])
def session_stock(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Look at the ledger, write it, or see whether what is typed so far balances."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    if request.method != "POST":
        return _page(request, session)
    require(request.user, Permission.KEEP_STOCK, session.unit)
    typed, seen = _typed(request)
    if request.headers.get("HX-Request"):
        return _balances(request, session, typed)
    try:
        problems = record_stock(by=request.user, session=session, typed=typed, seen=seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, session, typed, status=422)
    if problems:
        return _page(request, session, typed, problems, status=422)
    messages.success(request, "Đã ghi sổ phiếu.")
    return redirect("session-stock", campaign, code)


@require_POST
def ballot_exchange(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """One tap: a spoiled ballot was exchanged."""
    session = load_session(request, Permission.KEEP_STOCK, campaign, code)
    style = request.POST.get("ballot", "")
    refused = ""
    try:
        exchange_spoiled(
            by=request.user, session=session, style=int(style) if style.isdecimal() and len(style) < LONGEST_ID else 0
        )
    except Refused as refusal:
        refused = str(refusal)
    if request.headers.get("HX-Request"):
        views = [view for view in _views(session, _columns(session)) if str(view.key) == style]
        context = {"views": views, "refused": refused, "session": session}
        return render(request, "ballots/_stock_exchanged.html", context)
    messages.add_message(request, messages.ERROR if refused else messages.SUCCESS, refused or EXCHANGED)
    return redirect("session-stock", campaign, code)


@require_POST
def voting_close(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Close the voting, once the ledger lets it."""
    session = load_session(request, Permission.RUN_SESSIONS, campaign, code)
    try:
        end_voting(by=request.user, session=session)
        messages.success(request, "Đã kết thúc ghi phiếu.")
    except (Refused, PermissionDenied) as refusal:
        messages.error(request, str(refusal))
    return redirect("session-detail", campaign, code)


def _page(
    request: HttpRequest,
    session: VotingSession,
    typed: dict[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    may_keep = request.user.has_perm(Permission.KEEP_STOCK, session.unit)
    views = _views(session, _columns(session) if may_keep else (), typed, problems)
    context: dict[str, Any] = {
        "views": views,
        "may_keep": may_keep and session.state in KEPT_FROM and session.has_paper,
        "may_exchange": may_keep and session.state == SessionState.VOTING,
        "is_early": session.state == SessionState.PLANNED,
        "is_screen": not session.has_paper,
        "is_over": session.state not in (*KEPT_FROM, SessionState.PLANNED),
        "may_see_versions": request.user.has_perm(Permission.VIEW_RESULTS, session.unit),
        "screen": screen_columns(session, screen_stocks(session)) if session.has_screen else [],
        "notes": [(view, note) for view in views for note in view.notes],
        "session": session,
    }
    return render(request, "ballots/session_stock.html", context, status=status)


def _columns(session: VotingSession) -> tuple[str, ...]:
    """What may be written at this step."""
    if session.state in AT_THE_VOTE:
        return (*COLUMNS, "explanation")
    return PRINTED_ONLY if session.state in KEPT_FROM else ()


def _views(
    session: VotingSession,
    columns: tuple[str, ...],
    typed: dict[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
) -> list[StockView]:
    colours = dict(session.styles.values_list("pk", "colour"))
    return [
        stock_view(ledger, colour=colours[ledger.key], open_columns=columns, typed=typed or {}, problems=problems)
        for ledger in ledgers_of(session)
    ]


def _balances(request: HttpRequest, session: VotingSession, typed: dict[str, str]) -> HttpResponse:
    """Nothing is stored: the sentences and the pictures for what is typed so far."""
    shown = [_tried(ledger, typed, session.present) for ledger in ledgers_of(session)]
    return render(request, "ballots/_stock_balances.html", {"shown": shown})


def _tried(ledger: Ledger, typed: dict[str, str], present: int | None) -> dict[str, Any]:
    read, wrong = read_ledger(ledger, typed)
    found = [*wrong, *open_problems(read, present)]
    return {"key": ledger.key, "balance": balance(read), "asks": any(not problem.blocks for problem in found)}


def _typed(request: HttpRequest) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed, and what the page showed, by cell; without the NUL that the database cannot hold."""
    data = {name: text for name, text in request.POST.items() if "\0" not in name + str(text)}
    typed = {name: str(text) for name, text in data.items() if name.startswith("style:")}
    seen = {name.removeprefix(SEEN): str(text) for name, text in data.items() if name.startswith(SEEN)}
    return typed, seen
