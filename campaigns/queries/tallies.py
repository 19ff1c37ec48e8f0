"""What a session's own counts have to be, counted from the rows themselves."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

from campaigns.models import BoardMember, DossierItem, Subject, VoteKind, Voter, VotingSession
from campaigns.rules.dossiers import ALWAYS_OWED

SETTLED = Q(received_on__isnull=False) | ~Q(waived="")
TALLIES = ("subject_count", "voter_count", "board_count", "papers_missing")


def tallies(sessions: QuerySet[VotingSession]) -> dict[int, dict[str, int]]:
    """The counts of each session, by its id and the name of the field. Six queries, whatever the number of sessions:
    each counts all of them at once."""
    chosen = sessions.order_by().values("pk")
    subjects = _numbers(Subject.objects.filter(style__session__in=chosen), "style__session")
    voters = _numbers(Voter.objects.filter(session__in=chosen, is_removed=False), "session")
    board = _numbers(BoardMember.objects.filter(session__in=chosen), "session")
    papers = DossierItem.objects.filter(subject__style__session__in=chosen)
    settled = _numbers(papers.filter(SETTLED, kind__in=ALWAYS_OWED), "subject__style__session")
    asked = _numbers(papers.exclude(kind__in=ALWAYS_OWED).exclude(SETTLED), "subject__style__session")
    found = {}
    for pk, kind in chosen.values_list("pk", "kind"):
        owed = subjects.get(pk, 0) * len(ALWAYS_OWED) - settled.get(pk, 0) + asked.get(pk, 0)
        owed = 0 if kind == VoteKind.MOTION else owed  # the dossier is that of the poll it came from
        found[pk] = dict(zip(TALLIES, (subjects.get(pk, 0), voters.get(pk, 0), board.get(pk, 0), owed), strict=True))
    return found


def miscounted() -> Iterator[VotingSession]:
    """Sessions one of whose counts is not what the rows give."""
    found = tallies(VotingSession.objects.all())
    for session in VotingSession.objects.select_related("campaign").order_by("pk").iterator():
        if any(getattr(session, name) != number for name, number in found[session.pk].items()):
            yield session


def _numbers(rows: QuerySet[Any], session: str) -> dict[int, int]:
    """How many of the rows each session has, by the path that leads to it. One query."""
    return dict(rows.order_by().values_list(session).annotate(number=Count("pk")))
