"""The board's side of a count that is keyed ballot by ballot: a part of the page of the count."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from ballots.actions.bundle_settling import (
    Tally,
    blanks_obstacle,
    obstacle_to_settling_bundles,
    settle_bundles,
    tally_of,
)
from ballots.actions.bundles import choose_counting
from ballots.actions.deciding import discard_bundle
from ballots.actions.settling import counted_ballots
from ballots.actions.stock import stock_obstacles
from ballots.models import Bundle
from ballots.presenters.bundles import bundle_views, clerk_views
from ballots.presenters.count import agreed_results
from ballots.presenters.sheet import EXPLAIN, html_id
from ballots.queries.bundles import Blanks, bundles_of
from ballots.rules.codes import board_text
from ballots.rules.totals import Problem, whole_number
from campaigns.models import COUNTED, Counting, SessionState, VotingSession
from campaigns.views.loading import reason_of
from config.errors import Refused


def counting_context(session: VotingSession) -> dict[str, Any]:
    """The choice of the way of counting, where it can still be made."""
    return {"ways": Counting.choices, "may_choose": session.state not in COUNTED}


def bundles_context(request: HttpRequest, session: VotingSession) -> dict[str, Any]:
    """Bundles, clerks, what is lacking, and once everything agrees the result with what has to be explained."""
    bundles = bundles_of(session)
    tally = tally_of(session, typed_blanks(request.POST, session))
    obstacle = obstacle_to_settling_bundles(request.user, bundles)
    is_whole = bool(bundles) and all(bundle.state == Bundle.State.AGREED for bundle in bundles)
    blanks = blanks_obstacle(bundles, tally) if is_whole else ""
    wrong = [board_text(problem) for problem in tally.problems if problem.blocks] if is_whole and not blanks else []
    is_sound = is_whole and not blanks and not wrong
    return {
        "by_ballots": True,
        "may_decide": True,
        "bundles": bundle_views(bundles, request.user),
        "clerks": clerk_views(bundles),
        "obstacle": obstacle,
        "ledger": blanks or (_ledger_obstacle(session, tally) if is_sound else ""),
        "wrong": wrong,
        "blanks": [
            {"style": style, "place": html_id(style.place), "key": style.key, "issued": known[0], "returned": known[1]}
            for style in tally.layout.styles
            if None in (known := tally.blanks[style.key]) or f"issued-{style.key}" in request.POST
        ]
        if is_whole
        else [],
        "questions": [_question(problem, request.POST) for problem in tally.questions] if is_sound else [],
        "results": agreed_results(tally.layout, tally.numbers) if is_sound else [],
        "is_whole": is_whole,
    }


def _ledger_obstacle(session: VotingSession, tally: Tally) -> str:
    return stock_obstacles(session, counted_ballots(tally.layout, tally.numbers))


def _question(problem: Problem, data: Mapping[str, str]) -> dict[str, str]:
    name = f"{EXPLAIN}{problem.key}"
    text = board_text(problem)
    return {"id": html_id(name), "name": name, "code": problem.code, "text": text, "value": data.get(name, "")}


def act_on_bundles(request: HttpRequest, session: VotingSession) -> bool:
    """Do what was asked; False where the page is to be shown again with what was typed."""
    do = request.POST.get("do")
    if do == "counting":
        way = request.POST.get("counting")
        if way not in Counting.values:
            raise Refused("Chọn cách kiểm phiếu.")
        choose_counting(by=request.user, session=session, counting=Counting(way))
        messages.success(request, f"Đã chọn cách kiểm phiếu: {Counting(way).label.lower()}.")
    elif do == "discard-bundle":
        discard_bundle(by=request.user, bundle=_bundle(request, session), reason=reason_of(request))
        messages.success(request, "Đã hủy bó phiếu. Lập lại bó mới nếu cần.")
    elif do == "settle":
        explanations = _explanations(request)
        typed = typed_blanks(request.POST, session)
        if settle_bundles(by=request.user, session=session, explanations=explanations, typed=typed):
            messages.warning(request, "Còn chỗ cần giải trình. Trả lời các câu hỏi dưới đây rồi xác nhận.")
            return False
        messages.success(request, "Đã xác nhận kết quả kiểm phiếu.")
    return True


def _explanations(request: HttpRequest) -> dict[str, str]:
    names = [name for name in request.POST if name.startswith(EXPLAIN)]
    return {name.removeprefix(EXPLAIN): request.POST.get(name, "").replace("\0", "") for name in names}


def typed_blanks(data: Mapping[str, str], session: VotingSession) -> dict[int, Blanks]:
    """By style what was typed of blanks issued and returned; None for what is no number."""
    if not any(name.startswith("issued-") for name in data):
        return {}
    keys = session.styles.values_list("pk", flat=True)
    return {key: (_number(data, f"issued-{key}"), _number(data, f"returned-{key}")) for key in keys}


def _number(data: Mapping[str, str], name: str) -> int | None:
    return whole_number(data.get(name, ""))


def _bundle(request: HttpRequest, session: VotingSession) -> Bundle:
    text = request.POST.get("bundle", "")
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    bundle = Bundle.objects.select_related("style__session__unit").filter(pk=pk, style__session=session).first()
    if bundle is None or session.state != SessionState.COUNTING:
        raise Refused("Bó phiếu này không còn. Tải lại trang để xem các bó.")
    return bundle
