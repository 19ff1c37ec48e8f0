"""The budget of queries: each page of tests/budgets.toml takes exactly its number, with little data and with much."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import Campaign, CampaignState, Phase, PhaseKind, VotingSession
from config.accounts.models import User
from officials.models import OrganisationUnit
from tests.conftest import MakeUnit
from tests.officials.factories import hold
from tests.reports.sessions import Person, Style, counted_session

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).parent / "budgets.toml"
LITTLE, MUCH = range(3), range(3, 14)
JULY = datetime(2028, 7, 5, 8, 0, tzinfo=timezone.get_default_timezone())
PEOPLE = (Person("Lê Văn Một", "Trưởng phòng", (30, 10, 5)), Person("Phạm Văn Ba", "Phó phòng", (20, 20, 5)))


def test_every_page_keeps_its_budget(an: User, signed_in: Callable[[User], Client], make_unit: MakeUnit) -> None:
    budgets = tomllib.loads(BUDGETS.read_text(encoding="utf-8"))
    browser, above = signed_in(an), make_unit("UBND", name="Ủy ban nhân dân tỉnh")
    campaign = create_campaign(by=None, plan=CampaignPlan("LPTN-2028", "Lấy phiếu tín nhiệm năm 2028", 2028))
    found: dict[str, list[int]] = {}
    for numbers in (LITTLE, MUCH):
        fill(campaign, above, numbers, make_unit)
        for name in budgets:
            found.setdefault(name, []).append(queries(browser, name))
    other = [
        f"{name}: {little} queries with little data, {much} with much; the budget says {budgets[name]}"
        for name, (little, much) in found.items()
        if {little, much} != {budgets[name]}
    ]
    assert not other, "\n".join(other)


def fill(campaign: Campaign, above: OrganisationUnit, numbers: range, make_unit: MakeUnit) -> None:
    """For each number a unit with two officials and a planned session, and a session with a result."""
    units = [make_unit(f"S{number:02}", name=f"Sở {number}", parent=above) for number in numbers]
    for unit in units:
        hold(f"{unit.code}-1", unit, "Giám đốc", f"Lê Văn {unit.code}", started_on=date(2026, 1, 1))
        hold(f"{unit.code}-2", unit, "Phó Giám đốc", f"Trần Thị {unit.code}", started_on=date(2028, 1, 1))
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.DRAFT)
    evaluate_campaign(by=None, campaign=Campaign.objects.get(pk=campaign.pk))
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.IN_PROGRESS)
    phase = Phase.objects.get(campaign=campaign, kind=PhaseKind.OTHER)
    for unit in units[:-1]:  # one unit waits
        plan = SessionPlan(f"HN-{unit.code}", f"Hội nghị {unit}", JULY)
        create_session(by=None, phase=phase, unit=unit, units=[unit], plan=plan, reason="Thử")
        counted_session(phase, unit, [Style("Khối cơ quan", PEOPLE)], code=f"KQ-{unit.code}")


def queries(browser: Client, name: str) -> int:
    """How many queries the page takes, once everything that is kept between requests is there."""
    url = address(name)
    assert browser.get(url).status_code == 200, name
    with CaptureQueriesContext(connection) as captured:
        browser.get(url)
    return len(captured)


def address(name: str) -> str:
    """The page of that name: of the whole house, of the campaign, or of a session, one with a result where it needs
    one."""
    session = "KQ-S00" if "results" in name or "versions" in name else "HN-S00"
    for place in candidates(session):
        with suppress(NoReverseMatch):
            return reverse(name, args=place)
    raise AssertionError(f"no page is called {name}")


def candidates(session: str) -> Iterator[list[str]]:
    campaign = VotingSession.objects.values_list("campaign__code", flat=True)[0]
    yield from ([], [campaign], [campaign, session])
