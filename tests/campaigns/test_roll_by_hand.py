"""Whole rolls held against a count of the test's own, which asks every post and every seat one by one."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.sessions import create_session
from campaigns.models import Campaign, VotingSession
from officials.actions.memberships import import_members
from officials.models import Appointment, Membership, Official, OrganisationUnit, Seat
from officials.workbooks import sheets_of
from tests.campaigns.test_sessions_actions import plan
from tests.officials.factories import hold
from tests.officials.rosters import SAMPLE

pytestmark = pytest.mark.django_db
MEMBERS = SAMPLE.with_name("thanh-vien.xlsx")
SEATS = {
    "party": {Seat.EXECUTIVE_MEMBER: "executive_member"},
    "council": {Seat.DEPUTY: "deputy"},
    "other": {
        Seat.EXECUTIVE_MEMBER: "agency_committee_member",
        Seat.DIVISION_HEAD: "division_head",
        Seat.MASS_ORGANISATION_HEAD: "mass_organisation_head",
    },
}


def is_held(holding: Appointment | Membership, day: date) -> bool:
    has_begun = holding.started_on is None or holding.started_on <= day
    return has_begun and (holding.ended_on is None or holding.ended_on > day)


def reason_of(post: Appointment, unit: OrganisationUnit, kind: str) -> str:
    """Why somebody with this post votes at the unit's session; empty where they do not."""
    leads = post.title.is_leadership
    if kind != "other":
        return ("posts_here" if kind == "party" else "posts_council") if post.unit_id == unit.pk else ""
    if post.unit_id == unit.pk:
        return "leaders" if leads else ""
    return "subordinate_head" if post.unit.parent_id == unit.pk and leads and post.title.rank <= 1 else ""


def counted_by_hand(session: VotingSession, kind: str) -> dict[int, set[str]]:
    unit, day = session.unit, timezone.localdate(session.held_at)
    found: dict[int, set[str]] = defaultdict(set)
    for post in Appointment.objects.select_related("title", "unit"):
        if is_held(post, day) and (reason := reason_of(post, unit, kind)):
            found[post.official_id].add(reason)
    for seat in Membership.objects.filter(unit=unit):
        if is_held(seat, day) and seat.seat in SEATS[kind]:
            found[seat.official_id].add(SEATS[kind][Seat(seat.seat)])
    for subject in session.subjects():
        assert subject.official_id is not None
        if subject.official_id not in found:
            found[subject.official_id] = {"on_the_ballot"}
    return dict(found)


@pytest.fixture
def agency(imported: None, make_unit: Callable[..., OrganisationUnit]) -> OrganisationUnit:
    """A department of the sample with units below it, heads of divisions and of mass organisations, one of them its
    director, and seats that have ended or not begun."""
    unit: OrganisationUnit = OrganisationUnit.objects.get(code="S01")
    below = make_unit("S01A", parent=unit, name="Chi cục Văn thư")
    hold("C1", below, "Giám đốc", "Chi Cục Trưởng", started_on=date(2024, 1, 1))
    hold("C2", below, "Phó Giám đốc", "Chi Cục Phó", started_on=date(2024, 1, 1))
    here = list(Official.objects.filter(appointments__unit=unit).distinct())
    others = list(Official.objects.exclude(appointments__unit=unit).order_by("code")[:40])
    for number, official in enumerate([*here[:2], *others]):
        seat = list(SEATS["other"])[number % 3]
        ended = date(2028, 1, 1) if number % 11 == 5 else None
        begun = date(2029, 1, 1) if number % 11 == 7 else date(2026, 1, 1)
        Membership.objects.create(official=official, unit=unit, seat=seat, started_on=begun, ended_on=ended)
    return unit


@pytest.mark.parametrize(
    ("kind", "code", "also"), [("party", "TU", ""), ("council", "HDND", "UBND"), ("other", "S01", "")]
)
def test_the_roll_is_who_qualifies_each_once_with_every_reason(
    agency: OrganisationUnit, campaign: Campaign, kind: str, code: str, also: str
) -> None:
    import_members(by=None, sheets=sheets_of(MEMBERS.read_bytes()), today=date(2028, 1, 1))
    evaluate_campaign(by=None, campaign=campaign)
    units = list(OrganisationUnit.objects.filter(code__in=[code, also]))
    unit = next(found for found in units if found.code == code)
    phase = campaign.phases.get(kind=kind)
    made = create_session(by=None, phase=phase, unit=unit, units=units, plan=plan(f"HN-{code}"), reason="Thử")
    wanted = counted_by_hand(made, kind)
    assert len(wanted) > 10
    assert {voter.official_id: set(voter.why) for voter in made.voters.all()} == wanted
    assert made.voters.count() == len(wanted)
    on_the_ballot = set(made.subjects().values_list("official_id", flat=True))
    assert on_the_ballot <= wanted.keys()
