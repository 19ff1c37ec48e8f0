"""Benchmarks of eligibility: 50,000 people are judged and stored."""

import time
from datetime import date

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.eligibility import evaluate_campaign
from officials.models import Appointment, BallotGroup, Letterhead, Official, OrganisationUnit, Title
from tests.bench.result import Measure
from tests.campaigns.rosters import MEANS
from tests.data import make_roster

PEOPLE, FEW = 50_000, 400
SECONDS, QUERIES = 10, 21


def evaluating() -> list[Measure]:
    """First evaluation, evaluation without a change, and whether the number of queries depends on that of people."""
    _, few_queries, _ = _evaluated(FEW)
    first, queries, again = _evaluated(PEOPLE)
    return [
        Measure("evaluate 50,000 people", first, SECONDS, "s"),
        Measure("evaluate 50,000 people again, nothing changed", again, SECONDS, "s"),
        Measure("queries of evaluate", queries, QUERIES, "queries"),
        Measure("queries of evaluate more than for 400 people", queries - few_queries, 0, "queries"),
    ]


def _evaluated(people: int) -> tuple[float, int, float]:
    """Seconds and queries of the first evaluation, seconds of the second; the data is rolled back."""
    with transaction.atomic():
        truth = _fill(people)
        campaign = create_campaign(by=None, plan=CampaignPlan("BENCH", "Đo", 2028))
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            found = evaluate_campaign(by=None, campaign=campaign)
        between = time.perf_counter()
        unchanged = evaluate_campaign(by=None, campaign=campaign).changes == 0
        over = time.perf_counter()
        assert (found.subjects, unchanged) == (truth, True)
        transaction.set_rollback(True)
    return between - started, len(captured), over - between


def _fill(people: int) -> int:
    """Write a generated roster straight into the tables; the number of appointments to be voted on."""
    tree, officials = make_roster.build(people, 2028, 2028)
    units = {
        row.code: row
        for row in OrganisationUnit.objects.bulk_create(
            OrganisationUnit(code=code, name=name, kind=kind, tier=tier, letterhead=Letterhead.STATE, position=place)
            for place, (code, name, _parent, kind, tier) in enumerate(tree)
        )
    }
    titles = {
        (row.unit_kind, row.name): row
        for row in Title.objects.bulk_create(
            Title(name=name, unit_kind=kind, regime=regime, is_leadership=lead, ballot_group=BallotGroup.AGENCY)
            for kind, found in make_roster.TITLES.items()
            for name, regime, lead, _seats in found
        )
    }
    rows = [
        Official(
            code=o["code"],
            full_name=o["name"],
            retirement_notice_on=o["retirement_notice"],
            illness_from=o["ill_from"],
        )
        for o in officials
    ]
    Official.objects.bulk_create(rows)
    Appointment.objects.bulk_create(
        Appointment(
            official=row,
            unit=units[post["unit"]],
            title=titles[units[post["unit"]].kind, post["title"]],
            means=MEANS[post["means"]],
            started_on=post["started"],
            position=position,
        )
        for row, o in zip(rows, officials, strict=True)
        for position, post in enumerate(o["posts"], 1)
    )
    with connection.cursor() as cursor:  # as the import does once it has committed
        cursor.execute("ANALYZE officials_organisationunit, officials_title, officials_official, officials_appointment")
    return sum(row["venue"] for row in make_roster.judge(officials, tree, 2028, date(2028, 7, 1)))


BENCHMARKS = [evaluating]
