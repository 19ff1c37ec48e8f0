"""Marking who is there: at the doors until the voting is opened, later by a recorded decision.

No time of arrival is kept, neither in the roll nor in the trail: an event for each person would be one, since every
event has its moment. So a tap at the door leaves no event; how many came stands in the event that opens the voting.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from campaigns.actions.locking import held_session
from campaigns.models import Attendance, SessionState, Voter, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy

LONGEST_DECISION = 300
GONE = "Không còn tên người này trong danh sách người ghi phiếu. Tải lại trang rồi làm lại."


@transaction.atomic
def mark_attendance(*, by: Any, voter: Voter, attendance: str) -> Voter:
    """Set what the doors say of one person; "" takes the mark back. The same mark twice is the same as once, and of two
    doors the later one stands. The session is locked, so that nobody is marked while the voting is being opened."""
    session = _session_at(by, voter.session, SessionState.CHECKING_IN)
    stored = session.voters.filter(pk=voter.pk, is_removed=False).first()
    if stored is None:
        raise Refused(GONE)
    if stored.attendance != attendance:
        stored.attendance = attendance
        stored.late_decision = ""
        stored.save(update_fields=["attendance", "late_decision"])
    return stored


@transaction.atomic
def admit_late(*, by: Any, session: VotingSession, voters: Sequence[Voter], decision: str) -> VotingSession:
    """Let people in after the voting was opened, by a decision that is kept with them. Refused before it is opened and
    once it is closed, for somebody who is there, and for more people than were summoned. One event for all of them,
    without names."""
    locked = _session_at(by, session, SessionState.VOTING)
    decision = tidy(decision)[:LONGEST_DECISION]
    if not decision:
        raise Refused("Ghi quyết định cho dự muộn, ví dụ: Chủ tọa đồng ý.")
    asked = {voter.pk for voter in voters}
    rows = list(locked.voters.filter(pk__in=asked, is_removed=False))
    if not rows or len(rows) != len(asked):
        raise Refused("Chọn người đến muộn trong danh sách người ghi phiếu, rồi bấm lại.")
    there = [row.name for row in rows if row.attendance == Attendance.PRESENT]
    if there:
        raise Refused(f"Đã ghi có mặt rồi: {', '.join(there)}. Tải lại trang để xem.")
    before = locked.present or 0
    present = before + len(rows)
    if present > (locked.summoned or 0):
        raise Refused(
            f"Số có mặt sẽ là {present}, nhiều hơn {locked.summoned or 0} người được triệu tập. Kiểm tra lại số đã ghi "
            "khi mở ghi phiếu."
        )
    for row in rows:
        row.attendance, row.late_decision = Attendance.PRESENT, decision
    Voter.objects.bulk_update(rows, ["attendance", "late_decision"])
    locked.present = present
    locked.save(update_fields=["present"])
    record(
        by=by,
        action="ballots.late_arrivals",
        obj=locked,
        before={"present": before},
        after={"present": present},
        unit_id=locked.unit_id,
        reason=f"{len(rows)} người đến muộn: {decision}",
    )
    return locked


def _session_at(by: Any, session: VotingSession, state: SessionState) -> VotingSession:
    """The session under lock, in the one state in which the act makes sense."""
    require(by, Permission.CHECK_IN, session.unit)
    locked = held_session(session.pk)
    if locked.state != state:
        when = "khi đang điểm danh" if state == SessionState.CHECKING_IN else "khi đang ghi phiếu"
        raise Refused(
            f"Hội nghị đang ở bước “{locked.get_state_display()}”; việc này chỉ làm {when}. Tải lại trang để xem."
        )
    return locked
