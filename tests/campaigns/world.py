"""A small province with something at every address of campaigns.

`LPTN-2028` is being drafted: acting posts wait for an answer, two overrides wait for a second person. `DA-DUYET` has
its list approved and two planned sessions: `TRONG` at DU001, where binh may work, and `NGOAI` at S01, where he may not.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from campaigns.actions.board import BoardEntry, propose_board
from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.decisions import Override, answer_cases, propose_override
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.actions.voters import NewVoter, add_voter, remove_voter
from campaigns.models import BoardMember, Campaign, Decision, VotingSession
from config.accounts.models import User
from officials.models import Appointment, Membership, Official, OrganisationUnit, Seat
from tests.campaigns.conftest import approve

PLACES = {"inside": ("TRONG", "DU001", "Lê Văn Bảy", 6), "outside": ("NGOAI", "S01", "Ngô Văn Sáu", 7)}


@dataclass(frozen=True)
class Place:
    """What there is at one of the two units."""

    session: VotingSession
    post: Appointment
    decision: Decision
    seat: Membership


@dataclass(frozen=True)
class World:
    draft: Campaign
    approved: Campaign
    inside: Place
    outside: Place


def build(an: User, draft: Campaign) -> World:
    """From a draft that has been evaluated."""
    approved = _approved()
    places = {name: _place(an, draft, approved, *values) for name, values in PLACES.items()}
    return World(draft, approved, **places)


def _approved() -> Campaign:
    campaign = create_campaign(by=None, plan=CampaignPlan("DA-DUYET", "Đợt đã duyệt danh sách", 2028))
    evaluate_campaign(by=None, campaign=campaign)
    campaign.refresh_from_db()
    asked = campaign.eligibilities.exclude(questions=[]).values_list("appointment", flat=True)
    answer_cases(by=None, campaign=campaign, appointments=list(asked), is_subject=True, reason="Vẫn lấy phiếu")
    return approve(campaign)


def _place(an: User, draft: Campaign, approved: Campaign, code: str, unit: str, name: str, day: int) -> Place:
    post = Appointment.objects.select_related("unit", "official").get(official__full_name=name)
    verdict = approved.eligibilities.select_related("phase").get(appointment=post)
    assert verdict.phase is not None
    session = create_session(
        by=None,
        phase=verdict.phase,
        unit=post.unit,
        units=[post.unit],
        plan=SessionPlan(code, f"Hội nghị {code}", timezone.make_aware(datetime(2028, 9, day, 8)), place=f"Nhà {code}"),
        reason="Theo kế hoạch",
    )
    for number in (1, 2):
        voter = NewVoter(f"Người Phiếu {unit} {number}")
        added = add_voter(by=None, session=session, voter=voter, reason="Được mời")
    remove_voter(by=None, voter=added, reason="Đã chuyển công tác")
    propose_board(by=None, session=session, entries=[BoardEntry(f"Trưởng Ban {unit}", BoardMember.Role.HEAD)])
    override = Override(
        is_subject=False, reason="Theo đề nghị", number="12-QĐ/TU", day=date(2026, 1, 5), authority="TU"
    )
    member = Official.objects.create(code=f"UV-{unit}", full_name=f"Ủy Viên {unit}")
    return Place(
        session=session,
        post=post,
        decision=propose_override(by=an, campaign=draft, appointment=post, override=override),
        seat=Membership.objects.create(
            official=member, unit=OrganisationUnit.objects.get(code=unit), seat=Seat.EXECUTIVE_MEMBER
        ),
    )
