"""The National Assembly's own vote of 2023: 50 posts, 49 holders, 5 elected in that year, 44 voted on.

The numbers were published; the days on which most of them were elected stand for the year only. Holders have no names.
"""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import Campaign, Eligibility
from officials.models import Appointment, BallotGroup, Means, Official, OrganisationUnit, Regime, Tier, Title, UnitKind
from tests.conftest import MakeUnit

FILE = Path(__file__).parent.parent / "data" / "national_assembly_2023.csv"
POSTS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def assembly(make_unit: MakeUnit) -> OrganisationUnit:
    unit = make_unit("QH", UnitKind.NATIONAL_ASSEMBLY, name="Quốc hội", tier=Tier.CENTRAL)
    for rank, row in enumerate(POSTS, 1):
        title = Title.objects.create(
            name=row["title"],
            unit_kind=unit.kind,
            regime=Regime.STATE,
            is_leadership=True,
            rank=rank,
            ballot_group=BallotGroup.COUNCIL,
        )
        for number in range(1, int(row["holders"]) + 1):
            code = f"QH{rank:02}{number:02}"
            Appointment.objects.create(
                official=Official.objects.create(code=code, full_name=f"Người giữ chức {code}"),
                title=title,
                unit=unit,
                means=Means.ELECTED,
                started_on=date.fromisoformat(row["elected_on"]),
            )
    return unit


@pytest.fixture
def vote(assembly: OrganisationUnit) -> Campaign:
    plan = CampaignPlan("QH-2023", "Quốc hội lấy phiếu tín nhiệm", 2023, rule_set="NQ96", vote_on=date(2023, 10, 25))
    return create_campaign(by=None, plan=plan)


def test_the_posts_are_those_of_2023() -> None:
    holders = sum(int(row["holders"]) for row in POSTS)
    vacant = sum(row["holders"] == "0" for row in POSTS)
    assert (holders, holders + vacant) == (49, 50)


def test_44_of_49_are_voted_on(vote: Campaign) -> None:
    found = evaluate_campaign(by=None, campaign=vote)
    assert (found.total, found.subjects, found.reasons) == (49, 44, {"new_in_year": 5})
    left_out = Eligibility.objects.filter(campaign=vote, is_subject=False)
    assert {row.appointment.started_on.year for row in left_out} == {2023}


def test_they_stand_on_the_ballots_of_one_session_in_the_order_of_office(
    vote: Campaign, assembly: OrganisationUnit
) -> None:
    evaluate_campaign(by=None, campaign=vote)
    phase = vote.phases.get()
    plan = SessionPlan("KH6", "Kỳ họp thứ 6", timezone.make_aware(datetime(2023, 10, 25, 8)))
    session = create_session(by=None, phase=phase, unit=assembly, units=[assembly], plan=plan, reason="Nhập hồi tố")
    lines = list(session.subjects().values_list("printed_title", flat=True))
    assert len(lines) == 44
    assert lines[0].startswith("Phó Chủ tịch nước")
    assert lines[-1].startswith("Tổng Kiểm toán nhà nước")
