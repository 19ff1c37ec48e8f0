"""Verdicts without the rules: for tests that need some people to be voted on."""

from campaigns.models import Campaign, Eligibility, Phase, Venue
from campaigns.queries.eligibility import counted
from officials.models import Appointment


def store_verdict(phase: Phase, held: Appointment, *reasons: str) -> Eligibility:
    """A verdict; without reasons the appointment is voted on at its unit."""
    venue = None
    if not reasons:
        taken = Venue.objects.filter(campaign=phase.campaign, official=held.official)
        venue, _ = taken.get_or_create(
            campaign=phase.campaign,
            official=held.official,
            unit=held.unit,
            defaults={"slot": taken.count() + 1, "cap": phase.campaign.venue_cap},
        )
    verdict = Eligibility.objects.create(
        campaign=phase.campaign,
        phase=phase,
        appointment=held,
        is_subject=not reasons,
        reasons=list(reasons),
        ruled=list(reasons),
        venue=venue,
    )
    counts = [list(group) for group in counted(Eligibility.objects.filter(campaign=phase.campaign))]
    Campaign.objects.filter(pk=phase.campaign_id).update(verdict_counts=counts)
    return verdict
