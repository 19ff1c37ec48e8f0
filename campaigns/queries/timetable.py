"""Reads for the timetable: sessions as the rules of conflicts take them, each read in a fixed number of queries."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from campaigns.models import BoardMember, Campaign, Phase, Subject, VoteKind, VotingSession
from campaigns.rules.conflicts import Conflict, Frame, Person, PhaseSpan, Slot, clashes, conflicts, meetings, standing
from campaigns.rules.dossiers import DEADLINES
from config.accounts.permissions import Permission
from officials.models import Official
from officials.permissions import scope

LONGEST = 24 * 60  # minutes that a session may be planned to last
HIDDEN = "một hội nghị ngoài phạm vi của đồng chí"


def planned_slot(
    *,
    held_at: datetime,
    minutes_long: int,
    place: str = "",
    chair: str = "",
    chair_official: Official | None = None,
    ballot: Iterable[Person] = (),
    board: Iterable[Person] = (),
    number: int = 0,
    label: str = "",
) -> Slot:
    """A session that is being planned; `number` is its id where it has one."""
    starts = timezone.localtime(held_at)
    return Slot(
        id=number,
        label=label,
        starts=starts,
        ends=starts + timedelta(minutes=minutes_long),
        place=place,
        chair=_chair(chair_official.full_name, chair_official.pk) if chair_official else _chair(chair),
        board=tuple(board),
        ballot=tuple(ballot),
    )


def edited_slot(slot: Slot, planned: dict[str, Any]) -> Slot:
    """The slot of a session that is there, with other fields of its plan."""
    return planned_slot(**planned_fields(planned), ballot=slot.ballot, board=slot.board, number=slot.id)


def planned_fields(planned: dict[str, Any]) -> dict[str, Any]:
    """Of the fields of a plan those that say when, where and under whom."""
    return {name: planned[name] for name in ("held_at", "minutes_long", "place", "chair", "chair_official")}


def slots_of(
    sessions: QuerySet[VotingSession],
    by: Any,
    people: Collection[int] | None = None,
    names: Collection[str] = (),
) -> list[Slot]:
    """The sessions with the people named for them, in three queries. Of the ballots only `people`, and those of these
    `names`, are read, where people are given. What lies outside of what `by` may see has no name."""
    sessions = sessions.order_by()
    seen = None if by is None else scope(by, Permission.VIEW_CAMPAIGNS)
    lines = Subject.objects.filter(style__session__in=sessions.values("pk")).order_by()
    if people is not None:
        lines = lines.filter(Q(official__in=people) | Q(printed_name__in=names))
    boards = _by_session(
        BoardMember.objects.filter(session__in=sessions.values("pk"))
        .order_by("session_id", "position")
        .values_list("session_id", "name", "official_id")
    )
    ballots = _by_session(lines.values_list("style__session_id", "printed_name", "official_id"))
    rows = sessions.values_list(
        "pk",
        "held_at",
        "minutes_long",
        "place",
        "chair",
        "chair_official_id",
        "chair_official__full_name",
        "unit_id",
        "code",
        "campaign__code",
        named=True,
    )
    return [
        Slot(
            id=row.pk,
            starts=timezone.localtime(row.held_at),
            ends=timezone.localtime(row.held_at) + timedelta(minutes=row.minutes_long),
            place=row.place,
            chair=_chair(row.chair_official__full_name or row.chair, row.chair_official_id),
            board=tuple(boards.get(row.pk, ())),
            ballot=tuple(ballots.get(row.pk, ())),
            **_named(row, is_seen=seen is None or row.unit_id in seen),
        )
        for row in rows
    ]


def month_slots(sessions: QuerySet[VotingSession], by: Any) -> list[Slot]:
    """The same for very many sessions, in five queries: of the ballots only those people who are named for more than
    one of the sessions, or who lead one."""
    rows = sessions.order_by().values("pk")
    lines = Subject.objects.filter(style__session__in=rows, official__isnull=False).order_by()
    often = lines.values("official").annotate(n=Count("style__session", distinct=True)).filter(n__gt=1)
    boards = BoardMember.objects.filter(session__in=rows).order_by().values_list("official_id", "name").distinct()
    chairs = sessions.order_by().values_list("chair_official_id", "chair").distinct()
    leaders = [*boards, *chairs]
    people = {*often.values_list("official", flat=True), *(official for official, _ in leaders)}
    return slots_of(sessions, by, people - {None}, {name for _, name in leaders if name})


def overlapping(slot: Slot) -> QuerySet[VotingSession]:
    """The sessions of any campaign at the same time, the slot's own left out."""
    length = ExpressionWrapper(F("minutes_long") * Value(timedelta(minutes=1)), DurationField())
    near = (
        VotingSession.objects.real()
        .filter(held_at__lt=slot.ends, held_at__gt=slot.starts - timedelta(minutes=LONGEST))
        .exclude(pk=slot.id)
    )
    return near.alias(ends=ExpressionWrapper(F("held_at") + length, VotingSession._meta.get_field("held_at"))).filter(
        ends__gt=slot.starts
    )


def overlapping_any(slots: Collection[Slot], without: Collection[int]) -> QuerySet[VotingSession]:
    """The sessions of any campaign on the days of these ones."""
    days = {slot.day for slot in slots} | {slot.day - timedelta(days=1) for slot in slots}
    days |= {slot.ends.date() for slot in slots}
    return VotingSession.objects.real().filter(held_at__date__in=days).exclude(pk__in=without)


def frames(
    campaign: Campaign, without: Collection[int] = (), moved: Iterable[tuple[int, datetime]] = ()
) -> dict[int, Frame]:
    """What each phase asks of its sessions' days, by the phases' ids. The sessions `without` are not looked at; those
    `moved` begin at other times: (phase, beginning). Two queries."""
    phases = list(campaign.phases.select_related("rule_set"))
    times = (
        VotingSession.objects.polls()
        .filter(campaign=campaign)
        .exclude(pk__in=without)
        .order_by()
        .values_list("phase_id")
        .annotate(first=Min("held_at"), last=Max("held_at"))
    )
    begun: dict[int, list[datetime]] = {phase: [first, last] for phase, first, last in times}
    for phase_id, starts in moved:
        begun.setdefault(phase_id, []).append(starts)
    spans = tuple(_span(phase, begun[phase.pk]) for phase in phases if phase.pk in begun)
    return {phase.pk: _frame(campaign, phase, spans) for phase in phases}


def conflicts_between(sessions: QuerySet[VotingSession], campaign: Campaign, by: Any) -> dict[int, list[Conflict]]:
    """What speaks against each of these sessions of the campaign, whatever day it is today: with each other and with
    those of any campaign on the same days. A fixed number of queries, one sweep."""
    days = sessions.order_by().annotate(day=TruncDate("held_at")).values_list("day", flat=True).distinct()
    near = VotingSession.objects.real().filter(held_at__date__in=list(days)).order_by().values_list("pk", flat=True)
    slots = month_slots(VotingSession.objects.filter(pk__in=list(near)), by)  # looked for once, among very many
    known = sessions.order_by().values_list("pk", "phase_id", "kind")
    phases = {pk: phase for pk, phase, _ in known}
    motions = {pk for pk, _, kind in known if kind == VoteKind.MOTION}
    asked, meeting = frames(campaign), clashes(slots)
    return {
        slot.id: [*meeting.get(slot.id, ()), *standing(slot, asked[phases[slot.id]].of(is_motion=slot.id in motions))]
        for slot in slots
        if slot.id in phases
    }


def slot_conflicts(by: Any, slot: Slot, frame: Frame) -> tuple[Conflict, ...]:
    """What speaks against the session today. Three queries."""
    people = slot.leaders.keys() | slot.voted_on.keys()
    return conflicts(slot, frame, slots_of(overlapping(slot), by, people), timezone.localdate())


def board_meetings(by: Any, session: VotingSession, members: Iterable[Person]) -> list[Conflict]:
    """Where these members of the session's counting board are wanted at the same time. Three queries."""
    slot = planned_slot(held_at=session.held_at, minutes_long=session.minutes_long, board=members, number=session.pk)
    return list(meetings(slot, slots_of(overlapping(slot), by, slot.leaders.keys())))


def _frame(campaign: Campaign, phase: Phase, spans: tuple[PhaseSpan, ...]) -> Frame:
    rules = phase.rule_set.rules
    return Frame(
        year=campaign.year,
        deadline=campaign.deadline,
        position=phase.position,
        earliest=phase.earliest,
        latest=phase.latest,
        dossier_days=rules.dossier_days,
        steps=DEADLINES,
        citations=rules.citations,
        spans=spans,
    )


def _span(phase: Phase, begun: Collection[datetime]) -> PhaseSpan:
    first, last = timezone.localtime(min(begun)), timezone.localtime(max(begun))
    return PhaseSpan(phase.position, str(phase), first, last, phase.rule_set.rules.citations.get("timing", ""))


def _chair(name: str, official: int | None = None) -> Person | None:
    return Person(name, official) if name else None


def _named(session: Any, *, is_seen: bool) -> dict[str, Any]:
    """How a row with the codes of session and campaign is called."""
    if not is_seen:
        return {"label": HIDDEN}
    return {"label": f"hội nghị {session.code}", "address": (session.campaign__code, session.code)}


def _by_session(rows: Iterable[tuple[int, str, int | None]]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    for session, name, official in rows:
        found.setdefault(session, []).append(Person(name, official))
    return found
