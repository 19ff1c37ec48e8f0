"""The list at the door as data: its numbers, its lines, their buttons."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from ballots.rules.check_in import Quorum
from campaigns.models import Attendance, SessionState, Voter, VotingSession
from campaigns.queries.attendance import AttendanceCount
from config.vietnamese import decimal_comma

KINDS = {Attendance.PRESENT: "good", Attendance.EXCUSED: "warn"}


@dataclass(frozen=True)
class Mark:
    """A button: what it says, what it sends, and whether it stands. One that stands sends "", which takes it back."""

    code: str
    label: str
    sends: str
    is_on: bool


@dataclass(frozen=True)
class DoorLine:
    pk: int
    name: str
    title: str
    workplace: str
    marks: tuple[Mark, ...]
    state: str
    kind: str
    late_decision: str
    is_present: bool


@dataclass(frozen=True)
class Number:
    label: str
    value: str
    note: str = ""
    kind: str = ""


def door_line(voter: Voter) -> DoorLine:
    return DoorLine(
        pk=voter.pk,
        name=voter.name,
        title=voter.title,
        workplace=voter.workplace,
        marks=tuple(
            Mark(code, label, "" if voter.attendance == code else code, is_on=voter.attendance == code)
            for code, label in Attendance.choices
        ),
        state=voter.get_attendance_display() or "Chưa điểm danh",
        kind=KINDS.get(Attendance(voter.attendance), "") if voter.attendance else "",
        late_decision=voter.late_decision,
        is_present=voter.attendance == Attendance.PRESENT,
    )


def fraction(quorum: Quorum) -> str:
    """ "62/93, cần 62"."""
    return f"{decimal_comma(quorum.present)}/{decimal_comma(quorum.whole)}, cần {decimal_comma(quorum.needed)}"


def numbers(count: AttendanceCount, quorum: Quorum | None) -> list[Number]:
    found = []
    if quorum is not None:
        note = "đủ số để tiến hành" if quorum.is_reached else f"còn thiếu {decimal_comma(quorum.lacking)}"
        found.append(Number("Có mặt", fraction(quorum), note, "good" if quorum.is_reached else "warn"))
    return [
        *found,
        Number("Vắng có lý do", decimal_comma(count.excused)),
        Number("Vắng mặt", decimal_comma(count.absent)),
        Number("Chưa điểm danh", decimal_comma(count.unmarked)),
    ]


def seen(count: AttendanceCount, voters: Iterable[Voter]) -> str:
    """What a page shows, in short: a door that has it already need not be sent it again."""
    facts = repr((count, [(voter.pk, voter.attendance) for voter in voters]))
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def explanation(session: VotingSession) -> str:
    """Why nobody can be marked now; nothing while somebody can."""
    if session.state in (SessionState.PLANNED, SessionState.PREPARED):
        return "Chưa điểm danh. Khi đại biểu đến, bấm “Bắt đầu điểm danh” ở trang của hội nghị."
    if session.state not in (SessionState.CHECKING_IN, SessionState.VOTING):
        return "Đã kết thúc ghi phiếu nên điểm danh chỉ để xem."
    return ""
