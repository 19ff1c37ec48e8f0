"""Reads about sessions: who may stand on a ballot, and what the steps look at."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from campaigns.models import LIST_OPEN, Campaign, Eligibility, Phase, Subject, VotingSession
from campaigns.rules.ballot_lines import Holding
from campaigns.rules.conflicts import Person, board_conflicts
from campaigns.rules.states import SessionFacts
from officials.models import OrganisationUnit, UnitKind


def open_subjects(campaign: Campaign) -> QuerySet[Eligibility]:
    """Verdicts "voted on" that no session of the campaign has taken up yet."""
    taken = Q(appointment__subjects__style__session__campaign=campaign)
    return Eligibility.objects.filter(campaign=campaign, is_subject=True).exclude(taken)


def units_waiting(campaign: Campaign, phase: Phase | None = None) -> QuerySet[OrganisationUnit]:
    """Units with people to be voted on who have no session yet; `waiting` counts the people."""
    rows = open_subjects(campaign)
    if phase is not None:
        rows = rows.filter(phase=phase)
    units: QuerySet[OrganisationUnit] = (
        OrganisationUnit.objects.without_tree_fields()
        .filter(appointments__eligibilities__in=rows)
        .annotate(waiting=Count("appointments__official", distinct=True))
        .order_by("position", "code")
    )
    return units


def same_place_committee(council: OrganisationUnit) -> OrganisationUnit | None:
    """The people's committee of a people's council's place: its officials are voted on by that council."""
    if council.kind != UnitKind.PEOPLES_COUNCIL:
        return None
    place = council.name.casefold().removeprefix(UnitKind.PEOPLES_COUNCIL.label.casefold()).strip()
    committees = OrganisationUnit.objects.without_tree_fields().filter(
        kind=UnitKind.PEOPLES_COMMITTEE, tier=council.tier
    )
    return next((unit for unit in committees.filter(name__iendswith=place) if _place_of(unit) == place), None)


def _place_of(committee: OrganisationUnit) -> str:
    return committee.name.casefold().removeprefix(UnitKind.PEOPLES_COMMITTEE.label.casefold()).strip()


def holdings_to_vote_on(campaign: Campaign, units: Iterable[int], phase: Phase) -> list[Holding]:
    """What the ballots of a session over these units are made of, in two queries."""
    rows = (
        open_subjects(campaign)
        .filter(phase=phase, appointment__unit__in=list(units))
        .select_related("appointment__official", "appointment__title", "appointment__unit")
    )
    return [
        Holding(
            appointment_id=row.appointment.pk,
            official_id=row.appointment.official.pk,
            name=row.appointment.official.full_name,
            sort_key=row.appointment.official.sort_key,
            title=row.appointment.title.name,
            rank=row.appointment.title.rank,
            group=row.appointment.title.ballot_group,
            unit_position=row.appointment.unit.position,
            unit=row.appointment.unit.name,
        )
        for row in rows
    ]


def session_facts(session: VotingSession) -> SessionFacts:
    """What the steps of the session look at, in six queries."""
    subjects = session.subjects().order_by()
    voted_on = Eligibility.objects.filter(campaign=session.campaign_id, is_subject=True)
    posts = Subject.appointments.through.objects.filter(subject__style__session=session)
    excluded = subjects.filter(pk__in=posts.exclude(appointment__in=voted_on.values("appointment")).values("subject"))
    return SessionFacts(
        state=session.state,
        is_list_approved=session.campaign.state not in LIST_OPEN,
        subjects=subjects.count(),
        excluded=tuple(excluded.values_list("printed_name", flat=True)),
        voters=session.voters.filter(is_removed=False).count(),
        board_on_ballot=board_on_ballot(session),
        total_members=session.total_members,
        summoned=session.summoned,
        present=session.present,
        parameters=session.phase.rule_set.rules,
    )


def board_on_ballot(session: VotingSession) -> tuple[str, ...]:
    """The names of members of the counting board who are voted on at the session: two queries."""
    members = [Person(name, official) for name, official in session.board.values_list("name", "official_id")]
    return tuple(str(conflict.numbers["names"]) for conflict in board_conflicts(members, people_on_ballot(session), ""))


def people_on_ballot(session: VotingSession) -> list[Person]:
    """Everybody voted on at the session: one query."""
    rows = session.subjects().order_by("style__position", "position").values_list("printed_name", "official_id")
    return [Person(name, official) for name, official in rows]


def date_warnings(campaign: Campaign, phase: Phase, day: date) -> list[str]:
    """What is odd about the day of a session: a sentence each, to be answered with a reason."""
    warnings = []
    if day.year != campaign.year:
        warnings.append(f"Ngày {day:%d/%m/%Y} không thuộc năm {campaign.year} của đợt.")
    if campaign.deadline and day > campaign.deadline:
        warnings.append(f"Ngày {day:%d/%m/%Y} sau hạn hoàn thành {campaign.deadline:%d/%m/%Y} của đợt.")
    if phase.earliest and day < phase.earliest:
        warnings.append(f"Ngày {day:%d/%m/%Y} trước ngày sớm nhất {phase.earliest:%d/%m/%Y} của giai đoạn.")
    if phase.latest and day > phase.latest:
        warnings.append(f"Ngày {day:%d/%m/%Y} sau ngày muộn nhất {phase.latest:%d/%m/%Y} của giai đoạn.")
    return warnings
