"""Reads about campaigns, each in a fixed number of queries."""

from collections import Counter
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import Campaign, CampaignState, Decision, Eligibility, Phase, SessionState, VotingSession
from campaigns.queries.eligibility import overrides_unconfirmed
from campaigns.queries.sessions import open_subjects
from campaigns.rules.campaign_steps import CampaignFacts
from config.accounts.permissions import Permission
from officials.permissions import within

WITH_RESULT = (SessionState.COUNTED, SessionState.SEALED)
REAL = Q(sessions__is_rehearsal=False)


def campaign_rows(*, archived: bool = False) -> QuerySet[Campaign]:
    """The campaigns that are not archived, or those that are, with the numbers of their sessions, of those with a
    result, and of appointments voted on."""
    voted_on = Eligibility.objects.filter(campaign=OuterRef("pk"), is_subject=True)
    number = voted_on.order_by().values("campaign").annotate(number=Count("pk")).values("number")
    numbers = Campaign.objects.select_related("organiser").annotate(
        session_count=Count("sessions", filter=REAL),
        counted_count=Count("sessions", filter=REAL & Q(sessions__state__in=WITH_RESULT)),
        subject_count=Coalesce(Subquery(number), 0),
    )
    state = Q(state=CampaignState.ARCHIVED)
    return numbers.filter(state if archived else ~state).order_by("-year", "code")


def campaign_facts(campaign: Campaign) -> CampaignFacts:
    """What the steps of the campaign look at, in five queries."""
    sessions = Counter(campaign.sessions.real().order_by().values_list("state", flat=True))
    waiting = open_subjects(campaign).aggregate(units=Count("appointment__unit", distinct=True))
    return CampaignFacts(
        state=campaign.state,
        is_evaluated=campaign.evaluated_at is not None,
        subjects=Eligibility.objects.filter(campaign=campaign, is_subject=True).count(),
        undecided=Eligibility.objects.filter(campaign=campaign).exclude(questions=[]).count(),
        unconfirmed=overrides_unconfirmed(campaign).count(),
        waiting=waiting["units"],
        sessions=sessions.total(),
        begun=sessions.total() - sessions[SessionState.PLANNED],
        unfinished=sessions.total() - sum(sessions[state] for state in WITH_RESULT),
    )


def phase_rows(campaign: Campaign) -> QuerySet[Phase]:
    """The phases in order, with how many appointments are voted on in each."""
    return campaign.phases.select_related("rule_set").annotate(
        subject_count=Count("eligibilities", filter=Q(eligibilities__is_subject=True))
    )


def sessions_seen_by(user: Any, campaign: Campaign) -> QuerySet[VotingSession]:
    """The campaign's sessions whose unit the user may see, in the order of time."""
    rows = VotingSession.objects.real().filter(campaign=campaign).select_related("campaign", "unit", "phase")
    return within(rows, user, Permission.VIEW_CAMPAIGNS).order_by("held_at", "code")


def verdicts_seen_by(user: Any, campaign: Campaign) -> QuerySet[Eligibility]:
    """The verdicts on appointments at units that the user may see."""
    rows = Eligibility.objects.filter(campaign=campaign)
    return within(rows, user, Permission.VIEW_CAMPAIGNS, "appointment__unit")


def decisions_seen_by(user: Any, campaign: Campaign) -> QuerySet[Decision]:
    """The decisions on appointments at units that the user may see, with all that is told about them."""
    rows = Decision.objects.filter(campaign=campaign).select_related(
        "appointment__official", "appointment__title", "appointment__unit", "proposed_by", "confirmed_by"
    )
    return within(rows, user, Permission.VIEW_CAMPAIGNS, "appointment__unit")


def session_states(sessions: QuerySet[VotingSession]) -> dict[int, Counter[str]]:
    """How many sessions each phase has in each state. One query."""
    counts: dict[int, Counter[str]] = {}
    for phase, state, number in sessions.order_by().values_list("phase_id", "state").annotate(n=Count("pk")):
        counts.setdefault(phase, Counter())[state] = number
    return counts
