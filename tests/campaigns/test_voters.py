"""A session's roll on PostgreSQL: worked out, corrected by hand, frozen."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ballots.queries.laws import violations
from campaigns.actions.board import BoardEntry, propose_board
from campaigns.actions.day import prepare_session, step_back
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.sessions import create_session
from campaigns.actions.voters import (
    NewVoter,
    add_voter,
    add_voters,
    remove_voter,
    restore_voter,
    work_out_roll,
)
from campaigns.models import BoardMember, Campaign, Phase, Voter, VotingSession
from campaigns.queries.voters import roll_worked_out
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.actions.memberships import import_members
from officials.models import Appointment, Membership, Official, OrganisationUnit, Seat
from officials.workbooks import sheets_of
from tests.campaigns.test_sessions_actions import Put, office, phase, plan, put, session
from tests.officials.rosters import SAMPLE

__all__ = ["Put", "office", "phase", "put", "session"]
pytestmark = pytest.mark.django_db
Sit = Callable[..., Membership]
MEMBERS = SAMPLE.with_name("thanh-vien.xlsx")


@pytest.fixture
def sit(office: OrganisationUnit) -> Sit:
    """Somebody has a seat at the office."""

    def make(name: str, seat: str = Seat.DIVISION_HEAD, **fields: object) -> Membership:
        official, _ = Official.objects.get_or_create(code=name.replace(" ", ""), defaults={"full_name": name})
        return Membership.objects.create(**{"official": official, "unit": office, "seat": seat, **fields})

    return make


def on_roll(session: VotingSession) -> list[str]:
    return list(session.voters.filter(is_removed=False).values_list("name", flat=True))


def voter(session: VotingSession, name: str) -> Voter:
    return session.voters.get(name=name)


def test_a_new_session_has_its_roll(an: User, phase: Phase, office: OrganisationUnit, sit: Sit) -> None:
    sit("Hồ Thị Phòng")
    sit("Phạm Minh Đức", Seat.EXECUTIVE_MEMBER)
    sit("Cũ Đã Thôi", started_on=date(2020, 1, 1), ended_on=date(2028, 7, 5))
    sit("Sau Mới Vào", started_on=date(2028, 7, 6))
    made = create_session(by=an, phase=phase, unit=office, units=[office], plan=plan(), reason="")
    assert on_roll(made) == ["Lê Thị Ánh", "Trần Văn Bền", "Phạm Minh Đức", "Vũ Mới", "Hồ Thị Phòng"]
    both = voter(made, "Phạm Minh Đức")
    assert (both.why, both.title, both.workplace) == (["leaders", "agency_committee_member"], "Giám đốc", "Sở Nội vụ")
    made.refresh_from_db()
    assert made.voter_count == 5


def test_heads_of_units_directly_below_vote_and_those_of_ended_ones_do_not(
    an: User, phase: Phase, office: OrganisationUnit, put: Put, make_unit: Callable[..., OrganisationUnit]
) -> None:
    below = make_unit("S011", parent=office, name="Chi cục Văn thư")
    ended = make_unit("S012", parent=office, valid_until=date(2025, 6, 30))
    put("Chi Cục Trưởng", "Chi cục trưởng", below, rank=1)
    put("Chi Cục Phó", "Phó Chi cục trưởng", below, rank=2)
    put("Người Cũ", "Chi cục trưởng", ended, rank=1)
    made = create_session(by=an, phase=phase, unit=office, units=[office], plan=plan(), reason="")
    assert voter(made, "Chi Cục Trưởng").why == ["subordinate_head"]
    assert not made.voters.filter(name__in=["Chi Cục Phó", "Người Cũ"]).exists()


def test_the_number_of_queries_does_not_grow(session: VotingSession, sit: Sit) -> None:
    with CaptureQueriesContext(connection) as few:
        roll_worked_out(session)
    for number in range(30):
        sit(f"Người Số {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(roll_worked_out(session)) == 34
    assert len(many) <= len(few) + 1 <= 7


def test_a_rule_set_says_whether_those_voted_on_vote_in_any_case(an: User, session: VotingSession) -> None:
    Appointment.objects.filter(official__full_name="Lê Thị Ánh").update(ended_on=date(2028, 6, 1))
    assert not work_out_roll(by=an, session=session).dropped
    rule_set = session.phase.rule_set
    rule_set.parameters["subjects_vote"] = False
    rule_set.save()
    session = VotingSession.objects.get(pk=session.pk)
    assert [old.name for old in work_out_roll(by=an, session=session).dropped] == ["Lê Thị Ánh"]


def test_working_out_again_keeps_corrections(an: User, session: VotingSession, sit: Sit) -> None:
    remove_voter(by=an, voter=voter(session, "Vũ Mới"), reason="Đi học dài hạn")
    add_voter(by=an, session=session, voter=NewVoter("Khách Mời", "Chuyên viên", "Văn phòng"), reason="Theo kế hoạch")
    sit("Hồ Thị Phòng")
    Appointment.objects.filter(official__full_name="Lê Thị Ánh").update(ended_on=date(2028, 6, 1))
    found = work_out_roll(by=an, session=session)
    assert [entry.person.name for entry in found.added] == ["Hồ Thị Phòng"]
    assert [(old.name, new.why) for old, new in found.changed] == [("Lê Thị Ánh", ("on_the_ballot",))]
    assert on_roll(session) == ["Lê Thị Ánh", "Trần Văn Bền", "Phạm Minh Đức", "Khách Mời", "Hồ Thị Phòng"]
    assert voter(session, "Vũ Mới").note == "Đi học dài hạn"
    assert not work_out_roll(by=an, session=session)


def test_who_qualifies_no_longer_leaves(an: User, session: VotingSession) -> None:
    Appointment.objects.filter(official__full_name="Vũ Mới").update(ended_on=date(2028, 6, 1))
    found = work_out_roll(by=an, session=session)
    assert [old.name for old in found.dropped] == ["Vũ Mới"]
    event = AuditEvent.objects.get(action="session.roll")
    assert event.before == {"voters": ["Vũ Mới"]}


def test_nobody_is_added_twice(an: User, session: VotingSession) -> None:
    bay = Official.objects.create(code="T99", full_name="Lê Văn Bảy")
    add_voter(by=an, session=session, voter=NewVoter("", official=bay, title="Chuyên viên"), reason="Đại biểu mời")
    with pytest.raises(Refused, match="đã có trong danh sách"):
        add_voter(by=an, session=session, voter=NewVoter("", official=bay), reason="Lần nữa")
    remove_voter(by=an, voter=voter(session, "Lê Văn Bảy"), reason="Vắng")
    with pytest.raises(Refused, match="Đưa lại"):
        add_voter(by=an, session=session, voter=NewVoter("", official=bay), reason="Lần nữa")
    restore_voter(by=an, voter=voter(session, "Lê Văn Bảy"), reason="Về họp")
    assert "Lê Văn Bảy" in on_roll(session)
    assert add_voters(by=an, session=session, voters=[NewVoter("", official=bay), NewVoter("Mới")], reason="Tệp") == 1


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_a_correction_needs_a_reason(an: User, session: VotingSession, reason: str) -> None:
    with pytest.raises(Refused, match="Ghi lý do"):
        remove_voter(by=an, voter=voter(session, "Vũ Mới"), reason=reason)


def test_preparing_freezes_roll_and_ballots(an: User, session: VotingSession) -> None:
    prepared = prepare_session(by=an, session=session)
    assert len(prepared.roll_digest) == len(prepared.ballots_digest) == 64
    assert list(violations()) == []
    with pytest.raises(Refused, match="đã chốt"):
        remove_voter(by=an, voter=voter(session, "Vũ Mới"), reason="Vắng")
    back = step_back(by=an, session=prepared, reason="Thiếu người")
    assert (back.roll_digest, back.ballots_digest) == ("", "")
    assert list(violations()) == []


def test_a_changed_row_is_found(an: User, session: VotingSession) -> None:
    prepare_session(by=an, session=session)
    Voter.objects.filter(name="Vũ Mới").update(title="Giám đốc")
    session.subjects().filter(position=1).update(printed_title="Phó")
    assert [sentence.split(": ")[1] for sentence in violations()] == [
        "danh sách người ghi phiếu không khớp với bản đã chốt khi chuẩn bị.",
        "phiếu không khớp với bản đã chốt khi chuẩn bị.",
    ]


def test_a_roll_without_anybody_is_refused_and_loses_nothing(an: User, session: VotingSession) -> None:
    for entry in session.voters.all():
        remove_voter(by=an, voter=entry, reason="Thử")
    with pytest.raises(Refused, match="Danh sách người ghi phiếu chưa có ai"):
        prepare_session(by=an, session=session)
    assert session.voters.count() == 4


def test_nobody_on_the_ballot_counts_it(an: User, session: VotingSession) -> None:
    duc = Official.objects.get(full_name="Phạm Minh Đức")
    with pytest.raises(Refused, match=r"Phạm Minh Đức có tên trên phiếu.*Nghị quyết 71/2022/QH15"):
        propose_board(by=an, session=session, entries=[BoardEntry("Phạm Minh Đức", official=duc)])
    with pytest.raises(Refused, match="hai lần"):
        propose_board(by=an, session=session, entries=[BoardEntry("Vũ Mới"), BoardEntry("vũ mới")])
    with pytest.raises(Refused, match="một Trưởng ban"):
        propose_board(by=an, session=session, entries=[BoardEntry("A", "head"), BoardEntry("B", "head")])
    BoardMember.objects.create(session=session, official=duc, name="Phạm Minh Đức", position=1)
    with pytest.raises(Refused, match="ban kiểm phiếu có tên trên phiếu: Phạm Minh Đức"):
        prepare_session(by=an, session=session)


def test_a_stranger_may_not(dung: User, session: VotingSession) -> None:
    with pytest.raises(PermissionDenied):
        work_out_roll(by=dung, session=session)


def test_the_sample_of_members_fills_both_bodies(imported: None, campaign: Campaign) -> None:
    plan_of = import_members(by=None, sheets=sheets_of(MEMBERS.read_bytes()), today=date(2028, 1, 1))
    assert (plan_of.new, plan_of.known, plan_of.file.faults) == (100, 0, ())
    evaluate_campaign(by=None, campaign=campaign)
    for kind, code, also in (("party", "TU", "TU"), ("council", "HDND", "UBND")):
        unit, other = (OrganisationUnit.objects.get(code=c) for c in (code, also))
        made = create_session(
            by=None,
            phase=campaign.phases.get(kind=kind),
            unit=unit,
            units=[unit, other],
            plan=plan(f"HN-{code}"),
            reason="",
        )
        assert made.voters.count() == 50
