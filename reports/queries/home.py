"""What awaits somebody: the campaigns and the sessions in which the next step is theirs."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ballots.models import TotalsKeying
from campaigns.models import OVER, Campaign, CampaignState, Decision, Eligibility, SessionState, VotingSession
from campaigns.permissions import may_for_organiser
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
        sessions = within(VotingSession.objects.real().filter(state__in=states), user, permission)
        sessions = sessions.exclude(campaign__state=CampaignState.ARCHIVED).select_related("campaign", "unit")
        if permission is Permission.KEY_TOTALS:
            sessions = sessions.exclude(pk__in=keyed)
        if permission is Permission.CONFIRM_COUNT:
            sessions = sessions.exclude(pk__in=TotalsKeying.objects.filter(is_submitted=False).values("session_id"))
        found += [Awaiting(session, permission) for session in sessions.order_by("held_at")[:MOST_SHOWN]]
    return sorted(found, key=lambda item: item.session.held_at)[:MOST_SHOWN]


@dataclass(frozen=True)
class CampaignTask:
    """What a campaign waits for: "judge", "decide" or "submit" the list, "approve" it, "confirm" overrides. `number`
    counts what is to be decided or confirmed."""

    campaign: Campaign
    code: str
    number: int = 0


def campaign_tasks(user: Any) -> list[CampaignTask]:
    """What campaigns that are not over wait for, as far as it is the user's to do. Three queries."""
    campaigns = Campaign.objects.exclude(state__in=OVER).select_related("organiser")
    waiting = Decision.objects.filter(kind=Decision.Kind.OVERRIDE, confirmed_at=None, withdrawn_at=None)
    unconfirmed = _numbers(waiting.exclude(proposed_by=user))
    asked = _numbers(Eligibility.objects.filter(campaign__state=CampaignState.DRAFT).exclude(questions=[]))
    found = []
    for campaign in campaigns:
        tasks = {
            Permission.CONFIRM_DECISIONS: _confirming(campaign, unconfirmed),
            Permission.APPROVE_LISTS: "approve" if campaign.state == CampaignState.LIST_SUBMITTED else "",
            Permission.EDIT_CAMPAIGNS: _drafting(campaign, asked),
        }
        numbers = {"confirm": unconfirmed[campaign.pk], "decide": asked[campaign.pk]}
        found += [
            CampaignTask(campaign, task, numbers.get(task, 0))
            for permission, task in tasks.items()
            if task and user.has_perm(permission) and may_for_organiser(user, permission, campaign.organiser)
        ]
    return found


def _numbers(rows: QuerySet[Any]) -> Counter[int]:
    """How many of the rows each campaign has."""
    return Counter(dict(rows.order_by().values_list("campaign").annotate(number=Count("pk"))))


def _confirming(campaign: Campaign, unconfirmed: Counter[int]) -> str:
    """While a list awaits its approval nothing about it is decided."""
    is_open = campaign.state != CampaignState.LIST_SUBMITTED
    return "confirm" if unconfirmed[campaign.pk] and is_open else ""


def _drafting(campaign: Campaign, asked: Counter[int]) -> str:
    if campaign.state != CampaignState.DRAFT:
        return ""
    if campaign.evaluated_at is None:
        return "judge"
    return "decide" if asked[campaign.pk] else "submit"


def campaigns_under_way(user: Any) -> list[tuple[Campaign, list[Cell]]]:
    """Campaigns that are not over, each with its sessions by stage as far as the user sees them. Three queries."""
    if not user.has_perm(Permission.VIEW_CAMPAIGNS):
        return []
    campaigns = list(Campaign.objects.exclude(state__in=OVER))
    known = lateness_of(campaigns, timezone.localdate())
    late = Q(pk__in=[])
    for lateness in known:
        late |= lateness.condition()
    sessions = within(VotingSession.objects.real().filter(campaign__in=campaigns), user, Permission.VIEW_CAMPAIGNS)
    cells = overview(sessions, late)
    return [
        (campaign, [cell for cell in cells if cell.phase in lateness.phases])
        for campaign, lateness in zip(campaigns, known, strict=True)
    ]
