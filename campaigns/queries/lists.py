"""Reads about the list of people of a campaign: its lines, and what the roster of today would change in it."""

from collections.abc import Collection
from dataclasses import dataclass

from campaigns.models import Campaign, Eligibility, Subject
from campaigns.queries.eligibility import Judged, Row, judged, stored_rows
from campaigns.rules.list_digest import ListLine
from officials.models import Appointment


@dataclass(frozen=True, slots=True)
class Difference:
    """An appointment whose verdict would change. None stands for no verdict: the appointment was not there, or is no
    longer. `sessions` are the codes of sessions on whose ballots it stands."""

    appointment: Appointment
    before: Row | None
    after: Row | None
    sessions: tuple[str, ...]

    @property
    def enters(self) -> bool:
        return not _is_on(self.before) and _is_on(self.after)

    @property
    def leaves(self) -> bool:
        return _is_on(self.before) and not _is_on(self.after)


def list_lines(campaign: Campaign) -> list[ListLine]:
    """Every appointment voted on: one query."""
    rows = Eligibility.objects.filter(campaign=campaign, is_subject=True).values_list(
        "appointment__official__code",
        "appointment__official__full_name",
        "appointment__title__name",
        "appointment__unit__code",
        "phase__kind",
    )
    return [ListLine(*row) for row in rows.order_by()]


def differing(
    campaign: Campaign, officials: Collection[int] | None = None
) -> tuple[Judged, dict[int, tuple[Row | None, Row | None]]]:
    """What today's roster and decisions give, and (stored, new) by appointment where the two differ."""
    found, stored = judged(campaign, campaign.vote_on, officials), stored_rows(campaign, officials)
    pairs = {pk: (stored.get(pk), found.rows.get(pk)) for pk in stored.keys() | found.rows.keys()}
    return found, {pk: pair for pk, pair in pairs.items() if pair[0] != pair[1]}


def list_differences(campaign: Campaign) -> list[Difference]:
    """Who would change, and why, in the order of units and offices."""
    _, pairs = differing(campaign)
    posts = (
        Appointment.objects.filter(pk__in=pairs)
        .select_related("official", "title", "unit")
        .order_by("unit__position", "unit__code", "title__rank", "official__sort_key", "pk")
    )
    links = Subject.appointments.through.objects.filter(
        appointment__in=pairs, subject__style__session__campaign=campaign
    ).values_list("appointment_id", "subject__style__session__code")
    sessions: dict[int, list[str]] = {}
    for appointment, code in links.order_by("subject__style__session__code"):
        sessions.setdefault(appointment, []).append(code)
    return [Difference(post, *pairs[post.pk], tuple(sessions.get(post.pk, ()))) for post in posts]


def _is_on(row: Row | None) -> bool:
    return row is not None and not row.reasons
