"""Reads about a session's roll: who qualifies on its day, and how the roll stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from campaigns.models import Voter, VotingSession
from campaigns.rules.parameters import Parameters, VoterRule
from campaigns.rules.voter_roll import Holding, Person, Renewal, RollEntry, Standing, renewal, roll
from officials.models import Appointment, BallotGroup, Membership, OrganisationUnit, UnitKind

COUNCILS = (UnitKind.PEOPLES_COUNCIL, UnitKind.NATIONAL_ASSEMBLY)
PERSON = ("official_id", "official__code", "official__full_name", "official__sort_key")


@dataclass(frozen=True, slots=True)
class _Unit:
    id: int
    name: str
    kind: str
    tier: str


def roll_worked_out(session: VotingSession) -> tuple[RollEntry, ...]:
    """Who is on the roll by the rules of the phase on the session's day; seven queries at most.

    The rules of the groups on its ballots apply, at the units whose posts are voted on there.
    """
    parameters, day = session.rules, timezone.localdate(session.held_at)
    voted_on, units = _on_the_ballots(session)
    on_the_ballot = voted_on if parameters.subjects_vote else []
    rules = {group: parameters.voter_rules.get(group, ()) for group in BallotGroup.values if group in units}
    places = _places(session, rules, units, parameters, day)
    at = frozenset[int]().union(*places.values())
    holdings = [*_posts(at, day), *_seats(at, day)]
    showing = {holding.person.official_id for holding in holdings if holding.source == "appointment"}
    lacking = {person.official_id for person in on_the_ballot} | {holding.person.official_id for holding in holdings}
    return roll(rules, places, holdings, on_the_ballot, _usual_posts(lacking - showing, day))


def roll_renewal(session: VotingSession) -> Renewal:
    """What working the roll out again would change: one query more."""
    return renewal([_standing(voter) for voter in session.voters.all()], roll_worked_out(session))


@dataclass(frozen=True)
class OnRoll:
    """Who is on a roll, and whether they were taken off it: by official, and by name and unit those whom the register
    does not know."""

    officials: dict[int, bool]
    others: dict[tuple[str, str], bool]

    def is_removed(self, official: int | None, name: str, workplace: str) -> bool | None:
        """None for somebody who is not on it at all."""
        if official is not None:
            return self.officials.get(official)
        return self.others.get((name.casefold(), workplace.casefold()))


def on_roll(session: VotingSession) -> OnRoll:
    """One query."""
    found = OnRoll({}, {})
    rows = session.voters.order_by().values_list("official_id", "name", "workplace", "is_removed")
    for official, name, workplace, is_removed in rows:
        if official is not None:
            found.officials[official] = is_removed
        else:
            found.others[name.casefold(), workplace.casefold()] = is_removed
    return found


def _standing(voter: Voter) -> Standing:
    return Standing(
        id=voter.pk,
        official_id=voter.official_id,
        name=voter.name,
        title=voter.title,
        workplace=voter.workplace,
        why=tuple(voter.why),
        by_rule=voter.source == Voter.Source.RULE,
        is_removed=voter.is_removed,
    )


def _on_the_ballots(session: VotingSession) -> tuple[list[Person], dict[str, dict[int, _Unit]]]:
    """Everybody on the ballots whom the register knows, and by group the units whose posts are voted on: one query."""
    people: dict[int, Person] = {}
    units: dict[str, dict[int, _Unit]] = defaultdict(dict)
    rows = session.subjects().filter(official__isnull=False).order_by()
    post = "appointments__"
    columns = ("title__ballot_group", "unit_id", "unit__name", "unit__kind", "unit__tier")
    for row in rows.values_list(*PERSON, *(f"{post}{column}" for column in columns)):
        people[row[0]] = Person(*row[:4])
        group, *unit = row[4:]
        if group:
            units[group][unit[0]] = _Unit(*unit)
    return list(people.values()), dict(units)


def _places(
    session: VotingSession,
    rules: dict[str, tuple[VoterRule, ...]],
    units: dict[str, dict[int, _Unit]],
    parameters: Parameters,
    day: date,
) -> dict[tuple[str, str], frozenset[int]]:
    wanted = {(group, rule.at) for group, group_rules in rules.items() for rule in group_rules}
    above = {unit for group, at in wanted if at == "subordinates" for unit in units[group]}
    below = _subordinates(above, parameters, day) if above else {}
    places = {}
    for group, at in wanted:
        found = units[group]
        if at == "unit":
            places[group, at] = frozenset(found)
        elif at == "council":
            places[group, at] = _councils(session, found.values())
        else:
            places[group, at] = frozenset(child for unit in found for child in below.get(unit, ()))
    return places


def _subordinates(units: Collection[int], parameters: Parameters, day: date) -> dict[int, list[int]]:
    """The units directly below that exist on the day, by unit: one query."""
    found: dict[int, list[int]] = defaultdict(list)
    children = OrganisationUnit.objects.without_tree_fields().filter(parent__in=units).order_by()
    for pk, parent, tier, until in children.values_list("pk", "parent_id", "tier", "valid_until"):
        if not parameters.has_ended(tier, until, day):
            found[parent].append(pk)
    return found


def _councils(session: VotingSession, units: Iterable[_Unit]) -> frozenset[int]:
    """The councils that voted these units' people in: the unit itself, the session's own unit, else the council of
    the same place, which the register links by name only (one query)."""
    if session.unit.kind in COUNCILS:
        return frozenset({session.unit_id})
    found = {unit.id for unit in units if unit.kind in COUNCILS}
    committees = [unit for unit in units if unit.kind == UnitKind.PEOPLES_COMMITTEE]
    wanted = {(unit.tier, _place_of(unit.name, UnitKind.PEOPLES_COMMITTEE)) for unit in committees}
    if wanted:
        councils = OrganisationUnit.objects.without_tree_fields().filter(
            kind=UnitKind.PEOPLES_COUNCIL, tier__in={tier for tier, _ in wanted}
        )
        for pk, tier, name in councils.order_by().values_list("pk", "tier", "name"):
            if (tier, _place_of(name, UnitKind.PEOPLES_COUNCIL)) in wanted:
                found.add(pk)
    return frozenset(found)


def _place_of(name: str, kind: UnitKind) -> str:
    return name.casefold().removeprefix(kind.label.casefold()).strip()


def _held_on(day: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), started_on__lte=day).order_by()


def _posts(units: Collection[int], day: date) -> list[Holding]:
    """Posts held at the units on the day: one query."""
    columns = ("unit_id", "unit__name", "title__name", "title__rank", "title__is_leadership")
    rows = _held_on(day).filter(unit__in=units).values_list(*PERSON, *columns)
    return [Holding(Person(*row[:4]), "appointment", *row[4:]) for row in rows]


def _seats(units: Collection[int], day: date) -> list[Holding]:
    """Seats held at the units on the day: one query."""
    rows = Membership.objects.held_on(day).filter(unit__in=units).order_by()
    return [
        Holding(
            person=Person(row.official_id, row.official.code, row.official.full_name, row.official.sort_key),
            source="membership",
            unit_id=row.unit_id,
            unit=row.unit.name,
            title=row.get_seat_display(),
            seat=row.seat,
        )
        for row in rows.select_related("official", "unit")
    ]


def _usual_posts(officials: Collection[int], day: date) -> dict[int, tuple[str, str]]:
    """The first post (title, unit) that each of these officials holds on the day: one query."""
    if not officials:
        return {}
    rows = _held_on(day).filter(official__in=officials).order_by("position", "pk")
    posts: dict[int, tuple[str, str]] = {}
    for official, title, unit in rows.values_list("official_id", "title__name", "unit__name"):
        posts.setdefault(official, (title, unit))
    return posts
