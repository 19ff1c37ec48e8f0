"""Planning sessions and running their day, on PostgreSQL."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from campaigns.actions.day import close_voting, mark_printed, open_check_in, open_voting, prepare_session, step_back
from campaigns.actions.sessions import (
    SessionPlan,
    create_session,
    delete_session,
    edit_session,
    order_subjects,
    remove_subject,
)
from campaigns.models import Campaign, Eligibility, Phase, PhaseKind, RuleSet, Subject, VotingSession
from campaigns.queries.sessions import same_place_committee, units_waiting
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Appointment, BallotGroup, Means, Official, OrganisationUnit, Regime, Title, UnitKind
from tests.campaigns.verdicts import store_verdict

pytestmark = pytest.mark.django_db
JULY = datetime(2028, 7, 5, 8, 0, tzinfo=timezone.get_default_timezone())

MakeUnit = Callable[..., OrganisationUnit]
Put = Callable[..., Appointment]


@pytest.fixture
def phase(db: None) -> Phase:
    campaign = Campaign.objects.create(
        code="LP2028", name="Đợt 2028", year=2028, vote_on=date(2028, 7, 1), venue_cap=2, state="list_approved"
    )
    return Phase.objects.create(
        campaign=campaign,
        kind=PhaseKind.OTHER,
        position=3,
        rule_set=RuleSet.objects.get(code="QD96"),
        regimes=[Regime.OTHER],
    )


@pytest.fixture
def put(phase: Phase) -> Put:
    """Somebody in a post, voted on in the campaign unless said otherwise."""

    def make(
        name: str, title: str, unit: OrganisationUnit, rank: int = 1, reasons: tuple[str, ...] = ()
    ) -> Appointment:
        official, _ = Official.objects.get_or_create(code=name.replace(" ", ""), defaults={"full_name": name})
        post, _ = Title.objects.get_or_create(
            name=title,
            unit_kind=unit.kind,
            defaults={
                "regime": Regime.OTHER,
                "is_leadership": True,
                "rank": rank,
                "ballot_group": BallotGroup.AGENCY,
            },
        )
        held = Appointment.objects.create(
            official=official, title=post, unit=unit, means=Means.APPOINTED, started_on=date(2026, 1, 1)
        )
        store_verdict(phase, held, *reasons)
        return held

    return make


@pytest.fixture
def office(make_unit: MakeUnit, put: Put) -> OrganisationUnit:
    unit = make_unit("S01", name="Sở Nội vụ")
    put("Trần Văn Bền", "Phó Giám đốc", unit, rank=2)
    put("Lê Thị Ánh", "Phó Giám đốc", unit, rank=2)
    put("Phạm Minh Đức", "Giám đốc", unit, rank=1)
    put("Vũ Mới", "Phó Giám đốc", unit, rank=2, reasons=("new_in_year",))
    return unit


def plan(code: str = "HN-S01", held_at: datetime = JULY) -> SessionPlan:
    return SessionPlan(code=code, name="Hội nghị Sở Nội vụ", held_at=held_at)


@pytest.fixture
def session(an: User, phase: Phase, office: OrganisationUnit) -> VotingSession:
    return create_session(by=an, phase=phase, unit=office, units=[office], plan=plan(), reason="")


def names(session: VotingSession) -> list[str]:
    return list(session.subjects().values_list("printed_name", flat=True))


def test_the_ballot_holds_those_voted_on_in_the_order_of_office(session: VotingSession) -> None:
    assert names(session) == ["Phạm Minh Đức", "Lê Thị Ánh", "Trần Văn Bền"]
    assert session.subjects()[0].printed_title == "Giám đốc Sở Nội vụ"


def test_several_titles_at_a_unit_are_one_line(an: User, phase: Phase, put: Put, office: OrganisationUnit) -> None:
    put("Phạm Minh Đức", "Chánh Thanh tra", office, rank=3)
    made = create_session(by=an, phase=phase, unit=office, units=[office], plan=plan(), reason="")
    line = made.subjects().get(printed_name="Phạm Minh Đức")
    assert line.printed_title == "Giám đốc Sở Nội vụ; Chánh Thanh tra Sở Nội vụ"
    assert line.appointments.count() == 2


def test_nobody_stands_on_two_ballots(an: User, phase: Phase, session: VotingSession) -> None:
    with pytest.raises(Refused, match="Không còn ai"):
        create_session(by=an, phase=phase, unit=session.unit, units=[session.unit], plan=plan("HN-2"), reason="")
    assert not units_waiting(phase.campaign)


def test_units_wait_with_the_number_of_their_people(phase: Phase, office: OrganisationUnit) -> None:
    assert [(unit.code, unit.waiting) for unit in units_waiting(phase.campaign)] == [("S01", 3)]


def test_a_day_outside_the_year_needs_a_reason(an: User, phase: Phase, office: OrganisationUnit) -> None:
    odd = plan(held_at=JULY.replace(year=2029))
    with pytest.raises(Refused, match="không thuộc năm 2028"):
        create_session(by=an, phase=phase, unit=office, units=[office], plan=odd, reason="")
    assert create_session(by=an, phase=phase, unit=office, units=[office], plan=odd, reason="Lùi lịch")
    assert AuditEvent.objects.filter(action="session.create", reason="Lùi lịch").exists()


def test_a_unit_that_has_ended_gets_no_session(an: User, phase: Phase, office: OrganisationUnit) -> None:
    OrganisationUnit.objects.filter(pk=office.pk).update(valid_until=date(2025, 6, 30))
    office.refresh_from_db()
    with pytest.raises(Refused, match="đã kết thúc hoạt động"):
        create_session(by=an, phase=phase, unit=office, units=[office], plan=plan(), reason="")


def test_a_code_is_used_once(an: User, phase: Phase, session: VotingSession, make_unit: MakeUnit, put: Put) -> None:
    other = make_unit("S02")
    put("Đỗ Khác", "Giám đốc", other)
    with pytest.raises(Refused, match="mang mã HN-S01"):
        create_session(by=an, phase=phase, unit=other, units=[other], plan=plan(), reason="")


def test_only_organisers_of_the_unit_plan(binh: User, giang: User, phase: Phase, office: OrganisationUnit) -> None:
    for person in (binh, giang):
        with pytest.raises(PermissionDenied):
            create_session(by=person, phase=phase, unit=office, units=[office], plan=plan(), reason="")
    assert not VotingSession.objects.exists()


def test_lines_can_be_put_in_another_order(an: User, session: VotingSession) -> None:
    style = session.styles.get()
    order = [subject.pk for subject in session.subjects()][::-1]
    order_subjects(by=an, style=style, order=order)
    assert names(session) == ["Trần Văn Bền", "Lê Thị Ánh", "Phạm Minh Đức"]


def test_an_order_that_misses_somebody_is_refused(an: User, session: VotingSession) -> None:
    with pytest.raises(Refused, match="đã thay đổi"):
        order_subjects(by=an, style=session.styles.get(), order=[session.subjects()[0].pk])


def test_taking_somebody_off_needs_a_reason_and_closes_the_gap(an: User, session: VotingSession) -> None:
    first = session.subjects()[0]
    with pytest.raises(Refused, match="Ghi lý do"):
        remove_subject(by=an, subject=first, reason=" ")
    remove_subject(by=an, subject=first, reason="Chuyển công tác")
    assert list(session.subjects().values_list("position", flat=True)) == [1, 2]


def test_the_last_line_takes_its_ballot_along(an: User, session: VotingSession) -> None:
    for subject in session.subjects():
        remove_subject(by=an, subject=subject, reason="x")
    assert not session.styles.exists()


def test_a_deleted_session_frees_its_people(an: User, phase: Phase, session: VotingSession) -> None:
    delete_session(by=an, session=session, reason="Nhầm đơn vị")
    assert [unit.waiting for unit in units_waiting(phase.campaign)] == [3]


def test_changing_the_plan_is_recorded_with_before_and_after(an: User, session: VotingSession) -> None:
    edit_session(by=an, session=session, changes={"place": "Hội trường A"})
    event = AuditEvent.objects.get(action="session.edit")
    assert (event.before, event.after) == ({"place": ""}, {"place": "Hội trường A"})


def test_the_day_runs_step_by_step(chi: User, session: VotingSession) -> None:
    prepare_session(by=chi, session=session)
    open_check_in(by=chi, session=session)
    open_voting(by=chi, session=session, total_members=30, summoned=30, present=28)
    close_voting(by=chi, session=session)
    session.refresh_from_db()
    assert (session.state, session.present) == ("counting", 28)
    assert session.campaign.__class__.objects.get().state == "in_progress"


def test_below_the_quorum_nothing_opens(chi: User, session: VotingSession) -> None:
    prepare_session(by=chi, session=session)
    open_check_in(by=chi, session=session)
    with pytest.raises(Refused, match="19/30, cần ít nhất 20"):
        open_voting(by=chi, session=session, total_members=30, summoned=30, present=19)
    session.refresh_from_db()
    assert (session.state, session.present) == ("checking_in", None)


def test_somebody_excluded_since_stops_the_preparation(an: User, session: VotingSession) -> None:
    Eligibility.objects.filter(appointment__official__full_name="Lê Thị Ánh").update(
        venue=None, is_subject=False, reasons=["retirement_notice"]
    )
    with pytest.raises(Refused, match="Lê Thị Ánh"):
        prepare_session(by=an, session=session)


def test_somebody_whose_post_has_ended_stops_the_preparation(an: User, session: VotingSession) -> None:
    Eligibility.objects.filter(appointment__official__full_name="Lê Thị Ánh").delete()
    with pytest.raises(Refused, match="Lê Thị Ánh"):
        prepare_session(by=an, session=session)


def test_somebody_excluded_after_the_preparation_stops_the_day(an: User, session: VotingSession) -> None:
    prepare_session(by=an, session=session)
    Eligibility.objects.filter(appointment__official__full_name="Lê Thị Ánh").update(
        venue=None, is_subject=False, reasons=["retirement_notice"]
    )
    with pytest.raises(Refused, match="Lê Thị Ánh"):
        open_check_in(by=an, session=session)


def test_a_prepared_ballot_stays_as_it_is(an: User, session: VotingSession) -> None:
    prepare_session(by=an, session=session)
    for attempt in (
        lambda: remove_subject(by=an, subject=session.subjects()[0], reason="x"),
        lambda: delete_session(by=an, session=session, reason="x"),
        lambda: order_subjects(by=an, style=session.styles.get(), order=[]),
    ):
        with pytest.raises(Refused, match="bước lên kế hoạch"):
            attempt()
    assert Subject.objects.count() == 3


def test_stepping_back_needs_a_reason(an: User, session: VotingSession) -> None:
    prepare_session(by=an, session=session)
    with pytest.raises(Refused, match="Ghi lý do"):
        step_back(by=an, session=session, reason="")
    assert step_back(by=an, session=session, reason="Sửa phiếu").state == "planned"


def test_printing_is_marked_once_and_forgotten_when_the_plan_is_opened_again(an: User, session: VotingSession) -> None:
    with pytest.raises(Refused, match="đã chuẩn bị xong"):
        mark_printed(by=an, session=session)
    prepare_session(by=an, session=session)
    assert mark_printed(by=an, session=session).printed_at is not None
    with pytest.raises(Refused, match="đã được đánh dấu"):
        mark_printed(by=an, session=session)
    assert AuditEvent.objects.filter(action="session.printed").count() == 1
    assert step_back(by=an, session=session, reason="Sửa phiếu").printed_at is None


def test_ballots_on_screen_are_not_printed(an: User, session: VotingSession) -> None:
    prepare_session(by=an, session=session)
    VotingSession.objects.update(casting="screen")
    with pytest.raises(Refused, match="không in phiếu"):
        mark_printed(by=an, session=session)


def test_the_longest_titles_fit_on_the_ballot(an: User, phase: Phase, put: Put, make_unit: MakeUnit) -> None:
    unit = make_unit("S09", name="Đ" * 200)
    put("Ngô Dài", "G" * 150, unit)
    put("Ngô Dài", "H" * 150, unit)
    made = create_session(by=an, phase=phase, unit=unit, units=[unit], plan=plan(), reason="")
    assert len(made.subjects()[0].printed_title) == 2 * (150 + 1 + 200) + len("; ")


def test_a_clerk_does_not_run_the_day(dung: User, session: VotingSession) -> None:
    with pytest.raises(PermissionDenied):
        prepare_session(by=dung, session=session)


def test_a_councils_place_has_a_committee(make_unit: MakeUnit) -> None:
    council = make_unit("HD001", UnitKind.PEOPLES_COUNCIL, name="Hội đồng nhân dân xã Tân Bình 1")
    make_unit("UB011", UnitKind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân xã Tân Bình 11")
    committee = make_unit("UB001", UnitKind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân xã Tân Bình 1")
    assert same_place_committee(council) == committee
    assert same_place_committee(committee) is None
