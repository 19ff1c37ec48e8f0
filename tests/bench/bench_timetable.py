"""Benchmark of the timetable: a month of 300 sessions shown among 5,000 against the same month among 500."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.models import BallotStyle, BoardMember, Campaign, CampaignState, Subject, VotingSession
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.models import Assignment, Letterhead, Official, OrganisationUnit, Tier, UnitKind
from tests.bench.result import Measure

MANY, FEW, SHOWN, PEOPLE, BOARD = 5000, 500, 300, 20, 3
SECONDS, RATIO = 0.5, 1.5
ROUNDS = 15
BATCH = 5000
YEAR, MONTH = 2028, 7


def timetable() -> list[Measure]:
    """The month's page and its list at both sizes: seconds, how the time grows, and that the queries do not."""
    few, many = _measured(FEW), _measured(MANY)
    measures = []
    for name, (seconds, queries) in many.items():
        measures += [
            Measure(f"timetable, {name} among {MANY} sessions", seconds, SECONDS, "s"),
            Measure(f"timetable, {name}: among {MANY} against {FEW}", seconds / few[name][0], RATIO, "x"),
            Measure(f"timetable, {name}: queries more than among {FEW}", queries - few[name][1], 0, "queries"),
        ]
    return measures


def _measured(number: int) -> dict[str, tuple[float, int]]:
    pages = {
        f"month of {SHOWN}": f"{reverse('timetable', args=['BENCH'])}?thang={YEAR}-{MONTH:02}",
        "first page of the list": reverse("timetable-list", args=["BENCH"]),
    }
    with _filled(number) as browser:
        return {name: _timed(browser, url) for name, url in pages.items()}


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


@contextmanager
def _filled(number: int) -> Iterator[Client]:
    """A browser over a campaign with so many sessions; everything is rolled back."""
    with transaction.atomic():
        _fill(number)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        user = User.objects.create_user("bench", "x", full_name="Đo tốc độ")
        Assignment.objects.create(user=user, role=Role.ORGANISER)
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        yield browser
        transaction.set_rollback(True)


def _fill(number: int) -> None:
    """SHOWN sessions in one month, the others in the rest of the year; some share a room, some a person."""
    rng = random.Random(96)
    campaign = create_campaign(by=None, plan=CampaignPlan("BENCH", "Đo", YEAR))
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.LIST_APPROVED)
    phases = list(campaign.phases.all())
    officials = Official.objects.bulk_create(
        (Official(code=f"B{n:06}", full_name=f"Nguyễn Văn {n}") for n in range(number * PEOPLE)), batch_size=BATCH
    )
    sessions = VotingSession.objects.bulk_create(
        (
            VotingSession(
                campaign=campaign,
                phase=phases[place % 3],
                unit=unit,
                code=f"HN-{place}",
                name=f"Hội nghị lấy phiếu tín nhiệm tại {unit}",
                held_at=_moment(place, rng),
                place=f"Hội trường {rng.randrange(500)}",
                chair="Nguyễn Văn Chủ",
                chair_official=rng.choice(officials),
            )
            for place, unit in enumerate(_units(number))
        ),
        batch_size=BATCH,
    )
    styles = BallotStyle.objects.bulk_create(BallotStyle(session=s, name="Khối", position=1) for s in sessions)
    Subject.objects.bulk_create(
        (
            Subject(
                style=style,
                official=officials[place * PEOPLE + n],
                printed_name=officials[place * PEOPLE + n].full_name,
                printed_title="Phó Giám đốc",
                position=n + 1,
            )
            for place, style in enumerate(styles)
            for n in range(PEOPLE)
        ),
        batch_size=BATCH,
    )
    BoardMember.objects.bulk_create(
        (
            BoardMember(session=s, official=official, name=official.full_name, position=n)
            for s in sessions
            for n, official in enumerate(rng.sample(officials, BOARD))
        ),
        batch_size=BATCH,
    )


def _moment(place: int, rng: random.Random) -> datetime:
    """The first SHOWN in the month shown, the others in the months after it."""
    month = datetime(YEAR, MONTH, 1, 8) if place < SHOWN else datetime(YEAR, MONTH + 1, 1, 8)
    days = rng.randrange(28 if place < SHOWN else 140)
    return timezone.make_aware(month + timedelta(days=days, hours=rng.choice((0, 3, 6))))


def _units(number: int) -> list[OrganisationUnit]:
    units: list[OrganisationUnit] = OrganisationUnit.objects.bulk_create(
        OrganisationUnit(
            code=f"U{place:05}",
            name=f"Đơn vị {place}",
            position=place,
            kind=UnitKind.DEPARTMENT,
            tier=Tier.PROVINCE,
            letterhead=Letterhead.STATE,
        )
        for place in range(number)
    )
    return units


BENCHMARKS = [timetable]
