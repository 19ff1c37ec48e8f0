"""What awaits somebody: the sessions in which the next step is theirs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from ballots.models import TotalsKeying
from campaigns.models import COUNTED, Campaign, CampaignState, SessionState, VotingSession
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


def campaigns_under_way(user: Any) -> QuerySet[Campaign]:
    """Campaigns that are not over, each with the number of its sessions that the user sees (`sessions_seen`) and of
    those that have a result (`sessions_counted`)."""
    if not user.has_perm(Permission.VIEW_CAMPAIGNS):
        return Campaign.objects.none()
    seen = Q(sessions__in=within(VotingSession.objects.all(), user, Permission.VIEW_CAMPAIGNS))
    counted = seen & Q(sessions__state__in=COUNTED)
    return Campaign.objects.exclude(state__in=(CampaignState.COMPLETED, CampaignState.ARCHIVED)).annotate(
        sessions_seen=Count("sessions", filter=seen), sessions_counted=Count("sessions", filter=counted)
    )
