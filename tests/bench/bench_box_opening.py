"""Benchmark of opening and counting a ballot box of 500 ballots of 60 people against a bare loop over its slips."""

import statistics
import time

from django.db import transaction
from nacl.public import SealedBox

from ballots.actions.box_opening import open_box
from ballots.actions.boxes import secret_of
from ballots.models import AccessCode, BallotBox, Slip
from ballots.queries.boxes import styles_of
from ballots.rules.key_cards import private_key
from ballots.rules.slips import sealed_slips
from campaigns.models import VotingSession
from config.accounts.models import User
from tests.ballots.voting_hall import Opened, close, lay_out
from tests.bench.result import Measure

BALLOTS, PEOPLE, ROUNDS = 500, 60, 5
RATIO = 1.3


def opening() -> Measure:
    """`open_box` as a whole: the cards, the read, the digest of all slips, opening, the laws of whole ballots, the
    count, the self-attack, the event. The loop has its slips in memory and opens them. In turn; each opening is rolled
    back, since a box is counted once."""
    hall = lay_out("OPENING", people=PEOPLE, voters=BALLOTS)
    _fill(hall)
    close(hall)
    session, head = VotingSession.objects.get(pk=hall.session), User.objects.get(username="head")
    box = BallotBox.objects.get(session=session)
    key = private_key(secret_of(box, hall.cards[:2]))
    sealed = [bytes(slip) for slip in Slip.objects.filter(box=box).values_list("sealed", flat=True)]
    assert len(sealed) == BALLOTS * (PEOPLE + 1)
    ratios = list[float]()
    for _ in range(ROUNDS):
        started = time.perf_counter()
        decrypt = SealedBox(key).decrypt
        for slip in sealed:
            decrypt(slip)
        bare = time.perf_counter() - started
        with transaction.atomic():
            started = time.perf_counter()
            open_box(by=head, session=session, cards=hall.cards[:2])
            ratios.append((time.perf_counter() - started) / bare)
            transaction.set_rollback(True)
    name = f"opening and counting {BALLOTS} × {PEOPLE} slips against a loop of SealedBox.decrypt"
    return Measure(name, statistics.median(ratios), RATIO, "x")


def _fill(hall: Opened) -> None:
    """Ballots as voters cast them, without their transactions."""
    box = BallotBox.objects.get(session=hall.session)
    people = [person for style in styles_of(box) for person in style.people]
    levels = [*box.levels, ""]
    slips = list[bytes]()
    for number in range(BALLOTS):
        marks = {person: levels[(number + place) % len(levels)] for place, person in enumerate(people)}
        slips += sealed_slips(styles_of(box), marks, box.levels, bytes.fromhex(box.public_key))
    Slip.objects.bulk_create((Slip(box=box, sealed=slip) for slip in slips), batch_size=5000)
    for number, code in enumerate(AccessCode.objects.filter(box=box)):
        code.state, code.nonce = AccessCode.State.USED, f"{number:064}"
        code.save(update_fields=["state", "nonce"])


BENCHMARKS = [opening]
