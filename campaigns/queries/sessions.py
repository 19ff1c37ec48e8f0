"""Reads about sessions: who may stand on a ballot, and what the steps look at."""

from collections.abc import Iterable
from itertools import count

from django.db.models import Count, QuerySet

from campaigns.models import LIST_OPEN, Campaign, Eligibility, Phase, SessionState, Subject, VotingSession
from campaigns.queries.attendance import ticked_present
from campaigns.queries.lists import leaving
from campaigns.rules.ballot_lines import Holding
from campaigns.rules.conflicts import Person, board_conflicts
from campaigns.rules.states import SessionFacts
from config.errors import Refused
from officials.models import OrganisationUnit, UnitKind

LONGEST_STEM = 34  # of a code from which another one is made, so that that one still fits
# Where a step follows that puts people on a ballot for good.
LOOKED_AT_AGAIN = (SessionState.PLANNED, SessionState.PREPARED)


def session_by_code(code: str, campaign: str | None) -> VotingSession:
    """The one session with this code; Refused where there is none, or several in different campaigns."""
    sessions = VotingSession.objects.filter(code=code).select_related("campaign", "unit")
    if campaign:
        sessions = sessions.filter(campaign__code=campaign)
    found = list(sessions.order_by("campaign__code"))
    if not found:
        where = f" trong đợt {campaign}" if campaign else ""
        raise Refused(f"Không có hội nghị nào mang mã {code}{where}. Kiểm tra lại mã trên trang của đợt.")
    if len(found) > 1:
        codes = ", ".join(session.campaign.code for session in found)
        raise Refused(f"Nhiều đợt có hội nghị mang mã {code}: {codes}. Thêm --campaign và mã đợt.")
    return found[0]


def open_subjects(campaign: Campaign, but: VotingSession | None = None) -> QuerySet[Eligibility]:
    """Verdicts "voted on" that no session of the campaign has taken up yet, but perhaps one.

    What is taken is one set, looked up by the database once, however it plans the rest.
    """
    sessions = VotingSession.objects.polls().filter(campaign=campaign)
    if but is not None:
        sessions = sessions.exclude(pk=but.pk)
    taken = Subject.appointments.through.objects.filter(subject__style__session__in=sessions).values("appointment")
    return Eligibility.objects.filter(campaign=campaign, is_subject=True).exclude(appointment__in=taken)


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
    return same_place_committees([council]).get(council.pk)


def same_place_committees(units: Iterable[OrganisationUnit]) -> dict[int, OrganisationUnit]:
    """The committees of all these councils, by the councils' ids; other units have none. One query."""
    councils = [unit for unit in units if unit.kind == UnitKind.PEOPLES_COUNCIL]
    if not councils:
        return {}
    committees = OrganisationUnit.objects.without_tree_fields().filter(
        kind=UnitKind.PEOPLES_COMMITTEE, tier__in={council.tier for council in councils}
    )
    found = {(unit.tier, _place_of(unit)): unit for unit in committees}
    pairs = ((council.pk, found.get((council.tier, _place_of(council)))) for council in councils)
    return {council: committee for council, committee in pairs if committee is not None}


def _place_of(unit: OrganisationUnit) -> str:
    """What is left of the name of a council or a committee without the words for its kind."""
    return unit.name.casefold().removeprefix(UnitKind(unit.kind).label.casefold()).strip()


def holdings_to_vote_on(
    campaign: Campaign, units: Iterable[int], phase: Phase, session: VotingSession | None = None
) -> list[Holding]:
    """What the ballots of a session over these units are made of, those already on it counted: one query."""
    return [holding for found in holdings_by_unit(campaign, units, phase, session).values() for holding in found]


def holdings_by_unit(
    campaign: Campaign, units: Iterable[int], phase: Phase, session: VotingSession | None = None
) -> dict[int, list[Holding]]:
    """The same by the ids of the units, for many sessions at once."""
    rows = (
        open_subjects(campaign, session)
        .filter(phase=phase, appointment__unit__in=list(units))
        .select_related("appointment__official", "appointment__title", "appointment__unit")
    )
    found: dict[int, list[Holding]] = {}
    for row in rows:
        post = row.appointment
        holding = Holding(
            appointment_id=post.pk,
            official_id=post.official.pk,
            name=post.official.full_name,
            sort_key=post.official.sort_key,
            title=post.title.name,
            rank=post.title.rank,
            group=post.title.ballot_group,
            unit_position=post.unit.position,
            unit=post.unit.name,
        )
        found.setdefault(post.unit_id, []).append(holding)
    return found


def sessions_before(phase: Phase, units: Iterable[OrganisationUnit]) -> dict[int, VotingSession]:
    """The units' sessions of the same phase in the campaign that this one was copied from, by unit; the first of
    several."""
    rows = VotingSession.objects.polls().filter(
        campaign=phase.campaign.copied_from_id, phase__kind=phase.kind, unit__in=[unit.pk for unit in units]
    )
    return {session.unit_id: session for session in rows.select_related("chair_official").order_by("-held_at", "-code")}


def free_code(origin: VotingSession, mark: str) -> str:
    """The first of "<code>-<mark>1", "<code>-<mark>2", … that no session of the campaign has."""
    taken = set(VotingSession.objects.filter(campaign=origin.campaign_id).values_list("code", flat=True))
    codes = (f"{origin.code[:LONGEST_STEM]}-{mark}{number}" for number in count(1))
    return next(code for code in codes if code not in taken)


def session_before(phase: Phase, unit: OrganisationUnit) -> VotingSession | None:
    return sessions_before(phase, [unit]).get(unit.pk) if phase.campaign.copied_from_id else None


def session_facts(session: VotingSession) -> SessionFacts:
    """What the steps of the session look at, in a fixed number of queries."""
    subjects = session.subjects().order_by()
    voted_on = Eligibility.objects.filter(campaign=session.campaign_id, is_subject=True)
    posts = Subject.appointments.through.objects.filter(subject__style__session=session)
    excluded = subjects.filter(pk__in=posts.exclude(appointment__in=voted_on.values("appointment")).values("subject"))
    if session.is_motion:
        excluded = excluded.none()  # a result put its people on the ballot, not the list of today
    return SessionFacts(
        state=session.state,
        is_list_approved=session.is_rehearsal or session.campaign.state not in LIST_OPEN,
        subjects=subjects.count(),
        excluded=tuple(excluded.values_list("printed_name", flat=True)),
        unsettled=_unsettled(session),
        voters=session.voters.filter(is_removed=False).count(),
        board_on_ballot=board_on_ballot(session),
        total_members=session.total_members,
        summoned=session.summoned,
        present=session.present,
        ticked=ticked_present(session) if session.state == SessionState.CHECKING_IN else None,
        has_screen=session.has_screen,
        box=session.box,
        parameters=session.rules,
    )


def _unsettled(session: VotingSession) -> tuple[str, ...]:
    """Names on the ballots of people who would leave the approved list if somebody accepted what the roster changed."""
    if session.is_motion or session.campaign.state in LIST_OPEN or session.state not in LOOKED_AT_AGAIN:
        return ()
    subjects = session.subjects().order_by("style__position", "position")
    officials = [pk for pk in subjects.values_list("official_id", flat=True) if pk is not None]
    gone = leaving(session.campaign, officials)
    return tuple(subjects.filter(appointments__in=gone).distinct().values_list("printed_name", flat=True))


def board_on_ballot(session: VotingSession) -> tuple[str, ...]:
    """The names of members of the counting board who are voted on at the session: two queries."""
    members = [Person(name, official) for name, official in session.board.values_list("name", "official_id")]
    return tuple(str(conflict.numbers["names"]) for conflict in board_conflicts(members, people_on_ballot(session), ""))


def people_on_ballot(session: VotingSession) -> list[Person]:
    """Everybody voted on at the session: one query."""
    rows = session.subjects().order_by("style__position", "position").values_list("printed_name", "official_id")
    return [Person(name, official) for name, official in rows]
