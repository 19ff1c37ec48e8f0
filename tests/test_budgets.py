"""The budget of queries: each page of tests/budgets.toml takes exactly its number, with little data and with much."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from ballots.models import Bundle, BundleKeying, Count, KeyedSheet, Reopening
from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import (
    BallotStyle,
    Campaign,
    CampaignState,
    Counting,
    Phase,
    PhaseKind,
    SessionState,
    VotingSession,
)
from config.accounts.models import User
from officials.models import OrganisationUnit
from tests.conftest import MakeUnit
from tests.officials.factories import hold
from tests.reports.sessions import Person, Style, counted_session

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).parent / "budgets.toml"
LITTLE, MUCH = range(3), range(3, 14)
JULY = datetime(2028, 7, 5, 8, 0, tzinfo=timezone.get_default_timezone())
# The session whose state a page is for; the others take one that is planned.
WHERE = {
    "KQ-S00": ("session-results", "session-results-panel", "session-versions", "session-reopen", "session-seal",
               "session-seal-panel", "motion-create"),
    "KQ-S01": ("reopening-confirm",),
    "KP-PHIEU": ("bundle-list", "bundle-keying", "bundle-decision", "session-count", "session-count-panel",
                 "session-minutes-edit"),
    "KP-TONG": ("session-keying",),
}  # fmt: skip
PEOPLE = (Person("Lê Văn Một", "Trưởng phòng", (30, 10, 5)), Person("Phạm Văn Ba", "Phó phòng", (20, 20, 5)))


def test_every_page_keeps_its_budget(
    an: User, chi: User, dung: User, em: User, signed_in: Callable[[User], Client], make_unit: MakeUnit
) -> None:
    budgets = tomllib.loads(BUDGETS.read_text(encoding="utf-8"))
    browsers = [signed_in(user) for user in (an, chi, dung)]
    above = make_unit("UBND", name="Ủy ban nhân dân tỉnh")
    campaign = create_campaign(by=None, plan=CampaignPlan("LPTN-2028", "Lấy phiếu tín nhiệm năm 2028", 2028))
    found: dict[str, list[int]] = {}
    for numbers in (LITTLE, MUCH):
        fill(campaign, above, numbers, make_unit)
        fill_bundles(campaign, numbers, (dung, em))
        for name in budgets:
            found.setdefault(name, []).append(queries(browsers, name))
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


def fill_bundles(campaign: Campaign, numbers: range, clerks: tuple[User, User]) -> None:
    """For each number a bundle that waits for a third person, in one session; and a count asked for in another one."""
    phase = Phase.objects.get(campaign=campaign, kind=PhaseKind.OTHER)
    if numbers == LITTLE:
        unit = OrganisationUnit.objects.get(code="S00")
        ways = {"KP-TONG": Counting.TOTALS, "KP-PHIEU": Counting.BALLOTS}
        for code, counting in ways.items():
            counted_session(
                phase, unit, [Style("Khối", PEOPLE)], code=code, state=SessionState.COUNTING, counting=counting
            )
        Count.objects.filter(style__session__code__in=ways).delete()
        asked = VotingSession.objects.get(code="KQ-S01")
        Reopening.objects.create(session=asked, version=1, reason="Thử", proposed_by=clerks[0])
    style = BallotStyle.objects.get(session__code="KP-PHIEU")
    for number in numbers:
        bundle = Bundle.objects.create(
            style=style, number=number + 1, size=5, state=Bundle.State.DIFFERING, differences=2
        )
        for place, clerk in enumerate(clerks, 1):
            keying = BundleKeying.objects.create(bundle=bundle, number=place, by=clerk, returned=[[1, 1]])
            KeyedSheet.objects.bulk_create(
                KeyedSheet(keying=keying, position=position, marks="12") for position in range(1, 6)
            )


def queries(browsers: Sequence[Client], name: str) -> int:
    """How many queries the page takes of the first person who may see it, once everything that is kept between requests
    is there."""
    url = address(name)
    browser = next((browser for browser in browsers if browser.get(url).status_code == 200), None)
    assert browser is not None, (name, url)
    with CaptureQueriesContext(connection) as captured:
        browser.get(url)
    return len(captured)


def address(name: str) -> str:
    """The page of that name: of the whole house, of the campaign, of a session in the state that the page is for, or of
    something in it."""
    for place in candidates(name):
        with suppress(NoReverseMatch):
            return reverse(name, args=place)
    raise AssertionError(f"no page is called {name}")


def candidates(name: str) -> Iterator[list[Any]]:
    campaign = VotingSession.objects.values_list("campaign__code", flat=True)[0]
    session = next((code for code, names in WHERE.items() if name in names), "HN-S00")
    inside = Reopening.objects.get().pk if name == "reopening-confirm" else Bundle.objects.earliest("number").pk
    yield from ([], [campaign], [campaign, session], [campaign, session, inside], ["QD96", 1])
