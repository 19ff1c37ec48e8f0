"""Benchmarks of the cockpit: 5,000 sessions with 20 officials each against a tenth of them, in one run."""

import itertools
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.tallies import recount
from campaigns.models import (
    BallotStyle,
    BoardMember,
    Campaign,
    CampaignState,
    DossierItem,
    SessionState,
    Subject,
    Voter,
    VotingSession,
)
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.models import Assignment, Letterhead, OrganisationUnit, Tier, UnitKind
from tests.bench.result import Measure

MANY, FEW, PEOPLE, VOTERS, BOARD = 5000, 500, 20, 30, 3
SECONDS, EXPORT_SECONDS, RATIO = 0.5, 20, 1.5
ROUNDS = 15
BATCH = 5000
UNITS_BELOW = 40


@dataclass(frozen=True)
class Timed:
    seconds: float
    queries: int


def cockpit() -> list[Measure]:
    """Each page of the cockpit at both sizes: seconds, how the time grows, and that the queries do not."""
    with filled(FEW) as browser:
        few = {name: _timed(browser, url) for name, url in _pages(FEW).items()}
    with filled(MANY) as browser:
        many = {name: _timed(browser, url) for name, url in _pages(MANY).items()}
        started = time.perf_counter()
        browser.get(f"{_page()}?format=xlsx")
        export = time.perf_counter() - started
    measures = []
    for name, timed in many.items():
        measures += [
            Measure(f"cockpit of {MANY} sessions, {name}", timed.seconds, SECONDS, "s"),
            Measure(f"cockpit, {name}: {MANY} sessions against {FEW}", timed.seconds / few[name].seconds, RATIO, "x"),
            Measure(f"cockpit, {name}: queries more than for {FEW}", timed.queries - few[name].queries, 0, "queries"),
        ]
    return [
        *measures,
        Measure(f"cockpit of {MANY} sessions, Excel of all", export, EXPORT_SECONDS, "s"),
    ]


def _page() -> str:
    return reverse("campaign-cockpit", args=["BENCH"])


def _pages(sessions: int) -> dict[str, str]:
    page = _page()
    return {
        "first page": page,
        "filtered": f"{page}?stage=planned&phase=other&unit=T000",
        "last page of the late": f"{page}?page={sessions}",
    }


def _timed(browser: Client, url: str) -> Timed:
    """The best of several rounds: other work on the machine slows single ones."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        browser.get(url)
        seconds.append(time.perf_counter() - started)
    return Timed(min(seconds), len(queries))


@contextmanager
def filled(sessions: int) -> Iterator[Client]:
    """A browser over a campaign with so many sessions; everything is rolled back."""
    with transaction.atomic():
        _fill(sessions)
        analyse()
        user = User.objects.create_user("bench", "x", full_name="Đo tốc độ")
        Assignment.objects.create(user=user, role=Role.ORGANISER)
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        yield browser
        transaction.set_rollback(True)


def _fill(number: int) -> None:
    """Sessions spread over a year around today, at every stage, a fifth of them short of something."""
    rng = random.Random(96)
    campaign = create_campaign(by=None, plan=CampaignPlan("BENCH", "Đo", 2028))
    Campaign.objects.filter(pk=campaign.pk).update(
        state=CampaignState.IN_PROGRESS, deadline=timezone.localdate() + timedelta(days=150)
    )
    phases = list(campaign.phases.all())
    now = timezone.make_aware(datetime.combine(date.today(), datetime.min.time())) + timedelta(hours=8)
    rows = []
    for place, unit in enumerate(_units(number)):
        days = rng.randint(-180, 180)
        state = rng.choice(SessionState.values[-4:]) if days < 0 else rng.choice(SessionState.values[:2])
        whole = rng.random() < 0.8
        rows.append(
            VotingSession(
                campaign=campaign,
                phase=phases[place % 3],
                unit=unit,
                code=f"HN-{place}",
                name=f"Hội nghị lấy phiếu tín nhiệm tại {unit}",
                held_at=now + timedelta(days=days),
                state=state,
                place="Hội trường" if whole else "",
                chair="Nguyễn Văn Chủ" if whole else "",
                printed_at=now if state == SessionState.PREPARED and rng.random() < 0.5 else None,
            )
        )
    made = VotingSession.objects.bulk_create(rows, batch_size=BATCH)
    _fill_sessions(made, rng)
    analyse()
    recount(session.pk for session in made)


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _units(number: int) -> list[OrganisationUnit]:
    """So many units, 40 below each superior."""
    fields = {"kind": UnitKind.DEPARTMENT, "tier": Tier.PROVINCE, "letterhead": Letterhead.STATE}
    above = OrganisationUnit.objects.bulk_create(
        OrganisationUnit(code=f"T{place:03}", name=f"Cơ quan cấp trên {place}", position=place, **fields)
        for place in range(-(-number // UNITS_BELOW))
    )
    below = [
        OrganisationUnit(
            code=f"U{place:05}", name=f"Đơn vị {place}", parent=above[place // UNITS_BELOW], position=place, **fields
        )
        for place in range(number)
    ]
    OrganisationUnit.objects.bulk_create(below)
    return below


def _fill_sessions(sessions: list[VotingSession], rng: random.Random) -> None:
    """Ballots, papers, rolls and boards."""
    styles = BallotStyle.objects.bulk_create(
        (BallotStyle(session=session, name="Khối", position=1) for session in sessions), batch_size=BATCH
    )
    subjects = Subject.objects.bulk_create(
        (
            Subject(style=style, printed_name=f"Người {n}", printed_title="Phó Giám đốc", position=n)
            for style, n in itertools.product(styles, range(1, PEOPLE + 1))
        ),
        batch_size=BATCH,
    )
    kinds = list(DossierItem.Kind)[:2]
    DossierItem.objects.bulk_create(
        (
            DossierItem(subject=subject, kind=kind, received_on=date(2028, 1, 1))
            for subject in subjects
            if subject.style_id % 5
            for kind in kinds
        ),
        batch_size=BATCH,
    )
    with_roll, with_board = ([session for session in sessions if rng.random() < 0.8] for _ in range(2))
    Voter.objects.bulk_create(
        (Voter(session=session, name=f"Người {n}") for session, n in itertools.product(with_roll, range(VOTERS))),
        batch_size=BATCH,
    )
    BoardMember.objects.bulk_create(
        (
            BoardMember(session=session, name=f"Người {n}", position=n)
            for session, n in itertools.product(with_board, range(BOARD))
        ),
        batch_size=BATCH,
    )


BENCHMARKS = [cockpit]
