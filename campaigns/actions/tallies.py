"""Keeping a session's own counts: of who is on its ballots, its roll and its board, and of papers not handed in."""

from collections.abc import Iterable

from campaigns.models import VotingSession
from campaigns.queries.tallies import tallies


def recount(sessions: Iterable[int]) -> None:
    """Count again for these sessions; every action calls it, in its own transaction, after it changed one of them."""
    VotingSession.objects.filter(pk__in=list(sessions)).update(**tallies())
