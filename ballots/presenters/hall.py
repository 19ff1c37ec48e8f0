"""The hall's screen as data: the step in words, who is there, the ballots, and the result where the session sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ballots.presenters.box_figures import TurnoutView, turnout_view
from ballots.presenters.check_in import fraction
from ballots.presenters.count import PersonView, ResultView, counted_results
from ballots.queries.boxes import ballots_in, box_of
from ballots.queries.check_in import BEFORE_VOTING, quorum_at
from ballots.queries.counts import results_of
from ballots.queries.hall import stock_of
from ballots.rules.small_groups import why_not_shown
from campaigns.models import BoxState, Disclosure, SessionState, VotingSession
from campaigns.queries.attendance import attendance_of

LINES = 5  # of a table, so that it is read from the back of the hall
SOON, LATER = 5, 12  # seconds until the next look, and until the next page of a result
NOT_BEGUN = (SessionState.PLANNED, SessionState.PREPARED)
STEP_WORDS = {
    SessionState.PLANNED: "Chuẩn bị hội nghị",
    SessionState.PREPARED: "Chuẩn bị hội nghị",
    SessionState.CHECKING_IN: "Đang điểm danh",
    SessionState.VOTING: "Đang ghi phiếu",
    SessionState.COUNTING: "Đang kiểm phiếu",
    SessionState.COUNTED: "Đã kiểm phiếu xong",
    SessionState.SEALED: "Kết quả đã niêm phong",
}


@dataclass(frozen=True)
class ResultPage:
    """Some lines of one ballot's result, in ballot order."""

    style: ResultView
    people: Sequence[PersonView]


def hall_screen(session: VotingSession, asked: str, *, is_paused: bool) -> dict[str, Any]:
    """Everything on the screen. `asked`: the page of the result, the first where there is no such page."""
    results = _results(session)
    withheld = _withheld(session, results)
    pages = [] if withheld else _pages(results)
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) <= len(pages) else 1
    following = number % len(pages) + 1 if pages else 1
    state, turnout = SessionState(session.state), _turnout(session)
    return {
        "session": session,
        "step": STEP_WORDS[state],
        "has_begun": state not in NOT_BEGUN,
        "quorum": _quorum(session),
        "turnout": turnout,
        "stocks": [] if state in BEFORE_VOTING or (turnout and not session.has_paper) else stock_of(session),
        "result": pages[number - 1] if pages else None,
        "withheld": withheld,
        "number": number,
        "pages": len(pages),
        "previous": (number - 2) % len(pages) + 1 if pages else 1,
        "following": following,
        "is_paused": is_paused,
        "then": number if is_paused else following,
        "seconds": LATER if len(pages) > 1 else SOON,
    }


def _turnout(session: VotingSession) -> TurnoutView | None:
    """How many ballots are in the box while votes are cast on screen; never whose."""
    if session.state != SessionState.VOTING or session.box != BoxState.READY:
        return None
    box = box_of(session)
    return turnout_view(session, ballots_in(box)) if box else None


def _quorum(session: VotingSession) -> dict[str, Any] | None:
    if session.state in NOT_BEGUN:
        return None
    found = quorum_at(session, attendance_of(session))
    return {"text": fraction(found), "is_reached": found.is_reached} if found else None


def _results(session: VotingSession) -> Sequence[ResultView]:
    """Nothing before the seal, and nothing where the session does not see its result."""
    if session.state != SessionState.SEALED or session.disclosure != Disclosure.SESSION:
        return []
    try:
        return counted_results(results_of(session), session.rules)
    except ValueError:  # a percentage that cannot be worked out is for the board's page to explain, not for the hall
        return []


def _withheld(session: VotingSession, results: Sequence[ResultView]) -> str:
    """Why the result is not put on the screen though the session may see it, or an empty text."""
    if not results:
        return ""
    return why_not_shown(min(style.figures.valid for style in results), session.rules.smallest_group)


def _pages(results: Sequence[ResultView]) -> list[ResultPage]:
    return [
        ResultPage(style, style.people[start : start + LINES])
        for style in results
        for start in range(0, len(style.people), LINES)
    ]
