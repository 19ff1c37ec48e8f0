"""Keeping a session's own counts: of who is on its ballots, its roll and its board, and of papers not handed in."""

from collections.abc import Iterable

from campaigns.models import VotingSession
from campaigns.queries.tallies import TALLIES, tallies

BATCH = 1000


def recount(sessions: Iterable[int]) -> None:
    """Count again for these sessions; every action calls it, in its own transaction, after it changed one of them."""
    found = tallies(VotingSession.objects.filter(pk__in=list(sessions)))
    rows = [VotingSession(pk=pk, **numbers) for pk, numbers in found.items()]
    VotingSession.objects.bulk_update(rows, TALLIES, batch_size=BATCH)
