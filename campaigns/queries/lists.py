"""Reads about the list of people of a campaign: its lines, and what the roster of today would change in it."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Any

from campaigns.models import LIST_OPEN, Campaign, Eligibility, ListVersion, Subject
from campaigns.queries.eligibility import Judged, Row, judged, stored_rows
from campaigns.rules.list_digest import ListLine, list_digest
from officials.models import Appointment

BY_OFFICE = ("unit__position", "unit__code", "title__rank", "official__sort_key", "pk")
Pair = tuple[Row | None, Row | None]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of the list with whom and what it is about."""

    appointment: int
    official: int
    line: ListLine

    def to_json(self) -> list[Any]:
        return [self.appointment, self.official, *astuple(self.line)]

    @classmethod
    def from_json(cls, data: list[Any]) -> "ListRow":
        return cls(data[0], data[1], ListLine(*data[2:]))


@dataclass(frozen=True, slots=True)
class Difference:
    """An appointment whose verdict or whose line on the list would change. None stands for no verdict: the appointment
    was not there, or is no longer. `written` are its line as approved and as it would be, where only words of it
    changed. `sessions` are those on whose ballots it stands: code and state."""

    appointment: Appointment
    before: Row | None
    after: Row | None
    sessions: tuple[tuple[str, str], ...] = ()
    written: tuple[ListLine, ListLine] | None = None

    @property
    def enters(self) -> bool:
        return not _is_on(self.before) and _is_on(self.after)

    @property
    def leaves(self) -> bool:
        return _is_on(self.before) and not _is_on(self.after)

    @property
    def is_on_the_list(self) -> bool:
        """Whether the list itself changes, and not only the reason why somebody is not on it."""
        return _is_on(self.before) or _is_on(self.after)


def list_rows(campaign: Campaign, officials: Collection[int] | None = None) -> list[ListRow]:
    """Every appointment voted on, or those of some officials, in the order of units and offices: one query."""
    rows = Eligibility.objects.filter(campaign=campaign, is_subject=True)
    if officials is not None:
        rows = rows.filter(appointment__official__in=officials)
    columns = rows.order_by(*(f"appointment__{name}" for name in BY_OFFICE)).values_list(
        "appointment",
        "appointment__official",
        "appointment__official__code",
        "appointment__official__full_name",
        "appointment__title__name",
        "appointment__unit__code",
        "appointment__unit__name",
        "appointment__title__ballot_group",
        "phase__kind",
    )
    return [ListRow.from_json(list(row)) for row in columns]


def digest_of(rows: Iterable[ListRow]) -> str:
    return list_digest(row.line for row in rows)


def rows_of(version: ListVersion) -> list[ListRow]:
    """The list as the version has it, in the order of units and offices of its day."""
    return [ListRow.from_json(data) for data in version.lines]


def version_in_force(campaign: Campaign) -> ListVersion | None:
    """The approved version that the campaign goes by, amendments counted; None while the list is open."""
    if campaign.state in LIST_OPEN:
        return None
    approved = campaign.list_versions.filter(state=ListVersion.State.APPROVED)
    return approved.select_related("decided_by").order_by("-version").first()


def differing(campaign: Campaign, officials: Collection[int] | None = None) -> tuple[Judged, dict[int, Pair]]:
    """What today's roster and decisions give, and (stored, new) by appointment where the two differ."""
    found, stored = judged(campaign, campaign.vote_on, officials), stored_rows(campaign, officials)
    pairs = {pk: (stored.get(pk), found.rows.get(pk)) for pk in stored.keys() | found.rows.keys()}
    return found, {pk: pair for pk, pair in pairs.items() if pair[0] != pair[1]}


def leaving(campaign: Campaign, officials: Collection[int]) -> set[int]:
    """The appointments of these officials that stand on the list, and would not by the roster of today."""
    _, pairs = differing(campaign, officials)
    return {pk for pk, (stored, new) in pairs.items() if _is_on(stored) and not _is_on(new)}


def list_differences(campaign: Campaign) -> list[Difference]:
    """Who would change, and why, in the order of units and offices."""
    _, pairs = differing(campaign)
    written = _corrections(campaign)
    unchanged = stored_rows(campaign, {official for official, _ in written.values()}) if written else {}
    pairs |= {pk: (unchanged[pk], unchanged[pk]) for pk in written if pk not in pairs and pk in unchanged}
    posts = Appointment.objects.filter(pk__in=pairs).select_related("official", "title", "unit").order_by(*BY_OFFICE)
    sessions = _sessions_of(campaign, pairs)
    return [
        Difference(post, *pairs[post.pk], tuple(sessions.get(post.pk, ())), written.get(post.pk, (0, None))[1])
        for post in posts
    ]


def marks_of(differences: Iterable[Difference]) -> dict[int, str]:
    """By official, a mark of all that would change for them: another change has another mark."""
    parts: dict[int, list[str]] = {}
    for found in differences:
        parts.setdefault(found.appointment.official_id, []).append(
            repr((found.appointment.pk, found.before, found.after, found.written))
        )
    return {official: sha256("|".join(sorted(lines)).encode()).hexdigest()[:16] for official, lines in parts.items()}


def _corrections(campaign: Campaign) -> dict[int, tuple[int, tuple[ListLine, ListLine]]]:
    """By appointment, the official and the lines (approved, of today) whose words differ: a name, a title or a unit was
    corrected since."""
    version = version_in_force(campaign)
    if version is None:
        return {}
    approved = {row.appointment: row.line for row in rows_of(version)}
    return {
        row.appointment: (row.official, (approved[row.appointment], row.line))
        for row in list_rows(campaign)
        if row.appointment in approved and approved[row.appointment] != row.line
    }


def _sessions_of(campaign: Campaign, appointments: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """(code, state) of the sessions on whose ballots these appointments stand."""
    links = Subject.appointments.through.objects.filter(
        appointment__in=appointments, subject__style__session__campaign=campaign
    ).values_list("appointment_id", "subject__style__session__code", "subject__style__session__state")
    sessions: dict[int, list[tuple[str, str]]] = {}
    for appointment, code, state in links.order_by("subject__style__session__code"):
        sessions.setdefault(appointment, []).append((code, state))
    return sessions


def _is_on(row: Row | None) -> bool:
    return row is not None and not row.reasons
