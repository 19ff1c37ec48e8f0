"""Benchmarks of the workbench of verdicts: 50,000 appointments against 5,000."""

import time

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.models import Campaign
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.models import Appointment, Assignment, Means
from tests.bench.bench_campaigns import _fill
from tests.bench.result import Measure

FEW, MANY = 5_000, 50_000
SECONDS, RATIO = 0.5, 1.5
ACTING = 20  # every so manieth post is an acting one, a case to be decided
ROUNDS = 15
PAGES = {
    "first page": "",
    "filtered by reason": "?reason=new_in_year",
    "waiting for a decision": "?question=any",
    "sorted by name": "?sort=name",
    "last page": "?page=1000000",
}


def workbench() -> list[Measure]:
    """Each page with all appointments and with a tenth of them: the best of several times each."""
    few, few_queries = _times(FEW)
    many, many_queries = _times(MANY)
    measures = [Measure(f"workbench of 50,000 appointments, {page}", many[page], SECONDS, "s") for page in PAGES]
    measures += [
        Measure(f"workbench of 50,000 appointments against 5,000, {page}", many[page] / few[page], RATIO, "x")
        for page in PAGES
    ]
    more = max(many_queries[page] - few_queries[page] for page in PAGES)
    return [*measures, Measure("workbench, queries more than for 5,000 appointments", more, 0, "queries")]


def _times(appointments: int) -> tuple[dict[str, float], dict[str, int]]:
    """Least seconds and queries of each page; the data is rolled back."""
    with transaction.atomic():
        code = _judged(appointments).code
        user = User.objects.create_user("bench", "x", full_name="Đo tốc độ")
        Assignment.objects.create(user=user, role=Role.ORGANISER)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        address = reverse("eligibility-list", args=[code])
        seconds, queries = {}, {}
        for page, query in PAGES.items():
            seconds[page] = min(_seconds(client, address + query) for _ in range(ROUNDS))
            with CaptureQueriesContext(connection) as captured:
                client.get(address + query)
            queries[page] = len(captured)
        transaction.set_rollback(True)
    return seconds, queries


def _judged(appointments: int) -> Campaign:
    """A campaign over at least so many appointments; the generator makes little more than one a person."""
    _fill(appointments)
    Appointment.objects.extra(where=["id %% %s = 0"], params=[ACTING]).update(means=Means.ACTING)
    campaign = create_campaign(by=None, plan=CampaignPlan("BENCH", "Đo", 2028))
    evaluate_campaign(by=None, campaign=campaign)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return campaign


def _seconds(client: Client, address: str) -> float:
    started = time.perf_counter()
    assert client.get(address).status_code == 200
    return time.perf_counter() - started


BENCHMARKS = [workbench]
