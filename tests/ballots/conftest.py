"""Campaigns, sessions and workbooks for the tests of counting."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from campaigns.models import BallotStyle, Campaign, Phase, PhaseKind, RuleSet, SessionState, Subject, VotingSession
from officials.models import OrganisationUnit, Tier, UnitKind
from tests.conftest import MakeUnit

MakeCampaign = Callable[..., Campaign]
MakeSession = Callable[..., VotingSession]

SESSION_HEADINGS = (
    "Mã hội nghị", "Tên hội nghị", "Mã đơn vị", "Ngày", "Tổng số đại biểu", "Triệu tập", "Có mặt", "Phát ra", "Thu về",
    "Hợp lệ", "Không hợp lệ",
)  # fmt: skip
RESULT_HEADINGS = (
    "Mã hội nghị", "Khối", "Họ và tên", "Chức danh, chức vụ", "Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp",
)  # fmt: skip
DAY = date(2023, 12, 13)


@pytest.fixture
def council(make_unit: MakeUnit) -> OrganisationUnit:
    return make_unit("HDND", UnitKind.PEOPLES_COUNCIL, name="HĐND tỉnh Minh Hòa", tier=Tier.PROVINCE)


@pytest.fixture
def make_campaign(council: OrganisationUnit) -> MakeCampaign:
    """A campaign whose phases use the rule sets given by kind: council="NQ96", party="QD96", …"""

    def make(code: str = "DOT", **rule_sets: str) -> Campaign:
        campaign = Campaign.objects.create(
            code=code, name=f"Đợt {code}", year=2023, vote_on=DAY, organiser=council, venue_cap=2
        )
        for position, (kind, rule_set) in enumerate((rule_sets or {"council": "NQ96"}).items(), 1):
            Phase.objects.create(
                campaign=campaign,
                kind=PhaseKind(kind),
                position=position,
                rule_set=RuleSet.objects.filter(code=rule_set).earliest("version"),
                regimes=["state"],
            )
        return campaign

    return make


@pytest.fixture
def make_session(make_campaign: MakeCampaign, council: OrganisationUnit) -> MakeSession:
    """A session being counted, with a ballot of two people and one of one person."""

    def make(code: str = "HN1", *, campaign: Campaign | None = None, **fields: Any) -> VotingSession:
        campaign = campaign or Campaign.objects.filter(code="DOT").first() or make_campaign()
        session = VotingSession.objects.create(
            **{
                "campaign": campaign,
                "phase": campaign.phases.get(position=1),
                "unit": council,
                "code": code,
                "name": f"Kỳ họp {code}",
                "held_at": timezone.make_aware(datetime(2023, 12, 13, 8)),
                "total_members": 50,
                "summoned": 50,
                "present": 47,
                "state": SessionState.COUNTING,
                **fields,
            }
        )
        for position, (block, people) in enumerate(
            {"Khối HĐND": ["Lê Văn Một", "Trần Thị Hai"], "Khối UBND": ["Phạm Văn Ba"]}.items(), 1
        ):
            style = BallotStyle.objects.create(session=session, name=block, position=position)
            for number, name in enumerate(people, 1):
                Subject.objects.create(
                    style=style, printed_name=name, printed_title=f"Chức danh của {name}", position=number
                )
        return session

    return make


Rows = Sequence[Sequence[object]]


def workbook(
    sessions: Rows, results: Rows, *, session_headings: Sequence[str] = SESSION_HEADINGS,
    result_headings: Sequence[str] = RESULT_HEADINGS, above: Rows = (),
) -> bytes:  # fmt: skip
    """The bytes of a workbook with both sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, headings, rows in (("Hội nghị", session_headings, sessions), ("Kết quả", result_headings, results)):
        sheet = book.create_sheet(name)
        for row in (*above, headings, *rows):
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
