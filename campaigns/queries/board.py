"""Reads about a session's counting board."""

from django.db.models import Q, QuerySet

from campaigns.models import BoardMember, Voter, VotingSession
from config.vietnamese import search_key


def members_of(session: VotingSession) -> list[BoardMember]:
    return list(session.board.select_related("official").order_by("position"))


def possible_members(session: VotingSession, text: str = "") -> QuerySet[Voter]:
    """Those on the roll who may count: not voted on here, not the chair, not on the board yet; by words of name, title
    or unit without diacritics."""
    voted_on = session.subjects().filter(official__isnull=False).order_by().values("official_id")
    taken = session.board.filter(official__isnull=False).order_by().values("official_id")
    unfit = Q(official__in=voted_on) | Q(official__in=taken)
    unfit |= Q(name__in=session.board.order_by().values("name"), official=None)
    unfit |= Q(name__in=session.subjects().order_by().values("printed_name"), official=None)
    if session.chair_official_id:
        unfit |= Q(official=session.chair_official_id)
    elif session.chair:
        unfit |= Q(name__iexact=session.chair)
    fit: QuerySet[Voter] = session.voters.filter(is_removed=False).exclude(unfit).select_related("official")
    for word in search_key(text).split():
        fit = fit.filter(search_key__contains=word)
    return fit.order_by("sort_key", "pk")
