"""The counting board's report to the meeting ("báo cáo kết quả phiếu tín nhiệm"), the form attached to Quy định
96-QĐ/TW; for sessions of the State the board's report to the assembly, in the same parts."""

from config.vietnamese import long_date
from reports.presenters.counting import (
    CountPaper,
    Wording,
    board_and_task,
    count_paper,
    hour,
    is_party,
    kind_of_meeting,
    vote_at_meeting,
)
from reports.presenters.wording import lower_first, meeting_of, or_dots
from reports.queries.results import SessionResult


def result_report_paper(session: SessionResult) -> CountPaper:
    """Everything the report says of a counted session."""
    heading = "BÁO CÁO KẾT QUẢ PHIẾU TÍN NHIỆM" if is_party(session) else "BÁO CÁO KẾT QUẢ KIỂM PHIẾU"
    kind = kind_of_meeting(session)
    return count_paper(
        session,
        Wording(
            title=f"Báo cáo kết quả phiếu tín nhiệm, {lower_first(meeting_of(session.name))}",
            heading=heading,
            subject=_subject(session),
            number_kind="BC/BKP" if is_party(session) else "BC-BKP",
            opening=(*session.trigger, _opening(session)),
            closing=f"Trên đây là kết quả kiểm phiếu, Ban Kiểm phiếu báo cáo {kind}.",
            addressee="" if is_party(session) else f"Kính gửi: {session.unit}",
        ),
    )


def _subject(session: SessionResult) -> str:
    """ "Tại hội nghị …" in the Party; elsewhere what was voted on, where."""
    return f"Tại {lower_first(meeting_of(session.name))}" if is_party(session) else vote_at_meeting(session)


def _opening(session: SessionResult) -> str:
    return (
        f"Thực hiện nhiệm vụ do {kind_of_meeting(session)} giao, {_time_and_place(session)}, "
        f"{board_and_task(session, len(session.people))}; kết quả:"
    )


def _time_and_place(session: SessionResult) -> str:
    day = (session.count_began or session.held_at).date()
    until = f" đến {hour(session.count_ended)}" if session.count_ended else ""
    if session.count_ended and session.count_ended.date() != day:
        until += f", {long_date(session.count_ended.date())}"
    return f"từ {hour(session.count_began)}, {long_date(day)}{until}, tại {or_dots(session.venue)}"
