"""Marking who is there: the steps at which it may be done, and what it leaves behind."""

from datetime import date, datetime, time

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models

from ballots.actions.check_in import admit_late, mark_attendance
from campaigns.actions.day import close_voting, open_voting, step_back
from campaigns.models import Attendance, SessionState, Voter, VotingSession
from campaigns.queries.attendance import attendance_of
from campaigns.queries.freezing import roll_digests
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from tests.ballots.conftest import MakeSession
from tests.ballots.doors import NAMES, at_the_door

pytestmark = pytest.mark.django_db
HERE, AWAY = Attendance.PRESENT, Attendance.ABSENT
CHAIR = "Chủ tọa đồng ý"


@pytest.fixture
def session(make_session: MakeSession) -> VotingSession:
    return at_the_door(make_session)


def tick(by: User | None, session: VotingSession, *names: str, attendance: str = HERE) -> None:
    for name in names:
        mark_attendance(by=by, voter=session.voters.get(name=name), attendance=attendance)


def opened(by: User | None, session: VotingSession) -> VotingSession:
    """Five of six have come."""
    tick(by, session, *NAMES[:5])
    open_voting(by=by, session=session, total_members=6, summoned=6, present=5)
    session.refresh_from_db()
    return session


def voters(session: VotingSession, *names: str) -> list[Voter]:
    return list(session.voters.filter(name__in=names))


def test_a_mark_is_set_changed_and_taken_back(dung: User, session: VotingSession) -> None:
    for attendance in (HERE, HERE, AWAY, Attendance.EXCUSED, ""):
        tick(dung, session, NAMES[0], attendance=attendance)
        assert session.voters.get(name=NAMES[0]).attendance == attendance


def test_the_numbers_leave_out_who_was_taken_off_the_roll(dung: User, session: VotingSession) -> None:
    Voter.objects.filter(is_removed=True).update(attendance=HERE)
    tick(dung, session, *NAMES[:3])
    tick(dung, session, NAMES[3], attendance=Attendance.EXCUSED)
    tick(dung, session, NAMES[4], attendance=AWAY)
    found = attendance_of(session)
    assert (found.on_roll, found.present, found.excused, found.absent, found.unmarked) == (6, 3, 1, 1, 1)


def test_who_was_taken_off_the_roll_is_not_marked(dung: User, session: VotingSession) -> None:
    with pytest.raises(Refused, match="Không còn tên"):
        tick(dung, session, "Bùi Văn Ra")


@pytest.mark.parametrize("state", [state for state in SessionState if state != SessionState.CHECKING_IN])
def test_nobody_is_marked_at_another_step(dung: User, session: VotingSession, state: SessionState) -> None:
    VotingSession.objects.update(state=state)
    with pytest.raises(Refused, match="chỉ làm khi đang điểm danh"):
        tick(dung, session, NAMES[0])
    assert not Voter.objects.exclude(attendance="").exists()


@pytest.mark.parametrize("state", [state for state in SessionState if state != SessionState.VOTING])
def test_nobody_is_let_in_late_at_another_step(dung: User, session: VotingSession, state: SessionState) -> None:
    VotingSession.objects.update(state=state)
    with pytest.raises(Refused, match="chỉ làm khi đang ghi phiếu"):
        admit_late(by=dung, session=session, voters=voters(session, NAMES[0]), decision=CHAIR)


def test_it_takes_the_permission_for_the_unit(khanh: User, binh: User, session: VotingSession) -> None:
    for user in (khanh, binh):
        with pytest.raises(PermissionDenied):
            tick(user, session, NAMES[0])
        with pytest.raises(PermissionDenied):
            admit_late(by=user, session=session, voters=voters(session, NAMES[0]), decision=CHAIR)


def test_below_the_quorum_nothing_opens_and_the_citation_is_given(chi: User, session: VotingSession) -> None:
    tick(chi, session, *NAMES[:3])
    with pytest.raises(Refused, match=r"Có mặt 3/6, cần ít nhất 4 \(2/3\).*\(.+\)"):
        open_voting(by=chi, session=session, total_members=6, summoned=6, present=3)


def test_what_is_recorded_is_what_the_doors_have_marked(chi: User, session: VotingSession) -> None:
    tick(chi, session, *NAMES[:4])
    with pytest.raises(Refused, match="Điểm danh có 4 người có mặt, ở đây ghi 5"):
        open_voting(by=chi, session=session, total_members=6, summoned=6, present=5)
    open_voting(by=chi, session=session, total_members=6, summoned=6, present=4)
    assert AuditEvent.objects.get(action="session.voting").after["present"] == 4


def test_a_list_kept_on_paper_leaves_the_numbers_free(chi: User, session: VotingSession) -> None:
    tick(chi, session, NAMES[5], attendance=Attendance.EXCUSED)
    open_voting(by=chi, session=session, total_members=6, summoned=6, present=5)
    session.refresh_from_db()
    admit_late(by=chi, session=session, voters=voters(session, NAMES[5]), decision=CHAIR)
    step_back(by=chi, session=session, reason="Ghi nhầm")
    open_voting(by=chi, session=session, total_members=6, summoned=6, present=6)
    session.refresh_from_db()
    assert (session.state, session.present) == (SessionState.VOTING, 6)


def test_late_arrivals_raise_the_number_by_one_event_without_names(chi: User, session: VotingSession) -> None:
    opened(chi, session)
    admit_late(by=chi, session=session, voters=voters(session, NAMES[5]), decision=f"  {CHAIR} ")
    session.refresh_from_db()
    late = session.voters.get(name=NAMES[5])
    assert (session.present, late.attendance, late.late_decision) == (6, HERE, CHAIR)
    event = AuditEvent.objects.get(action="ballots.late_arrivals")
    assert (event.before, event.after) == ({"present": 5}, {"present": 6})
    assert event.reason == f"1 người đến muộn: {CHAIR}"
    assert event.label == str(session)


def test_late_arrivals_need_a_decision_and_people_who_are_not_there(chi: User, session: VotingSession) -> None:
    opened(chi, session)
    with pytest.raises(Refused, match="Ghi quyết định"):
        admit_late(by=chi, session=session, voters=voters(session, NAMES[5]), decision="  ")
    with pytest.raises(Refused, match=f"Đã ghi có mặt rồi: {NAMES[0]}"):
        admit_late(by=chi, session=session, voters=voters(session, NAMES[0], NAMES[5]), decision=CHAIR)
    for asked in ([], voters(session, "Bùi Văn Ra")):
        with pytest.raises(Refused, match="Chọn người đến muộn"):
            admit_late(by=chi, session=session, voters=asked, decision=CHAIR)
    VotingSession.objects.update(present=6)
    with pytest.raises(Refused, match="nhiều hơn 6 người được triệu tập"):
        admit_late(by=chi, session=session, voters=voters(session, NAMES[5]), decision=CHAIR)
    assert not AuditEvent.objects.filter(action="ballots.late_arrivals").exists()


def test_a_step_back_keeps_who_came(chi: User, session: VotingSession) -> None:
    opened(chi, session)
    admit_late(by=chi, session=session, voters=voters(session, NAMES[5]), decision=CHAIR)
    step_back(by=chi, session=session, reason="Mở nhầm")
    assert attendance_of(session).present == 6
    tick(chi, session, NAMES[5], attendance=AWAY)
    assert session.voters.get(name=NAMES[5]).late_decision == ""
    open_voting(by=chi, session=session, total_members=6, summoned=6, present=5)
    close_voting(by=chi, session=session)
    with pytest.raises(Refused, match="Đang kiểm phiếu"):
        admit_late(by=chi, session=session, voters=voters(session, NAMES[5]), decision=CHAIR)


def test_who_came_does_not_change_the_frozen_roll(chi: User, session: VotingSession) -> None:
    before = roll_digests([session.pk])
    opened(chi, session)
    admit_late(by=chi, session=session, voters=voters(session, NAMES[5]), decision=CHAIR)
    assert roll_digests([session.pk]) == before


def test_no_time_of_arrival_is_kept_anywhere(chi: User, session: VotingSession) -> None:
    """No row that a tap leaves has a moment: no column of the roll takes one, nothing else points at the roll, and the
    trail says nothing of anybody."""
    moments = (models.DateField, models.DateTimeField, models.TimeField, models.DurationField)
    assert not [field for field in Voter._meta.get_fields() if isinstance(field, moments)]
    assert not [model for model in apps.get_models() for f in model._meta.fields if f.related_model is Voter]
    tick(chi, session, *NAMES)
    assert not AuditEvent.objects.exists()
    tick(chi, session, NAMES[5], attendance="")
    open_voting(by=chi, session=session, total_members=6, summoned=6, present=5)
    admit_late(by=chi, session=session, voters=voters(session, NAMES[5]), decision=CHAIR)
    for event in AuditEvent.objects.all():
        told = f"{event.object_type} {event.label} {event.before} {event.after} {event.reason}"
        assert not [name for name in NAMES if name in told]
    for row in Voter.objects.values():
        assert not [value for value in row.values() if isinstance(value, date | datetime | time)]
