"""The counting minutes ("biên bản kiểm phiếu") as words and figures ready to be set; nothing is computed after this."""

from config.vietnamese import long_date
from reports.presenters.counting import (
    CountPaper,
    Wording,
    board_and_task,
    count_paper,
    forms_of_address,
    hour_of_day,
    is_party,
    kind_of_meeting,
    members_of,
    vote_at_meeting,
)
from reports.presenters.wording import SHORT_DOTS, at_least_two_digits, clock, lower_first, meeting_of, or_dots
from reports.queries.results import SessionResult


def minutes_paper(session: SessionResult) -> CountPaper:
    """Everything the minutes say of a counted session."""
    return count_paper(session, minutes_wording(session, len(session.people)))


def minutes_wording(session: SessionResult, subjects: int) -> Wording:
    """The frame of the minutes of a vote on so many people."""
    return Wording(
        title=f"Biên bản kiểm phiếu, {lower_first(meeting_of(session.name))}",
        heading="BIÊN BẢN KIỂM PHIẾU",
        paper="biên bản",
        subject=vote_at_meeting(session),
        number_kind="BB/BKP" if is_party(session) else "BB-BKP",
        opening=_opening(session, subjects),
        closing=_closing(session),
        witnesses=session.witnesses,
        is_head_first=not is_party(session),
    )


def _opening(session: SessionResult, subjects: int) -> tuple[str, ...]:
    """The meeting, what led to a motion, then the board, who watched, and the task."""
    whose = forms_of_address(session)[1]
    chair = f", do {whose} {session.chair} chủ trì" if session.chair else ""
    held = f"{clock(session.held_at)}, {long_date(session.held_at.date())}, tại {or_dots(session.venue)}"
    began = hour_of_day(session.count_began, session.held_at)
    task = board_and_task(session, subjects)
    return (
        f"{meeting_of(session.name)} họp từ {held}{chair}.",
        *session.trigger,
        *session.box,
        *_people(session),
        f"Thực hiện nhiệm vụ do {kind_of_meeting(session)} giao, từ {began}, {task}; kết quả như sau:",
    )


def _people(session: SessionResult) -> tuple[str, ...]:
    """The board in its order and the witnesses, by name, where they are known."""
    said = []
    if session.board_head and session.board_members:
        said.append(f"Ban Kiểm phiếu: {'; '.join((f'{session.board_head} (Trưởng ban)', *members_of(session)))}.")
    if session.witnesses:
        said.append(f"Đại diện chứng kiến việc kiểm phiếu: {'; '.join(session.witnesses)}.")
    return tuple(said)


def _closing(session: SessionResult) -> str:
    ended = hour_of_day(session.count_ended, session.count_began or session.held_at)
    copies = SHORT_DOTS if session.copies is None else at_least_two_digits(session.copies)
    witnesses = " và đại diện chứng kiến" if session.witnesses else ""
    return (
        f"Việc kiểm phiếu kết thúc hồi {ended}. Biên bản được lập thành {copies} bản, có giá trị như nhau, đã đọc cho "
        f"các thành viên Ban Kiểm phiếu{witnesses} cùng nghe, thống nhất và ký tên."
    )
