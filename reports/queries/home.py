"""What awaits somebody: the sessions in which the next step is theirs."""

from dataclasses import dataclass
from typing import Any

from ballots.models import TotalsKeying
from campaigns.models import CampaignState, SessionState, VotingSession
from config.accounts.permissions import Permission
from officials.permissions import within

MOST_SHOWN = 12
WAITING_STATES = {
    Permission.RUN_SESSIONS: (
        SessionState.PLANNED,
        SessionState.PREPARED,
        SessionState.CHECKING_IN,
        SessionState.VOTING,
    ),
    Permission.KEY_TOTALS: (SessionState.COUNTING,),
    Permission.CONFIRM_COUNT: (SessionState.COUNTING,),
}


@dataclass(frozen=True)
class Awaiting:
    """A session whose next step needs a permission that the person has there."""

    session: VotingSession
    permission: Permission


def awaiting(user: Any) -> list[Awaiting]:
    """Sessions of campaigns in progress in which the next step is the user's, the soonest first, a dozen at most."""
    keyed = TotalsKeying.objects.filter(by=user, is_submitted=True).values("session_id")
    found = []
    for permission, states in WAITING_STATES.items():
        sessions = within(VotingSession.objects.filter(state__in=states), user, permission)
        sessions = sessions.exclude(campaign__state=CampaignState.ARCHIVED).select_related("campaign", "unit")
        if permission is Permission.KEY_TOTALS:
            sessions = sessions.exclude(pk__in=keyed)
        if permission is Permission.CONFIRM_COUNT:
            sessions = sessions.exclude(pk__in=TotalsKeying.objects.filter(is_submitted=False).values("session_id"))
        found += [Awaiting(session, permission) for session in sessions.order_by("held_at")[:MOST_SHOWN]]
    return sorted(found, key=lambda item: item.session.held_at)[:MOST_SHOWN]
