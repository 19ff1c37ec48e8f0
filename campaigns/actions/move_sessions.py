"""Moving many sessions at once to other days, each at its own hour."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.actions.sessions import CLOSED, locked_for_planning, refuse_conflicts, unit_obstacle
from campaigns.models import OVER, Campaign, SessionState, VotingSession
from campaigns.queries.timetable import frames, overlapping_any, slots_of
from campaigns.rules.conflicts import Conflict, Diary, Frame, Slot, conflicts
from config.accounts.permissions import Permission, require
from config.audit.actions import Change, record_many
from config.errors import Refused
from officials.permissions import within

MOVABLE = (SessionState.PLANNED, SessionState.PREPARED)
MOST_SENTENCES = 5


@dataclass(frozen=True)
class Shift:
    """By a number of days, or to a day."""

    days: int = 0
    to: date | None = None

    def moved(self, moment: datetime) -> datetime:
        local = timezone.localtime(moment)
        if self.to is not None:
            return timezone.make_aware(datetime.combine(self.to, local.time()))
        return local + timedelta(days=self.days)


@dataclass(frozen=True)
class Move:
    """A session with its time before and after, what speaks against it there, and what spoke against it before."""

    session: VotingSession
    before: datetime
    after: datetime
    conflicts: tuple[Conflict, ...]
    answered: tuple[Conflict, ...] = ()


@transaction.atomic
def move_sessions(*, by: Any, campaign: Campaign, sessions: Collection[int], shift: Shift, reason: str) -> int:
    """Move these sessions of the campaign, all or none; those that have begun stay where they are. How many moved.

    Refused with the first sentences where something makes a new time impossible, or a warning has no reason.
    """
    require(by, Permission.EDIT_CAMPAIGNS)
    locked_for_planning(campaign.pk)
    moves = propose_moves(by=by, campaign=campaign, sessions=sessions, shift=shift)
    if not moves:
        raise Refused("Không có hội nghị nào dời được: chỉ dời hội nghị chưa bắt đầu. Chọn lại ở lịch.")
    if refused := refusals(moves, reason):
        raise Refused(" ".join(refused[:MOST_SENTENCES]))
    changes = []
    for move in moves:
        move.session.held_at = move.after
        before, after = ({"held_at": timezone.localtime(when).isoformat()} for when in (move.before, move.after))
        changes.append(Change("session.move", move.session, before, after, move.session.unit_id))
    VotingSession.objects.bulk_update([move.session for move in moves], ["held_at"], batch_size=1000)
    record_many(by=by, changes=changes, reason=reason.strip())
    return len(moves)


def propose_moves(*, by: Any, campaign: Campaign, sessions: Collection[int], shift: Shift) -> list[Move]:
    """Where the sessions would be, in a fixed number of queries; nothing is written. Those that have begun, and those
    that would not move, are left out."""
    if campaign.state in OVER:
        raise Refused(CLOSED)
    rows = movable(by, campaign, sessions)
    rows = [row for row in rows if shift.moved(row.held_at) != row.held_at]
    old = {slot.id: slot for slot in slots_of(VotingSession.objects.filter(pk__in=[row.pk for row in rows]), by)}
    new = {row.pk: _moved(old[row.pk], shift.moved(row.held_at)) for row in rows}
    around = overlapping_any([*old.values(), *new.values()], without=list(old))
    people = {person for slot in new.values() for person in (*slot.leaders, *slot.voted_on)}
    others = slots_of(around, by, people)
    after, before = Diary([*others, *new.values()]), Diary([*others, *old.values()])
    polls = [(row.phase_id, new[row.pk].starts) for row in rows if not row.is_motion]
    asked_after, asked_before = frames(campaign, list(old), polls), frames(campaign)
    today = timezone.localdate()
    return [
        Move(
            session=row,
            before=row.held_at,
            after=new[row.pk].starts,
            conflicts=conflicts(new[row.pk], _asked(row, asked_after), after.around(new[row.pk]), today),
            answered=conflicts(old[row.pk], _asked(row, asked_before), before.around(old[row.pk]), today),
        )
        for row in rows
    ]


def movable(by: Any, campaign: Campaign, sessions: Collection[int]) -> Sequence[VotingSession]:
    """Of these sessions those that may still be moved, where `by` may, in the order of time."""
    found = VotingSession.objects.real().filter(campaign=campaign, pk__in=sessions, state__in=MOVABLE)
    rows: QuerySet[VotingSession] = found
    if by is not None:
        rows = within(rows, by, Permission.EDIT_CAMPAIGNS)
    return list(rows.select_related("campaign", "unit", "phase__rule_set").order_by("held_at", "code"))


def refusals(moves: Iterable[Move], reason: str) -> list[str]:
    """What refuses each of the moves, with the session's code before it."""
    sentences = ((move, _refusal(move, reason)) for move in moves)
    return [f"{move.session.code}: {sentence}" for move, sentence in sentences if sentence]


def _refusal(move: Move, reason: str) -> str:
    if obstacle := unit_obstacle(move.session.phase, move.session.unit, move.after):
        return obstacle
    try:
        refuse_conflicts(move.conflicts, reason, move.answered)
    except Refused as refusal:
        return str(refusal)
    return ""


def _asked(session: VotingSession, asked: Mapping[int, Frame]) -> Frame:
    return asked[session.phase_id].of(is_motion=session.is_motion)


def _moved(slot: Slot, starts: datetime) -> Slot:
    return replace(slot, starts=starts, ends=starts + (slot.ends - slot.starts))
