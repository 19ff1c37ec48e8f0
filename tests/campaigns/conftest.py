"""A province in small: units, titles and a few officials, and a campaign of 2028 over them."""

from collections.abc import Callable
from datetime import date

import pytest

from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.lists import Document, approve_list, submit_list
from campaigns.models import Campaign
from officials.actions.roster import import_roster
from officials.models import (
    Appointment,
    BallotGroup,
    Means,
    Official,
    OrganisationUnit,
    Regime,
    Tier,
    Title,
    UnitKind,
)
from tests.conftest import MakeUnit
from tests.officials.rosters import sample

GROUPS = {
    UnitKind.PARTY_COMMITTEE: (Regime.PARTY, BallotGroup.PARTY),
    UnitKind.PEOPLES_COUNCIL: (Regime.STATE, BallotGroup.COUNCIL),
    UnitKind.PEOPLES_COMMITTEE: (Regime.STATE, BallotGroup.COMMITTEE),
    UnitKind.DEPARTMENT: (Regime.OTHER, BallotGroup.AGENCY),
}
Appoint = Callable[..., Appointment]


@pytest.fixture
def appoint(db: None) -> Appoint:
    """Somebody holds a title at a unit; officials and titles are created by name."""

    def make(name: str, title: str, unit: OrganisationUnit, rank: int = 1, **fields: object) -> Appointment:
        regime, group = GROUPS[UnitKind(unit.kind)]
        known, _ = Title.objects.get_or_create(
            name=title,
            unit_kind=unit.kind,
            defaults={"regime": regime, "is_leadership": True, "rank": rank, "ballot_group": group},
        )
        official = Official.objects.filter(full_name=name).first() or Official.objects.create(
            code=f"T{Official.objects.count() + 1:03}", full_name=name
        )
        defaults: dict[str, object] = {"means": Means.ELECTED, "started_on": date(2026, 3, 1)}
        defaults["position"] = official.appointments.count() + 1
        return Appointment.objects.create(official=official, title=known, unit=unit, **{**defaults, **fields})

    return make


@pytest.fixture
def council(make_unit: MakeUnit) -> OrganisationUnit:
    return make_unit("HD001", UnitKind.PEOPLES_COUNCIL, name="Hội đồng nhân dân xã Tân Bình 1", tier=Tier.COMMUNE)


@pytest.fixture
def committee(make_unit: MakeUnit) -> OrganisationUnit:
    return make_unit("UB001", UnitKind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân xã Tân Bình 1", tier=Tier.COMMUNE)


@pytest.fixture
def department(make_unit: MakeUnit) -> OrganisationUnit:
    return make_unit("S01", UnitKind.DEPARTMENT, name="Sở Nội vụ")


@pytest.fixture
def campaign(db: None) -> Campaign:
    plan = CampaignPlan("LPTN-2028", "Lấy phiếu tín nhiệm năm 2028", 2028)
    return create_campaign(by=None, plan=plan)


@pytest.fixture
def small_campaign(
    campaign: Campaign,
    appoint: Appoint,
    commune: OrganisationUnit,
    council: OrganisationUnit,
    committee: OrganisationUnit,
    department: OrganisationUnit,
) -> Campaign:
    """Seven appointments judged: five voted on, one new in the year, one on the way to retirement."""
    appoint("Lê Văn Bảy", "Bí thư", commune)
    appoint("Trần Thị Tám", "Chủ tịch Hội đồng nhân dân", council)
    appoint("Phạm Văn Chín", "Chủ tịch Ủy ban nhân dân", committee)
    appoint("Đỗ Thị Mười", "Phó Chủ tịch Ủy ban nhân dân", committee, rank=2)
    appoint("Ngô Văn Sáu", "Giám đốc", department)
    appoint("Vũ Thị Mới", "Phó Giám đốc", department, rank=2, started_on=date(2028, 2, 1))
    leaving = appoint("Hồ Văn Nghỉ", "Phó Giám đốc", department, rank=2)
    Official.objects.filter(pk=leaving.official_id).update(retirement_notice_on=date(2028, 5, 1))
    evaluate_campaign(by=None, campaign=campaign)
    return Campaign.objects.get(pk=campaign.pk)


@pytest.fixture
def asked(
    small_campaign: Campaign, appoint: Appoint, department: OrganisationUnit, commune: OrganisationUnit
) -> Campaign:
    """The small campaign with three acting posts that wait for a decision, one of them in the commune of binh."""
    appoint("An Văn Quyền", "Phó Giám đốc", department, rank=2, means=Means.ACTING)
    appoint("Bế Thị Quyền", "Phó Giám đốc", department, rank=2, means=Means.ACTING)
    appoint("Cao Văn Quyền", "Phó Bí thư", commune, rank=2, means=Means.ACTING)
    evaluate_campaign(by=None, campaign=small_campaign)
    return Campaign.objects.get(pk=small_campaign.pk)


@pytest.fixture
def approved_campaign(small_campaign: Campaign) -> Campaign:
    """The same with its list approved."""
    return approve(small_campaign)


def approve(campaign: Campaign) -> Campaign:
    """Submit and approve the list from the command line."""
    submit_list(by=None, campaign=campaign)
    approve_list(by=None, campaign=campaign, document=Document("125-QĐ/TU", date(2026, 1, 5)))
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def imported(db: None) -> None:
    """The sample roster, without its faulty rows."""
    import_roster(by=None, roster=sample(), skip_faulty=True)
