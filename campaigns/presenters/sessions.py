"""A session's page as data: the row of steps, what is next, what is left to do before it."""

from dataclasses import dataclass, replace
from typing import Any

from campaigns.models import BoxState, SessionState, VotingSession
from campaigns.presenters.session_steps import current_step, kind_note, links_of, steps_of
from campaigns.queries.sessions import session_facts
from campaigns.rules.day_steps import DayStep
from campaigns.rules.obstacles import Obstacle
from campaigns.rules.quorum import BASE_WORDS, quorum_needed, quorum_whole
from campaigns.rules.states import STEP_BACK, obstacles
from config.accounts.permissions import Permission
from config.addresses import address_or_nothing


@dataclass(frozen=True)
class NextStep:
    """What is to be done now. `target`: the state that one press of its button leads to, `label`: the button, `taker`:
    who takes the press; `url_name`: the page where it is done, `permission` what that takes, `press` the button's own
    words where there are both; `obstacles`: sentences, each something that is left to do before."""

    heading: str
    text: str
    label: str = ""
    target: str = ""
    taker: str = "session-step"
    url_name: str = ""
    press: str = ""
    permission: Permission = Permission.RUN_SESSIONS
    obstacles: tuple[str, ...] = ()


NEXT: dict[DayStep | None, NextStep] = {
    DayStep.PREPARE: NextStep(
        "Chuẩn bị hội nghị",
        "Xem lại phiếu, người ghi phiếu và ban kiểm phiếu. Chuẩn bị xong thì các danh sách không đổi nữa.",
        "Chuẩn bị xong",
        SessionState.PREPARED,
    ),
    DayStep.PRINT: NextStep(
        "In phiếu và tài liệu",
        "In phiếu, danh sách ký nhận và các biên bản. In xong thì đánh dấu.",
        "Mở bộ tài liệu in",
        "printed",
        url_name="session-pack",
        press="Đã in phiếu",
    ),
    DayStep.CHECK_IN: NextStep(
        "Điểm danh",
        "Khi đại biểu đến, bắt đầu điểm danh.",
        "Bắt đầu điểm danh",
        SessionState.CHECKING_IN,
    ),
    DayStep.VOTE: NextStep(
        "Ghi phiếu",
        "Phát phiếu, ghi phiếu, bỏ phiếu; số phiếu phát ra, hỏng, còn lại ghi vào Sổ phiếu. Khi mọi phiếu đã vào "
        "thùng, kết thúc ghi phiếu để kiểm phiếu.",
        "Kết thúc ghi phiếu",
        SessionState.COUNTING,
        taker="voting-close",
    ),
    DayStep.COUNT: NextStep(
        "Kiểm phiếu",
        "Mở thùng phiếu, đếm và ghi số thu về vào Sổ phiếu; trưởng ban kiểm phiếu chọn cách kiểm. Hai người nhập độc "
        "lập với nhau, rồi trưởng ban xem và xác nhận kết quả.",
    ),
    DayStep.SEAL: NextStep(
        "Soát biên bản và niêm phong",
        "Ban kiểm phiếu đã xác nhận kết quả. Soát biên bản dự thảo, rồi hai người niêm phong; bản để ký in sau đó.",
    ),
    None: NextStep(
        "In biên bản để ký",
        "Kết quả đã niêm phong. In biên bản và báo cáo kết quả để ban kiểm phiếu ký.",
        "In biên bản kiểm phiếu",
        url_name="session-minutes",
        permission=Permission.VIEW_RESULTS,
    ),
}
# what is done at the ballot box of a session that votes on screen, before the vote, to end it, and after it
BOX_FIRST = NextStep(
    "Chuẩn bị hòm phiếu trên màn hình",
    "Khóa hòm phiếu, thử thẻ khóa, in phiếu mã; khi đó mới mở ghi phiếu được.",
    "Mở trang hòm phiếu",
    SessionState.CHECKING_IN,
    url_name="session-box",
    press="Bắt đầu điểm danh",
    permission=Permission.VIEW_CAMPAIGNS,
)
BOX_VOTE = NextStep(
    "Ghi phiếu",
    "Đại biểu rút phiếu mã và ghi phiếu. Xong thì hai người đóng hòm phiếu; việc ghi phiếu kết thúc cùng lúc.",
    "Mở trang hòm phiếu",
    url_name="session-box",
    permission=Permission.VIEW_CAMPAIGNS,
)
MIXED_VOTE = replace(
    BOX_VOTE,
    text="Đại biểu rút phiếu mã hoặc nhận phiếu giấy, rồi ghi phiếu. Số phiếu giấy phát ra, hỏng, còn lại ghi vào Sổ "
    "phiếu; rồi hai người đóng hòm phiếu, việc ghi phiếu kết thúc cùng lúc.",
)
BOX_COUNT = NextStep(
    "Mở hòm phiếu và kiểm",
    "Những người giữ thẻ khóa mở hòm phiếu; phần mềm cộng phiếu thành kết quả.",
    "Mở trang hòm phiếu",
    url_name="session-box",
    permission=Permission.VIEW_CAMPAIGNS,
)
MIXED_COUNT = replace(
    BOX_COUNT,
    heading="Kiểm phiếu giấy và mở hòm phiếu",
    text="Phiếu giấy: mở thùng, đếm, ghi số thu về vào Sổ phiếu, rồi hai người nhập ở trang Kiểm phiếu. Phiếu ghi trên "
    "màn hình: những người giữ thẻ khóa mở hòm ở trang hòm phiếu. Xong cả hai thì có kết quả chung.",
)
PAPER_AGAIN = NextStep(
    "Kiểm lại phiếu giấy",
    "Đếm lại phiếu giấy, hai người nhập ở trang Kiểm phiếu. Phiếu ghi trên màn hình giữ số liệu lần trước: các mảnh "
    "phiếu đã hủy khi niêm phong.",
)
BOX_NOT_READY = Obstacle("box_not_ready").sentence
CHECKING_IN = NextStep(
    "Điểm danh",
    "Ghi người có mặt. Đủ số thì mở ghi phiếu.",
    "Mở trang điểm danh",
    url_name="session-check-in",
    permission=Permission.CHECK_IN,
)


def next_step(session: VotingSession) -> NextStep:
    """What is next, with everything that stands before it."""
    if session.state == SessionState.CHECKING_IN:
        return replace(CHECKING_IN, obstacles=(BOX_NOT_READY,)) if _lacks_box(session) else CHECKING_IN
    step = _next_at_box(session) or NEXT[current_step(session)]
    if not step.target or step.target == "printed":
        return step
    found = obstacles(session_facts(session), step.target)
    return replace(step, obstacles=tuple(obstacle.sentence for obstacle in found))


def _lacks_box(session: VotingSession) -> bool:
    return session.has_screen and session.box != BoxState.READY


def _next_at_box(session: VotingSession) -> NextStep | None:
    """The step of a session that votes on screen, where it is done at the ballot box; paper is printed first."""
    if not session.has_screen:
        return None
    if session.state == SessionState.VOTING:
        return MIXED_VOTE if session.has_paper else BOX_VOTE
    if session.state == SessionState.COUNTING:
        if not session.has_paper:
            return BOX_COUNT
        return PAPER_AGAIN if session.box == BoxState.DESTROYED else MIXED_COUNT
    is_next = session.state == SessionState.PREPARED and current_step(session) != DayStep.PRINT
    return BOX_FIRST if is_next and _lacks_box(session) else None


def quorum_note(session: VotingSession) -> str:
    """ "Cần ít nhất 2/3 số được triệu tập (Quy định 96-QĐ/TW, Điều 3)"."""
    rules = session.rules
    whole = quorum_whole(session.summoned, session.total_members, rules)
    needed = f": {quorum_needed(whole, rules)}/{whole}" if whole else ""
    citation = rules.citations.get("quorum", "")
    return f"Cần có mặt ít nhất {rules.quorum} {BASE_WORDS[rules.quorum_base]}{needed} ({citation})."


def panels_of(session: VotingSession, user: Any) -> list[dict[str, str]]:
    """What higher apps show on this page, by the name of its address: before the voting what the figures may disclose,
    the count while it lasts, then the seal and the result."""
    panels = []
    if session.state in (SessionState.PREPARED, SessionState.CHECKING_IN):
        panels.append(("Dự báo lộ phiếu", "session-forecast", "Xem dự báo lộ phiếu"))
    elif session.state == SessionState.COUNTING:
        panels.append(("Tình hình kiểm phiếu", "session-count-panel", "Xem tình hình kiểm phiếu"))
    elif session.state in (SessionState.COUNTED, SessionState.SEALED):
        panels.append(("Niêm phong", "session-seal-panel", "Xem niêm phong kết quả"))
        if user.has_perm(Permission.VIEW_RESULTS, session.unit):
            panels.append(("Kết quả", "session-results-panel", "Xem kết quả"))
    here = [session.campaign.code, session.code]
    return [
        {"heading": heading, "id": url_name, "url": url, "link": link}
        for heading, url_name, link in panels
        if (url := address_or_nothing(url_name, here))
    ]


def session_page(session: VotingSession, user: Any) -> dict[str, Any]:
    """Everything that the session's page shows besides its ballots."""
    state = SessionState(session.state)
    may_run = user.has_perm(Permission.RUN_SESSIONS, session.unit)
    may_plan = user.has_perm(Permission.EDIT_CAMPAIGNS, session.unit)
    step = next_step(session)
    may_go = bool(step.label) and user.has_perm(step.permission, session.unit)
    return {
        "steps": steps_of(session, user),
        "kind_note": kind_note(session),
        "next_step": step,
        "next_url": address_or_nothing(step.url_name, [session.campaign.code, session.code])
        if may_go and step.url_name
        else "",
        "links": links_of(session, user),
        "quorum_note": quorum_note(session),
        "may_run": may_run,
        "may_edit": may_plan and state in (SessionState.PLANNED, SessionState.PREPARED),
        "may_plan": may_plan and state == SessionState.PLANNED,
        "may_disclose": may_plan and state != SessionState.SEALED,
        "may_go_back": may_run and state in STEP_BACK,
        "may_skip_printing": may_run and current_step(session) == DayStep.PRINT,
        "has_paper": session.has_paper,
        "is_checking_in": state == SessionState.CHECKING_IN,
        "panels": panels_of(session, user),
    }
