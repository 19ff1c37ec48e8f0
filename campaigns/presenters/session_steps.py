"""The day of a session on its page: the row of steps, and quiet links to what belongs to the moment."""

from dataclasses import dataclass
from typing import Any

from campaigns.models import Casting, SessionState, VoteKind, VotingSession
from campaigns.rules.day_steps import DayStep, day_steps, next_day_step
from config.accounts.permissions import Permission
from config.addresses import address_or_nothing
from config.vietnamese import decimal_comma

LABELS = {
    DayStep.PREPARE: "Chuẩn bị",
    DayStep.PRINT: "In phiếu",
    DayStep.CHECK_IN: "Điểm danh",
    DayStep.VOTE: "Ghi phiếu",
    DayStep.COUNT: "Kiểm phiếu",
    DayStep.RESULT: "Có kết quả",
    DayStep.SEAL: "Niêm phong",
}
BEFORE = (SessionState.PLANNED, SessionState.PREPARED)
IN_THE_HALL = (SessionState.CHECKING_IN, SessionState.VOTING, SessionState.COUNTING)
WITH_RESULT = (SessionState.COUNTED, SessionState.SEALED)


@dataclass(frozen=True)
class DayLink:
    """A page or a paper of the day, for whoever has the permission while the session is in one of the states."""

    label: str
    url_name: str
    icon: str
    permission: Permission
    states: tuple[SessionState, ...]
    casting: Casting | None = None  # only where ballots are cast like this


LINKS = (
    DayLink(
        "Hòm phiếu trên màn hình",
        "session-box",
        "lock",
        Permission.VIEW_CAMPAIGNS,
        (*BEFORE, *IN_THE_HALL, *WITH_RESULT),
        Casting.SCREEN,
    ),
    DayLink("Bộ tài liệu in", "session-pack", "printer", Permission.VIEW_CAMPAIGNS, (*BEFORE, *IN_THE_HALL)),
    DayLink("Danh sách ký nhận phiếu", "session-sign-in-sheet", "list-check", Permission.VIEW_CAMPAIGNS, BEFORE),
    DayLink("Diễn tập", "session-rehearsal", "flag", Permission.RUN_SESSIONS, BEFORE),
    DayLink("Điểm danh", "session-check-in", "list-check", Permission.VIEW_CAMPAIGNS, (SessionState.VOTING,)),
    DayLink(
        "Sổ phiếu",
        "session-stock",
        "journal-text",
        Permission.VIEW_CAMPAIGNS,
        (SessionState.PREPARED, *IN_THE_HALL),
        Casting.PAPER,
    ),
    DayLink("Màn hình hội trường", "session-hall", "eye", Permission.VIEW_CAMPAIGNS, (*IN_THE_HALL, *WITH_RESULT)),
    DayLink(
        "Giờ kiểm phiếu, nơi nhận",
        "session-minutes-edit",
        "pencil",
        Permission.CONFIRM_COUNT,
        (SessionState.COUNTING, SessionState.COUNTED),
    ),
    DayLink("Biên bản kiểm phiếu", "session-minutes", "file-earmark-pdf", Permission.VIEW_RESULTS, WITH_RESULT),
    DayLink("Báo cáo kết quả", "session-result-report", "file-earmark-pdf", Permission.VIEW_RESULTS, WITH_RESULT),
    DayLink("Các lần kiểm phiếu", "session-versions", "arrow-repeat", Permission.VIEW_RESULTS, WITH_RESULT),
)
# where a step is done, and what it takes to be there
PLACES = {
    DayStep.PREPARE: ("voter-roll", Permission.VIEW_CAMPAIGNS),
    DayStep.PRINT: ("session-pack", Permission.VIEW_CAMPAIGNS),
    DayStep.CHECK_IN: ("session-check-in", Permission.VIEW_CAMPAIGNS),
    DayStep.VOTE: ("session-stock", Permission.VIEW_CAMPAIGNS),
    DayStep.COUNT: ("session-count", Permission.CONFIRM_COUNT),
    DayStep.RESULT: ("session-results", Permission.VIEW_RESULTS),
    DayStep.SEAL: ("session-seal", Permission.SEAL_RESULTS),
}


def current_step(session: VotingSession) -> DayStep | None:
    return next_day_step(session.state, is_printed=session.printed_at is not None, has_paper=session.has_paper)


def steps_of(session: VotingSession, user: Any) -> list[dict[str, str]]:
    """The row of steps as components/steps.html takes it; a step leads to its page once it may be looked at."""
    found = day_steps(session.state, is_printed=session.printed_at is not None, has_paper=session.has_paper)
    return [
        {
            "label": LABELS[step],
            "state": "todo" if mark == "left" else mark,
            "note": "Chưa đánh dấu" if mark == "left" else _note(step, mark, session),
            "url": _place(step, session, user) if mark != "todo" else "",
        }
        for step, mark in found
    ]


def links_of(session: VotingSession, user: Any) -> list[dict[str, str]]:
    """What else belongs to this moment, without the pages that are not there."""
    return [
        {"label": link.label, "icon": link.icon, "url": url}
        for link in LINKS
        if session.state in link.states
        and (link.casting is None or session.casting in (link.casting, Casting.MIXED))
        and user.has_perm(link.permission, session.unit)
        and (url := address_or_nothing(link.url_name, _here(session)))
    ]


def kind_note(session: VotingSession) -> str:
    """What is out of the ordinary about the session: a rehearsal, a follow-up vote, a second count."""
    if session.is_rehearsal:
        return "Đây là hội nghị diễn tập. Không số liệu nào ở đây trở thành kết quả."
    if session.kind == VoteKind.MOTION:
        return "Đây là hội nghị bỏ phiếu tín nhiệm: phiếu có hai mức."
    return f"Đang ở lần kiểm phiếu {session.count_version}." if session.count_version > 1 else ""


def _here(session: VotingSession) -> list[str]:
    return [session.campaign.code, session.code]


def _place_of(step: DayStep, session: VotingSession) -> tuple[str, Permission]:
    """Voting on screen is led from the box; the count too, where nothing is on paper."""
    if (step == DayStep.VOTE and session.has_screen) or (step == DayStep.COUNT and not session.has_paper):
        return "session-box", Permission.VIEW_CAMPAIGNS
    return PLACES[step]


def _place(step: DayStep, session: VotingSession, user: Any) -> str:
    url_name, permission = _place_of(step, session)
    return address_or_nothing(url_name, _here(session)) if user.has_perm(permission, session.unit) else ""


def _note(step: DayStep, mark: str, session: VotingSession) -> str:
    """The one figure that says how far a step is."""
    if step == DayStep.PREPARE:
        return f"{decimal_comma(session.voter_count)} người ghi phiếu"
    if step == DayStep.CHECK_IN and mark == "done" and session.present is not None:
        return f"{decimal_comma(session.present)}/{decimal_comma(session.summoned or 0)} có mặt"
    if step == DayStep.COUNT and session.count_version > 1:
        return f"Lần {session.count_version}"
    return ""
