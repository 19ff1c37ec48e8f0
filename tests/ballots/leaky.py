"""A store that leaks, for the attack to be tried on: slips as they were cast, never written anew."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from ballots.actions import box_closing
from ballots.actions.box_closing import slips_digest
from ballots.models import AccessCode, BallotBox, Receipt, Slip
from ballots.queries.linking import stored_slips
from tests.ballots.boxes import Screen

LEVELS = ("high", "high", "high", "normal", "low", "")


@contextmanager
def never_rewritten() -> Iterator[None]:
    """Closing as a careless program does it: the codes go, the slips stay as their voters' transactions wrote them."""
    with rewritten_by(lambda _box, _ballots: None):
        yield


@contextmanager
def rewritten_by(write: Callable[[BallotBox, list[list[bytes]]], None]) -> Iterator[None]:
    """Closing as a careless program does it: `write` is given the slips ballot by ballot."""

    def rewrite(box: BallotBox, nonces: list[str]) -> str:
        found: dict[int, list[bytes]] = {}
        for row, sealed in stored_slips(box):
            found.setdefault(row.transaction, []).append(sealed)
        AccessCode.objects.filter(box=box).delete()
        Receipt.objects.bulk_create(Receipt(box=box, nonce=nonce) for nonce in nonces)
        write(box, list(found.values()))
        return slips_digest([bytes(slip) for slip in Slip.objects.filter(box=box).values_list("sealed", flat=True)])

    careful, box_closing._rewrite = box_closing._rewrite, rewrite
    try:
        yield
    finally:
        box_closing._rewrite = careful


def with_ids_in_order(box: BallotBox, ballots: list[list[bytes]]) -> None:
    """Shuffled in the file, but under ids that count up with the time, as those of version 7."""
    slips = [
        Slip(id=UUID(int=number), box=box, sealed=sealed)
        for number, sealed in enumerate((sealed for ballot in ballots for sealed in ballot), 1)
    ]
    random.Random(96).shuffle(slips)
    Slip.objects.filter(box=box).delete()
    Slip.objects.bulk_create(slips)


def in_the_order_of_casting(box: BallotBox, ballots: list[list[bytes]]) -> None:
    Slip.objects.filter(box=box).delete()
    Slip.objects.bulk_create(Slip(box=box, sealed=sealed) for ballot in ballots for sealed in ballot)


def person_by_person(box: BallotBox, ballots: list[list[bytes]]) -> None:
    """The slips of all for the first person, in the order of casting, then those for the second one."""
    Slip.objects.filter(box=box).delete()
    Slip.objects.bulk_create(Slip(box=box, sealed=sealed) for slips in zip(*ballots, strict=True) for sealed in slips)


def in_small_batches(box: BallotBox, ballots: list[list[bytes]]) -> None:
    """Two ballots after two: shuffled within, but each batch by a command of its own."""
    Slip.objects.filter(box=box).delete()
    for start in range(0, len(ballots), 2):
        batch = [sealed for ballot in ballots[start : start + 2] for sealed in ballot]
        random.Random(96).shuffle(batch)
        Slip.objects.bulk_create(Slip(box=box, sealed=sealed) for sealed in batch)


def by_one_transaction_each(box: BallotBox, ballots: list[list[bytes]]) -> None:
    """Each ballot by a transaction of its own, in random order."""
    Slip.objects.filter(box=box).delete()
    random.Random(96).shuffle(ballots)
    for ballot in ballots:
        with transaction.atomic():
            Slip.objects.bulk_create(Slip(box=box, sealed=sealed) for sealed in ballot)


def cast_at_random(screen: Screen, people: int, seed: int = 96) -> dict[bytes, int]:
    """A ballot for every code, each in its own transaction; gives which sealed slips are one ballot. That is known
    here and nowhere after the closing: by the transactions, as long as the box is open."""
    dice = random.Random(seed)
    for code in screen.codes:
        screen.cast(code, *dice.choices(LEVELS, k=people))
    return {sealed: row.transaction for row, sealed in stored_slips(screen.box)}


def truth(ballot_of: dict[bytes, int], box: BallotBox) -> dict[str, int]:
    """The same by the ids under which the slips are stored now."""
    return {row.key: ballot_of[sealed] for row, sealed in stored_slips(box)}
