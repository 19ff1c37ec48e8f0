"""What a session's own counts have to be, counted from the rows themselves."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from campaigns.models import BoardMember, DossierItem, Subject, Voter, VotingSession

Kind = DossierItem.Kind
# Papers that everybody on a ballot owes; an explanation is owed only where somebody asked for it.
OWED = (Kind.SELF_REPORT, Kind.ASSET_DECLARATION)
SETTLED = Q(received_on__isnull=False) | ~Q(waived="")
TALLIES = ("subject_count", "voter_count", "board_count", "papers_missing")


def tallies() -> dict[str, Any]:
    """Each count by its field's name, as an expression over VotingSession."""
    subjects = _number(Subject.objects.filter(style__session=OuterRef("pk")), "style__session")
    papers = DossierItem.objects.filter(subject__style__session=OuterRef("pk"))
    settled = _number(papers.filter(SETTLED, kind__in=OWED), "subject__style__session")
    asked = _number(papers.exclude(kind__in=OWED).exclude(SETTLED), "subject__style__session")
    return {
        "subject_count": subjects,
        "voter_count": _number(Voter.objects.filter(session=OuterRef("pk"), is_removed=False), "session"),
        "board_count": _number(BoardMember.objects.filter(session=OuterRef("pk")), "session"),
        "papers_missing": Greatest(subjects * len(OWED) - settled + asked, 0),
    }


def miscounted() -> QuerySet[VotingSession]:
    """Sessions one of whose counts is not what the rows give."""
    found = VotingSession.objects.annotate(**{f"true_{name}": count for name, count in tallies().items()})
    wrong = Q()
    for name in TALLIES:
        wrong |= ~Q(**{name: F(f"true_{name}")})
    return found.filter(wrong).select_related("campaign")


def _number(rows: QuerySet[Any, Any], by: str) -> Any:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
