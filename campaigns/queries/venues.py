"""Reads about where officials are voted on."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from campaigns.models import Campaign, Eligibility, Venue, VenueChoice
from campaigns.queries.eligibility import holdings_on, occasion_of
from campaigns.rules.eligibility import Holding
from campaigns.rules.venues import VenueReason, explain_venues
from officials.models import Appointment, Official

OVER_CAP = ["over_two_venues"]


@dataclass(frozen=True)
class Standing:
    """The units where an official could be voted on, explained as today's choice has them. `stored` are the places of
    the venues as the list has them: they differ while a choice waits to be accepted into an approved list."""

    units: tuple[VenueReason, ...]
    posts: dict[int, list[Appointment]]
    stored: dict[int, int]
    choice: VenueChoice | None

    @property
    def is_pending(self) -> bool:
        return {unit.unit_id: unit.place for unit in self.units if unit.place} != self.stored


def votable(campaign: Campaign) -> QuerySet[Eligibility]:
    """Verdicts that nothing but the number of venues could turn to "not voted on"."""
    return Eligibility.objects.filter(Q(reasons=[]) | Q(reasons=OVER_CAP), campaign=campaign)


def votable_units(campaign: Campaign, official: Official) -> set[int]:
    """The units where nothing but the number of venues could keep the official off the list."""
    return set(votable(campaign).filter(appointment__official=official).values_list("appointment__unit", flat=True))


def with_several_venues(campaign: Campaign) -> QuerySet[Official]:
    """Officials who could be voted on at more units than one; `is_over` marks those with a post beyond the greatest
    number, `is_chosen` those for whom somebody chose."""
    several = (
        votable(campaign)
        .order_by()
        .values("appointment__official")
        .annotate(units=Count("appointment__unit", distinct=True))
        .filter(units__gt=1)
    )
    over = Eligibility.objects.filter(campaign=campaign, reasons=OVER_CAP, appointment__official=OuterRef("pk"))
    chosen = VenueChoice.objects.filter(campaign=campaign, official=OuterRef("pk"))
    return Official.objects.filter(pk__in=several.values("appointment__official")).annotate(
        is_over=Exists(over), is_chosen=Exists(chosen)
    )


def standings(campaign: Campaign, officials: Collection[int]) -> dict[int, Standing]:
    """How each of these officials stands, by id: five queries, whatever their number."""
    rows = votable(campaign).filter(appointment__official__in=officials)
    posts = {
        row.appointment_id: row.appointment
        for row in rows.select_related("appointment__title", "appointment__unit").order_by("appointment__position")
    }
    held: dict[int, list[Holding]] = defaultdict(list)
    for holding in holdings_on(campaign.vote_on, officials):
        if holding.id in posts:
            held[holding.official.id].append(holding)
    choices = {
        choice.official_id: choice
        for choice in VenueChoice.objects.filter(campaign=campaign, official__in=officials).select_related("chosen_by")
    }
    stored: dict[int, dict[int, int]] = defaultdict(dict)
    for official, unit, slot in Venue.objects.filter(campaign=campaign, official__in=officials).values_list(
        "official", "unit", "slot"
    ):
        stored[official][unit] = slot
    occasion = occasion_of(campaign, campaign.vote_on)
    return {
        official: Standing(
            units=explain_venues(holdings, occasion, choices[official].units if official in choices else ()),
            posts=_by_unit(posts[holding.id] for holding in holdings),
            stored=stored[official],
            choice=choices.get(official),
        )
        for official, holdings in held.items()
    }


def _by_unit(posts: Iterable[Appointment]) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = defaultdict(list)
    for post in posts:
        found[post.unit_id].append(post)
    return found
