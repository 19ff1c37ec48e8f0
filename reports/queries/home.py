"""What awaits somebody: the sessions in which the next step is theirs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ballots.models import TotalsKeying
from campaigns.models import OVER, Campaign, CampaignState, SessionState, VotingSession
from campaigns.queries.cockpit import Cell, lateness_of, overview
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


def campaigns_under_way(user: Any) -> list[tuple[Campaign, list[Cell]]]:
    """Campaigns that are not over, each with its sessions by stage as far as the user sees them. Three queries."""
    if not user.has_perm(Permission.VIEW_CAMPAIGNS):
        return []
    campaigns = list(Campaign.objects.exclude(state__in=OVER))
    known = lateness_of(campaigns, timezone.localdate())
    late = Q(pk__in=[])
    for lateness in known:
        late |= lateness.condition()
    sessions = within(VotingSession.objects.filter(campaign__in=campaigns), user, Permission.VIEW_CAMPAIGNS)
    cells = overview(sessions, late)
    return [
        (campaign, [cell for cell in cells if cell.phase in lateness.phases])
        for campaign, lateness in zip(campaigns, known, strict=True)
    ]
