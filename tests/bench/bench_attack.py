"""Benchmark of the secrecy of the ballot box: 2,000 ballots of 20 people, cast one transaction each, closed and opened,
and attacked in every way of `manage.py attack`; and the same over a store that leaks, which has to be found out whole.
"""

import time
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from ballots.actions.box_opening import open_box
from ballots.models import Slip
from ballots.queries.linking import attack_on, stored_rows
from ballots.rules.linking import ORDERS
from campaigns.actions.rule_sets import load_rule_sets
from campaigns.models import BallotStyle, Subject, VotingSession
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.models import Letterhead, OrganisationUnit, Tier, UnitKind
from tests.ballots.boxes import Screen, close, open_screen
from tests.ballots.joining import blocks_in_order, groups_by_transaction, rightly_joined
from tests.ballots.leaky import cast_at_random, never_rewritten, truth
from tests.bench.result import Measure
from tests.conftest import person
from tests.reports.sessions import make_campaign, make_phase

BALLOTS, STYLES, PEOPLE = 2000, 2, 10  # on each of the two ballots
SIZE = STYLES * (1 + PEOPLE)
SECONDS = 20.0


def attack() -> list[Measure]:
    try:
        board = person("chi", "Lê Thị Chi", Role.BOARD_HEAD), person("an", "Nguyễn Thị An", Role.ORGANISER)
        linked, joined, seconds = _attacked(*_closed("KIN", *board), board[0])
        with never_rewritten():
            leaky = _closed("HO", *board)
        found, known, _ = _attacked(*leaky, board[0])
    finally:
        call_command("flush", interactive=False, verbosity=0)
        load_rule_sets()
    return [
        Measure(f"of {BALLOTS} ballots linked beyond chance after the closing", linked, 0, "ballots"),
        Measure(f"of {BALLOTS} ballots put together rightly in any way", joined, 1, "ballots"),
        Measure(f"of {BALLOTS} ballots in a leaky store not linked by the attack", BALLOTS - found, 0, "ballots"),
        Measure(f"of {BALLOTS} ballots in a leaky store not put together rightly", BALLOTS - known, 0, "ballots"),
        Measure(f"attacking {BALLOTS * SIZE} stored slips", seconds, SECONDS, "s"),
    ]


def _attacked(screen: Screen, ballot_of: dict[bytes, int], by: User) -> tuple[int, int, float]:
    """How many ballots are linked beyond chance, how many are put together rightly, and how long the attack takes."""
    slips, known = stored_rows(Slip, screen.box), truth(ballot_of, screen.box)
    ways = [groups_by_transaction(slips), *(blocks_in_order(slips, order, SIZE) for order in ORDERS.values())]
    joined = max(rightly_joined(way, known, SIZE) for way in ways)
    open_box(by=by, session=screen.session, cards=screen.cards)
    started = time.perf_counter()
    found = attack_on(screen.box)
    seconds = time.perf_counter() - started
    return max((one.linked for one in found.findings if one.is_beyond_chance), default=0), joined, seconds


def _closed(code: str, chi: User, an: User) -> tuple[Screen, dict[bytes, int]]:
    """Everybody has cast, and the box is closed; with the truth, which nobody has in earnest."""
    screen = open_screen(_session, chi, codes=BALLOTS, code=code)
    ballot_of = cast_at_random(screen, STYLES * PEOPLE)
    close(screen, chi, an)
    return screen, ballot_of


def _session(code: str, **fields: Any) -> VotingSession:
    unit = OrganisationUnit.objects.create(
        code=code, name=code, kind=UnitKind.PEOPLES_COUNCIL, tier=Tier.PROVINCE, letterhead=Letterhead.STATE
    )
    phase = make_phase(make_campaign(f"D-{code}"))
    session = VotingSession.objects.create(
        **{
            "campaign": phase.campaign,
            "phase": phase,
            "unit": unit,
            "code": code,
            "name": code,
            "held_at": timezone.make_aware(datetime(2028, 7, 5, 8)),
            **fields,
        }
    )
    for position in range(1, STYLES + 1):
        style = BallotStyle.objects.create(session=session, name=f"Khối {position}", position=position)
        Subject.objects.bulk_create(
            Subject(style=style, printed_name=f"Người {number}", printed_title="Chức danh", position=number)
            for number in range(1, PEOPLE + 1)
        )
    return session


BENCHMARKS = [attack]
