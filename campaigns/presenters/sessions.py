"""A session's page as data: the row of steps, what is next, why a button is off."""

from dataclasses import dataclass, replace
from typing import Any

from campaigns.models import Casting, SessionState, VotingSession
from campaigns.queries.sessions import session_facts
from campaigns.rules.quorum import BASE_WORDS, quorum_needed, quorum_whole
from campaigns.rules.states import STEP_BACK, obstacles
from config.accounts.permissions import Permission

STEPS = (
    (SessionState.PLANNED, "Lên kế hoạch"),
    (SessionState.PREPARED, "Chuẩn bị"),
    (SessionState.CHECKING_IN, "Điểm danh"),
    (SessionState.VOTING, "Ghi phiếu"),
    (SessionState.COUNTING, "Kiểm phiếu"),
    (SessionState.COUNTED, "Kết quả"),
)
ORDER = {state: place for place, (state, _) in enumerate(STEPS)} | {SessionState.SEALED: len(STEPS)}


@dataclass(frozen=True)
class NextStep:
    """The button that moves the session on; `obstacle` says why it is off; `url_name`: who takes the step."""

    target: str
    label: str
    text: str
    obstacle: str = ""
    url_name: str = "session-step"


FORWARD = {
    SessionState.PLANNED: NextStep(
        SessionState.PREPARED,
        "Chuẩn bị xong",
        "Xem lại danh sách trên phiếu. Khi chuẩn bị xong, danh sách không đổi nữa.",
    ),
    SessionState.PREPARED: NextStep(
        SessionState.CHECKING_IN, "Bắt đầu điểm danh", "Khi đại biểu đến, bắt đầu điểm danh."
    ),
    SessionState.VOTING: NextStep(
        SessionState.COUNTING,
        "Kết thúc ghi phiếu",
        "Khi mọi phiếu đã vào thùng, kết thúc ghi phiếu để kiểm phiếu.",
        url_name="voting-close",
    ),
}
WAITING = {
    SessionState.CHECKING_IN: "Ghi số đại biểu có mặt. Đủ số thì mở ghi phiếu.",
    SessionState.COUNTING: "Hai người nhập số liệu kiểm phiếu, độc lập với nhau; trưởng ban kiểm phiếu xác nhận.",
    SessionState.COUNTED: "Kết quả đã được ban kiểm phiếu xác nhận. In biên bản để ký.",
    SessionState.SEALED: "Kết quả đã niêm phong.",
}


def steps_of(session: VotingSession) -> list[dict[str, str]]:
    """The row of steps; a counted session has none left to do."""
    here = ORDER[SessionState(session.state)]
    finished = session.state in (SessionState.COUNTED, SessionState.SEALED)

    def state_of(place: int) -> str:
        if place < here or finished:
            return "done"
        return "current" if place == here else "todo"

    return [{"label": label, "state": state_of(place)} for place, (_, label) in enumerate(STEPS)]


def next_step(session: VotingSession) -> NextStep | None:
    """What moves the session on by one press, or None where it takes numbers or other people."""
    step = FORWARD.get(SessionState(session.state))
    if step is None:
        return None
    found = obstacles(session_facts(session), step.target)
    return replace(step, obstacle=" ".join(obstacle.sentence for obstacle in found))


def quorum_note(session: VotingSession) -> str:
    """ "Cần ít nhất 2/3 số được triệu tập (Quy định 96-QĐ/TW, Điều 3)"."""
    rules = session.rules
    whole = quorum_whole(session.summoned, session.total_members, rules)
    needed = f": {quorum_needed(whole, rules)}/{whole}" if whole else ""
    citation = rules.citations.get("quorum", "")
    return f"Cần có mặt ít nhất {rules.quorum} {BASE_WORDS[rules.quorum_base]}{needed} ({citation})."


def _panel(session: VotingSession, user: Any, state: SessionState) -> dict[str, str] | None:
    """What higher apps show on this page, by the name of its address: the count while it lasts, then the result."""
    if state == SessionState.COUNTING:
        return {"heading": "Kiểm phiếu", "url_name": "session-count-panel", "link": "Xem tình hình kiểm phiếu"}
    if ORDER[state] > ORDER[SessionState.COUNTING] and user.has_perm(Permission.VIEW_RESULTS, session.unit):
        return {"heading": "Kết quả", "url_name": "session-results-panel", "link": "Xem kết quả"}
    return None


def _awaits_print(session: VotingSession) -> bool:
    return session.state == SessionState.PREPARED and session.casting != Casting.SCREEN and session.printed_at is None


def session_page(session: VotingSession, user: Any) -> dict[str, Any]:
    """Everything that the session's page shows besides its ballots."""
    state = SessionState(session.state)
    may_run = user.has_perm(Permission.RUN_SESSIONS, session.unit)
    may_plan = user.has_perm(Permission.EDIT_CAMPAIGNS, session.unit)
    return {
        "steps": steps_of(session),
        "waiting": WAITING.get(state, ""),
        "next_step": next_step(session),
        "quorum_note": quorum_note(session),
        "may_run": may_run,
        "may_edit": may_plan and state in (SessionState.PLANNED, SessionState.PREPARED),
        "may_plan": may_plan and state == SessionState.PLANNED,
        "may_disclose": may_plan and state != SessionState.SEALED,
        "may_go_back": may_run and state in STEP_BACK,
        "may_mark_printed": may_run and _awaits_print(session),
        "is_checking_in": state == SessionState.CHECKING_IN,
        "panel": _panel(session, user, state),
    }
