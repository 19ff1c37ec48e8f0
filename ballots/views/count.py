"""The counting board's page, and the panel of the session's page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ballots.actions.bundle_guards import PAPER_COUNTED
from ballots.actions.keying import discard_keyings, return_to_voting
from ballots.actions.settling import counted_ballots, obstacle_to_settling, settle_count
from ballots.actions.stock import stock_obstacles
from ballots.presenters.bundles import bundle_sums
from ballots.presenters.count import agreed_results, concerns, counted_results, passes_of
from ballots.presenters.margins import asked_within, judged, near_views
from ballots.queries.bundles import bundles_of
from ballots.queries.counts import is_paper_counted, results_of
from ballots.queries.totals import keyings_of, layout_of, state_of
from ballots.rules.double_keying import PAIR_LABELS, PairState
from ballots.rules.totals import check
from ballots.views.bundle_count import act_on_bundles, bundles_context, counting_context
from campaigns.models import COUNTED, Counting, SessionState, VotingSession
from campaigns.views.loading import load_session, reason_of
from config.accounts.permissions import Permission
from config.errors import Refused


@require_http_methods(["GET", "POST"])
def session_count(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """How far the two entries are; the totals once they agree; confirming them, or beginning again."""
    session = load_session(request, Permission.CONFIRM_COUNT, campaign, code)
    if request.method == "POST":
        if not _post(request, session):
            return render(request, "ballots/session_count.html", _count_context(request, session), status=422)
        return redirect("session-count", campaign, code)
    return render(request, "ballots/session_count.html", _count_context(request, session))


@require_safe
def session_count_panel(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """The state of the count for the session's page; results for those who may see them."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    keyings = keyings_of(session)
    may_see = request.user.has_perm(Permission.VIEW_RESULTS, session.unit)
    context: dict[str, Any] = {
        "session": session,
        "is_counting": session.state == SessionState.COUNTING,
        "is_counted": session.state in COUNTED,
        "may_see": may_see,
        "can_key": request.user.has_perm(Permission.KEY_TOTALS, session.unit),
        "can_confirm": request.user.has_perm(Permission.CONFIRM_COUNT, session.unit),
        **_pair_context(keyings),
        **(_results(session) if may_see and session.state in COUNTED else {}),
    }
    if session.counting == Counting.BALLOTS and session.state == SessionState.COUNTING:
        context |= {"by_ballots": True, "bundle_sums": bundle_sums(bundles_of(session))}
    template = "ballots/_count_panel.html" if request.headers.get("HX-Request") else "ballots/count_panel.html"
    return render(request, template, context)


def _post(request: HttpRequest, session: VotingSession) -> bool:
    """Do what was asked; False where the page is to be shown again with what was typed."""
    try:
        if session.counting == Counting.BALLOTS or request.POST.get("do") == "counting":
            return _post_ballots(request, session)
        if request.POST.get("do") == "settle":
            settle_count(by=request.user, session=session)
            messages.success(request, "Đã xác nhận kết quả kiểm phiếu.")
        elif request.POST.get("do") == "discard":
            discard_keyings(by=request.user, session=session, reason=reason_of(request))
            messages.success(request, "Đã hủy số liệu đã nhập. Hai người có thể nhập lại từ đầu.")
        elif request.POST.get("do") == "reopen":
            return_to_voting(by=request.user, session=session, reason=reason_of(request))
            messages.success(request, "Đã quay lại bước ghi phiếu.")
    except (Refused, PermissionDenied) as refusal:
        messages.error(request, str(refusal))
    return True


def _post_ballots(request: HttpRequest, session: VotingSession) -> bool:
    if request.POST.get("do") == "reopen":
        return_to_voting(by=request.user, session=session, reason=reason_of(request))
        messages.success(request, "Đã quay lại bước ghi phiếu.")
        return True
    try:
        return act_on_bundles(request, session)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return request.POST.get("do") != "settle"  # what was typed of blanks stays


def _count_context(request: HttpRequest, session: VotingSession) -> dict[str, Any]:
    keyings = keyings_of(session)
    is_counting = session.state == SessionState.COUNTING
    is_part = is_counting and session.has_screen
    context: dict[str, Any] = {
        "session": session,
        "is_counting": is_counting,
        "is_counted": session.state in COUNTED,
        "is_part": is_part,
        "paper_counted": PAPER_COUNTED if is_part and is_paper_counted(session) else "",
        "may_go_back": session.count_version == 1 and not session.has_screen,
        **_pair_context(keyings),
        **counting_context(session),
    }
    if session.state in COUNTED:
        return context | _results(session, asked_within(request.GET.get("k", "")))
    if is_counting and session.counting == Counting.BALLOTS:
        return context | bundles_context(request, session)
    if is_counting:
        context["obstacle"] = obstacle_to_settling(request.user, keyings)
        context["may_discard"] = bool(keyings)
        if context["pair"] == PairState.AGREED:
            layout = layout_of(session)
            numbers, problems = check(layout, keyings[0].cells)
            context["concerns"] = concerns(problems, keyings)
            context["is_blocked"] = any(problem.blocks for problem in problems)
            if not context["is_blocked"]:
                context["results"] = agreed_results(layout, numbers)
                context["ledger"] = stock_obstacles(session, counted_ballots(layout, numbers))
    return context


def _pair_context(keyings: list[Any]) -> dict[str, Any]:
    pair = state_of(keyings)
    differing = max((len(keying.returned) for keying in keyings), default=0)
    return {
        "passes": passes_of(keyings),
        "pair": pair.value,
        "pair_label": PAIR_LABELS[pair],
        "differing": differing if pair == PairState.DIFFERENT else 0,
        "has_keyings": bool(keyings),
    }


def _results(session: VotingSession, within: int | None = None) -> dict[str, Any]:
    """The result; where `within` is given, with those who lie so many ballots from a threshold."""
    try:
        found = results_of(session)
        shown: dict[str, Any] = {"results": counted_results(found, session.rules)}
        if within is not None:
            shown |= {"near": near_views(judged(found), session.rules, within), "within": within}
    except ValueError as unknown:
        return {"problem": str(unknown)}
    return shown
