"""Demonstration data: the sample roster, a campaign in the middle of its work, and an account for each role.

Everything goes through the same actions that people use, so that the audit trail of the demonstration is a real one.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from campaigns.actions.board import BoardEntry, propose_board
from campaigns.actions.campaigns import CampaignPlan, create_campaign, edit_campaign
from campaigns.actions.casting import choose_casting
from campaigns.actions.day import prepare_session
from campaigns.actions.decisions import Override, answer_cases, choose_venues, propose_override
from campaigns.actions.dossiers import receive_all
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.lists import Document, approve_list, submit_list
from campaigns.actions.many_sessions import Pattern, Selection, create_sessions
from campaigns.actions.rehearsals import create_rehearsal
from campaigns.actions.rule_sets import RuleSettings, change_rule_set, new_version
from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import BoardMember, Campaign, Casting, DossierItem, Eligibility, Phase, PhaseKind, VotingSession
from campaigns.rules.spreading import Spread
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.actions.memberships import start_membership
from officials.actions.officials import change_official
from officials.actions.roster import import_roster
from officials.actions.units import change_unit
from officials.models import Assignment, Membership, Official, OrganisationUnit, Seat, Tier
from officials.rules.roster import read_roster
from officials.workbooks import read_file, sheets_of
from reports import demonstration_day as day
from reports.demonstration_papers import PLACE, hand_in

PASSWORD = "tin-nhiem-2028"  # noqa: S105 - printed on purpose, for a demonstration on one's own machine
SAMPLE = settings.BASE_DIR / "docs" / "samples" / "can-bo.xlsx"
PEOPLE: list[tuple[str, str, Role | None, str]] = [
    ("an", "Nguyễn Thị An", Role.ORGANISER, ""),
    ("binh", "Trần Văn Bình", Role.ORGANISER, "DU001"),
    ("khanh", "Lý Quốc Khánh", Role.APPROVER, ""),
    ("chi", "Lê Thị Chi", Role.BOARD_HEAD, ""),
    ("dung", "Phạm Tiến Dũng", Role.CLERK, ""),
    ("em", "Hoàng Văn Em", Role.CLERK, ""),
    ("giang", "Vũ Hương Giang", Role.AUDITOR, ""),
]
WINDOWS = {
    PhaseKind.COUNCIL: (date(2028, 7, 3), date(2028, 7, 14)),
    PhaseKind.PARTY: (date(2028, 7, 17), date(2028, 7, 28)),
    PhaseKind.OTHER: (date(2028, 7, 31), date(2028, 8, 31)),
}
# Seats in bodies that the roster does not list: where, which, and how many.
SEATS = (
    ("HDND", Seat.DEPUTY, 41),
    ("TU", Seat.EXECUTIVE_MEMBER, 18),
    ("S01", Seat.DIVISION_HEAD, 26),
    ("S01", Seat.MASS_ORGANISATION_HEAD, 3),
    ("S02", Seat.DIVISION_HEAD, 22),
    ("S04", Seat.DIVISION_HEAD, 24),
    ("S03", Seat.DIVISION_HEAD, 27),
    ("S05", Seat.DIVISION_HEAD, 26),
    ("S06", Seat.DIVISION_HEAD, 20),
    ("S07", Seat.DIVISION_HEAD, 18),
    ("S08", Seat.DIVISION_HEAD, 16),
)


@dataclass(frozen=True)
class Planned:
    """A session of the demonstration: who meets, who is voted on, when."""

    kind: PhaseKind
    unit: str
    units: tuple[str, ...]
    name: str
    day: date


COUNCIL = Planned(PhaseKind.COUNCIL, "HDND", ("HDND", "UBND"), "Kỳ họp HĐND tỉnh Minh Hòa", date(2028, 7, 4))
COMMITTEE = Planned(PhaseKind.PARTY, "TU", ("TU",), "Hội nghị Ban Chấp hành Đảng bộ tỉnh", date(2028, 7, 17))
HALF_KEYED = Planned(PhaseKind.OTHER, "S01", ("S01",), "Hội nghị lấy phiếu tại Sở Nội vụ", date(2028, 8, 1))
READY = Planned(PhaseKind.OTHER, "S02", ("S02",), "Hội nghị lấy phiếu tại Sở Tài chính", date(2028, 8, 2))
KEYED = Planned(PhaseKind.OTHER, "S03", ("S03",), "Hội nghị lấy phiếu tại Sở Xây dựng", date(2028, 8, 4))
DOORS = Planned(PhaseKind.OTHER, "S05", ("S05",), "Hội nghị lấy phiếu tại Sở Giáo dục và Đào tạo", date(2028, 8, 7))
VOTING = Planned(PhaseKind.OTHER, "S06", ("S06",), "Hội nghị lấy phiếu tại Sở Tư pháp", date(2028, 8, 8))
TO_LOCK = Planned(PhaseKind.OTHER, "S07", ("S07",), "Hội nghị lấy phiếu tại Sở Công Thương", date(2028, 8, 9))
ON_SCREEN = Planned(
    PhaseKind.OTHER, "S08", ("S08",), "Hội nghị lấy phiếu tại Sở Khoa học và Công nghệ", date(2028, 8, 10)
)
NEXT = Planned(PhaseKind.OTHER, "S04", ("S04",), "Hội nghị lấy phiếu tại Sở Y tế", date(2028, 8, 3))


def load() -> day.OpenBox:
    """Fill an empty database. Gives what opens the box of the session that votes on screen: it is kept nowhere."""
    import_roster(by=None, roster=read_roster(sheets_of(read_file(SAMPLE))), skip_faulty=True)
    people = {username: _person(username, name, role, unit) for username, name, role, unit in PEOPLE}
    User.objects.create_superuser("quantri", PASSWORD, full_name="Quản trị hệ thống")
    _places(people["an"])
    _seats(people["an"])
    campaign = _campaign(people["an"])
    _list(campaign, people)
    box = _sessions(campaign, people)
    _afterwards(campaign, people["an"])
    return box


def _person(username: str, name: str, role: Role | None, unit: str) -> User:
    user = User.objects.create_user(username, PASSWORD, full_name=name)
    where = OrganisationUnit.objects.get(code=unit) if unit else None
    if role is not None:
        Assignment.objects.create(user=user, role=role, unit=where)
    return user


def _places(by: User) -> None:
    """Where papers are dated; units below take it from these."""
    for unit in OrganisationUnit.objects.filter(code__in=("TU", "HDND", "UBND")):
        unit.place = PLACE
        change_unit(by=by, unit=unit)


def _seats(by: User) -> None:
    """Seat people of the communes, none of whom is voted on where they sit."""
    free = iter(Official.objects.filter(appointments__unit__tier=Tier.COMMUNE).distinct().order_by("code"))
    for code, seat, number in SEATS:
        unit = OrganisationUnit.objects.get(code=code)
        for _ in range(number):
            membership = Membership(official=next(free), unit=unit, seat=seat, started_on=date(2026, 4, 1))
            start_membership(by=by, membership=membership, today=timezone.localdate())


def _campaign(by: User) -> Campaign:
    plan = CampaignPlan(
        code="LP2028",
        name="Lấy phiếu tín nhiệm năm 2028",
        year=2028,
        organiser=OrganisationUnit.objects.get(code="TU"),
        plan_number="15-KH/TU",
        plan_date=timezone.localdate(),
        deadline=date(2028, 9, 30),
    )
    campaign = create_campaign(by=by, plan=plan)
    windows = {phase.pk: WINDOWS[PhaseKind(phase.kind)] for phase in campaign.phases.all()}
    edit_campaign(by=by, campaign=campaign, changes={}, windows=windows)
    _let_ballots_be_cast_on_screen(by, campaign.phases.select_related("rule_set").get(kind=PhaseKind.OTHER))
    return campaign


def _let_ballots_be_cast_on_screen(by: User, phase: Phase) -> None:
    """No rule set that is shipped does: an organisation decides so in a version of its own."""
    shipped, reason = phase.rule_set, "Thí điểm ghi phiếu trên màn hình ở các sở"
    dates = (shipped.in_force_from, shipped.in_force_until)
    version = new_version(by=by, base=shipped, wanted=RuleSettings({"screen_casting": True}, {}, (), *dates, reason))
    change_rule_set(by=by, phase=phase, rule_set=version, reason=reason)


def _list(campaign: Campaign, people: dict[str, User]) -> None:
    """Judge everybody, decide what is open, choose another venue for one, have the list approved."""
    an = people["an"]
    evaluate_campaign(by=an, campaign=campaign)
    asked = Eligibility.objects.filter(campaign=campaign).exclude(questions=[]).values_list("appointment", flat=True)
    reason = "Bổ nhiệm lại không tính là bổ nhiệm mới"
    answer_cases(by=an, campaign=campaign, appointments=list(asked), is_subject=True, reason=reason)
    beyond = Eligibility.objects.filter(campaign=campaign, reasons=["over_two_venues"]).earliest("appointment")
    official = beyond.appointment.official
    first = official.venues.get(campaign=campaign, slot=1)
    choose_venues(
        by=an,
        campaign=campaign,
        official=official,
        units=[first.unit_id, beyond.appointment.unit_id],
        reason="Đề nghị của nơi cán bộ đang công tác",
    )
    submit_list(by=an, campaign=campaign, note="Trình Ban Thường vụ xem xét")
    approve_list(by=people["khanh"], campaign=campaign, document=Document("125-QĐ/TU", timezone.localdate()))


def _sessions(campaign: Campaign, people: dict[str, User]) -> day.OpenBox:
    """A session at each step, and many planned."""
    council, committee, half, ready, keyed, doors, voting, to_lock, on_screen, _ = (
        _plan(campaign, people["an"], planned)
        for planned in (COUNCIL, COMMITTEE, HALF_KEYED, READY, KEYED, DOORS, VOTING, TO_LOCK, ON_SCREEN, NEXT)
    )
    for session in (council, committee):
        day.run(session, people["chi"])
        day.count(session, people)
    person = day.seal_again(council, people)
    day.vote_on_confidence(council, person, people)
    day.ask_for_another_count(committee, people)
    day.run(half, people["chi"])
    day.key(half, people["dung"])
    receive_all(by=people["an"], session=ready, kind=DossierItem.Kind.SELF_REPORT, day=timezone.localdate())
    prepare_session(by=people["an"], session=ready)
    create_rehearsal(by=people["chi"], session=ready)
    day.key_ballots(keyed, people)
    day.fill_the_doors(doors, people)
    day.hand_out_ballots(voting, people)
    for session in (to_lock, on_screen):
        choose_casting(by=people["an"], session=session, casting=Casting.SCREEN)
        prepare_session(by=people["chi"], session=session)
    hand_in(to_lock, people["an"], reported=1)
    hand_in(on_screen, people["an"])
    first, last = WINDOWS[PhaseKind.PARTY]
    spread = Spread(first, last, (time(8), time(14)), per_slot=1, working_days_only=True)
    create_sessions(
        by=people["an"],
        phase=campaign.phases.get(kind=PhaseKind.PARTY),
        pattern=Pattern(spread, place="Hội trường {đơn vị}", reason="Thời gian thống nhất với các xã, phường"),
        selection=Selection(tier=Tier.COMMUNE),
    )
    return day.vote_on_screen(on_screen, people["chi"])


def _plan(campaign: Campaign, by: User, planned: Planned) -> VotingSession:
    session = create_session(
        by=by,
        phase=Phase.objects.get(campaign=campaign, kind=planned.kind),
        unit=OrganisationUnit.objects.get(code=planned.unit),
        units=list(OrganisationUnit.objects.filter(code__in=planned.units)),
        plan=SessionPlan(
            code=f"HN-{planned.unit}",
            name=planned.name,
            held_at=timezone.make_aware(datetime.combine(planned.day, time(8))),
            place="Hội trường lớn",
            chair="Nguyễn Văn Chủ",
        ),
        reason="Theo kế hoạch của tỉnh",
    )
    entries = [
        BoardEntry("Lê Thị Chi", BoardMember.Role.HEAD),
        BoardEntry("Phạm Tiến Dũng", BoardMember.Role.SECRETARY),
        BoardEntry("Hoàng Văn Em"),
    ]
    propose_board(by=by, session=session, entries=entries)
    return session


def _afterwards(campaign: Campaign, by: User) -> None:
    """After the approval somebody on the list gets a notice, and an override waits for its second person."""
    listed = Eligibility.objects.filter(campaign=campaign, is_subject=True, appointment__unit__code="DU004")
    leaving = listed.select_related("appointment__official").latest("appointment").appointment.official
    leaving.retirement_notice_on = timezone.localdate()
    change_official(by=by, official=leaving)
    new = Eligibility.objects.filter(campaign=campaign, reasons=["new_in_year"]).earliest("appointment")
    override = Override(
        is_subject=True,
        reason="Giữ chức vụ tương đương từ trước, chỉ đổi tên gọi trong năm",
        number="88-TB/TU",
        day=timezone.localdate(),
        authority="Ban Thường vụ Tỉnh ủy",
    )
    propose_override(by=by, campaign=campaign, appointment=new.appointment, override=override)
