"""What the disclosure forecast of a session looks at: how many will vote, and how its people were marked before, as far
as the one who asks may see results: where few people are on a ballot, the chance tells their shares."""

from collections import Counter
from typing import Any

from ballots.models import CountLine
from ballots.rules.forecast import Forecast, earlier_shares, forecast
from campaigns.models import COUNTED, VoteKind, VotingSession
from campaigns.queries.attendance import ticked_present
from config.accounts.permissions import Permission
from officials.permissions import within


def forecast_of(session: VotingSession, by: Any) -> Forecast:
    """With those present where they are known, else with the roll. Four queries at most, and one for the scope of
    `by`."""
    levels = session.rules.level_codes
    people = list(session.subjects().values_list("official_id", flat=True))
    officials = {official for official in people if official is not None}
    known = _earlier(session, officials, by) if session.kind == VoteKind.POLL else {}
    shares = [known[official] for official in people if official in known]
    return forecast(_voters(session), shares, len(people) - len(shares), levels)


def _voters(session: VotingSession) -> int:
    if session.present is not None:
        return session.present
    return ticked_present(session) or session.voters.filter(is_removed=False).count()


def _earlier(session: VotingSession, officials: set[int], by: Any) -> dict[int, dict[str, float]]:
    """The shares by person in their latest counted session whose result `by` may see, its channels added up."""
    counted = VotingSession.objects.polls().filter(state__in=COUNTED).exclude(pk=session.pk)
    sessions = within(counted, by, Permission.VIEW_RESULTS)
    rows: Any = (
        CountLine.objects.filter(subject__official__in=officials, count__style__session__in=sessions)
        .order_by("-count__style__session__held_at")
        .values_list("subject__official", "count__style__session", "votes", "line_invalid")
    )
    latest: dict[int, int] = {}
    votes: dict[int, Counter[str]] = {}
    for official, held, marks, invalid in rows:
        if latest.setdefault(official, held) == held:
            votes.setdefault(official, Counter()).update({**marks, "": invalid})
    return {official: earlier_shares(found, found.pop("")) for official, found in votes.items() if sum(found.values())}
