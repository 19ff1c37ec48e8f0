"""Two doors at once, on connections of their own."""

from functools import partial

import pytest

from ballots.actions.check_in import admit_late, mark_attendance
from campaigns.actions.day import open_voting
from campaigns.models import Attendance, SessionState, Voter, VotingSession
from campaigns.queries.attendance import attendance_of
from tests.ballots.conftest import MakeSession
from tests.ballots.doors import NAMES, at_the_door
from tests.campaigns.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def test_two_doors_mark_the_same_people_at_once(make_session: MakeSession) -> None:
    session = at_the_door(make_session)
    people = list(session.voters.filter(is_removed=False))

    def door(order: list[Voter], attendance: str) -> None:
        for voter in order:
            mark_attendance(by=None, voter=voter, attendance=attendance)

    for _ in range(ROUNDS):
        refused = together(partial(door, people, Attendance.PRESENT), partial(door, people[::-1], Attendance.PRESENT))
        assert not refused
        assert attendance_of(session).present == len(NAMES)
        together(partial(door, people, ""), partial(door, people[::-1], ""))
        assert attendance_of(session).unmarked == len(NAMES)


def test_nobody_is_marked_while_the_voting_is_opened(make_session: MakeSession) -> None:
    """Whoever comes second is told: what is recorded is always what the doors have marked."""
    session = at_the_door(make_session)
    *first, last = session.voters.filter(is_removed=False)
    for voter in first:
        mark_attendance(by=None, voter=voter, attendance=Attendance.PRESENT)
    for _ in range(ROUNDS):
        refused = together(
            partial(mark_attendance, by=None, voter=last, attendance=Attendance.PRESENT),
            partial(open_voting, by=None, session=session, total_members=6, summoned=6, present=len(first)),
        )
        assert len(refused) == 1
        session.refresh_from_db()
        if session.state == SessionState.VOTING:
            assert session.present == attendance_of(session).present
        VotingSession.objects.update(state=SessionState.CHECKING_IN, present=None)
        Voter.objects.filter(pk=last.pk).update(attendance="")


def test_one_late_person_at_two_doors_is_counted_once(make_session: MakeSession) -> None:
    session = at_the_door(make_session, state=SessionState.VOTING, total_members=6, summoned=6, present=4)
    late = list(session.voters.filter(is_removed=False)[:1])
    act = partial(admit_late, by=None, session=session, voters=late, decision="Chủ tọa đồng ý")
    refused = together(act, act)
    session.refresh_from_db()
    assert session.present == 5
    assert len(refused) == 1
