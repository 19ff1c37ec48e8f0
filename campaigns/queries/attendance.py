"""Who of a session's roll has come, as the doors have marked it: one query."""

from dataclasses import dataclass

from django.db.models import Count, Q

from campaigns.models import Attendance, VotingSession


@dataclass(frozen=True)
class AttendanceCount:
    """How many of the `on_roll` are marked as what. `late` of those present were let in after the voting was opened;
    where nobody else is marked as present, the doors kept a list on paper, and only the numbers typed in say who is
    there."""

    on_roll: int
    present: int
    absent: int
    excused: int
    late: int

    @property
    def unmarked(self) -> int:
        return self.on_roll - self.present - self.absent - self.excused

    @property
    def is_used(self) -> bool:
        return self.present > self.late


def attendance_of(session: VotingSession) -> AttendanceCount:
    is_present = Q(attendance=Attendance.PRESENT)
    return AttendanceCount(
        **session.voters.filter(is_removed=False).aggregate(
            on_roll=Count("pk"),
            present=Count("pk", filter=is_present),
            absent=Count("pk", filter=Q(attendance=Attendance.ABSENT)),
            excused=Count("pk", filter=Q(attendance=Attendance.EXCUSED)),
            late=Count("pk", filter=is_present & ~Q(late_decision="")),
        )
    )


def ticked_present(session: VotingSession) -> int | None:
    """How many the doors have marked as present; None where they kept their list on paper."""
    found = attendance_of(session)
    return found.present if found.is_used else None
