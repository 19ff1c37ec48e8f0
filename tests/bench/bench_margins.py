"""Benchmark of those who lie near a threshold: 3,000 counted sessions of 20 officials against a tenth of them."""

import random
import time

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots.models import Count, CountLine, Source, Stock
from campaigns.models import BallotStyle, Campaign, SessionState, Subject, VotingSession
from tests.bench.bench_cockpit import BATCH, analyse, filled
from tests.bench.result import Measure

MANY, FEW = 3000, 300
RETURNED, NEAR = 60, 0.02
SECONDS, RATIO = 0.5, 4
ROUNDS = 7


def margins() -> list[Measure]:
    """The page at both sizes: seconds, how the time grows, and that the queries do not."""
    (few, few_queries), (many, many_queries) = _measured(FEW), _measured(MANY)
    return [
        Measure(f"near a threshold among {MANY} counted sessions", many, SECONDS, "s"),
        Measure(f"near a threshold: among {MANY} against {FEW}", many / few, RATIO, "x"),
        Measure(f"near a threshold: queries more than among {FEW}", many_queries - few_queries, 0, "queries"),
    ]


def _measured(number: int) -> tuple[float, int]:
    with filled(number) as browser:
        _count(random.Random(96))
        return _timed(browser, reverse("campaign-margins", args=["BENCH"]))


def _timed(browser: Client, url: str) -> tuple[float, int]:
    """The best of several rounds, since other work on the machine slows single ones; and the queries."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        browser.get(url)
        seconds.append(time.perf_counter() - started)
    return min(seconds), len(queries)


def _count(rng: random.Random) -> None:
    """Every session counted; few people are near a threshold or over it."""
    Campaign.objects.filter(code="BENCH").update(state="in_progress")
    VotingSession.objects.update(state=SessionState.COUNTED, summoned=RETURNED, present=RETURNED)
    styles = list(BallotStyle.objects.all())
    Stock.objects.bulk_create(
        (Stock(style=style, issued=RETURNED, returned=RETURNED) for style in styles), batch_size=BATCH
    )
    figures = {"source": Source.KEYED, "returned": RETURNED, "valid": RETURNED, "wholly_invalid": 0}
    counts = Count.objects.bulk_create((Count(style=style, **figures) for style in styles), batch_size=BATCH)
    count_of = {count.style_id: count for count in counts}
    lines = []
    for subject in Subject.objects.all():
        low = rng.randint(28, 34) if rng.random() < NEAR else rng.randint(0, 20)
        votes = {"high": RETURNED - low, "normal": 0, "low": low}
        lines.append(CountLine(count=count_of[subject.style_id], subject=subject, votes=votes, line_invalid=0))
    with transaction.atomic():
        CountLine.objects.bulk_create(lines, batch_size=BATCH)
    analyse()


BENCHMARKS = [margins]
