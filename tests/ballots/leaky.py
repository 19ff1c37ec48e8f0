"""A store that leaks, for the attack to be tried on: slips as they were cast, never written anew."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from ballots.actions import box_closing
from ballots.actions.box_closing import slips_digest
from ballots.models import AccessCode, BallotBox, Receipt, Slip
from ballots.queries.linking import stored_slips
from tests.ballots.boxes import Screen

LEVELS = ("high", "high", "high", "normal", "low", "")


@contextmanager
def never_rewritten() -> Iterator[None]:
    """Closing as a careless program does it: the codes go, the slips stay as their voters' transactions wrote them."""

    def keep(box: BallotBox, nonces: list[str]) -> str:
        AccessCode.objects.filter(box=box).delete()
        Receipt.objects.bulk_create(Receipt(box=box, nonce=nonce) for nonce in nonces)
        return slips_digest([bytes(slip) for slip in Slip.objects.filter(box=box).values_list("sealed", flat=True)])

    careful, box_closing._rewrite = box_closing._rewrite, keep
    try:
        yield
    finally:
        box_closing._rewrite = careful


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
