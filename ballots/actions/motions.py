"""The follow-up vote ("bỏ phiếu tín nhiệm"): a session of its own, created from a result."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ballots.queries.motions import Nominee, nominees_of
from ballots.rules.motion_trigger import OverThreshold, trigger_text
from campaigns.actions.board import copy_board
from campaigns.actions.locking import held_session
from campaigns.actions.sessions import SessionPlan, locked_for_planning, refuse_conflicts, unit_obstacle
from campaigns.actions.tallies import recount
from campaigns.actions.voters import first_roll
from campaigns.models import COUNTED, BallotStyle, Subject, VoteKind, VotingSession
from campaigns.queries.timetable import frames, slot_conflicts
from campaigns.rules.conflicts import Person, board_conflicts
from config.accounts.permissions import Permission, require
from config.audit.actions import record, snapshot
from config.errors import Refused
from config.vietnamese import tidy

STYLE = "Người được bỏ phiếu tín nhiệm"
SHOWN = ("code", "name", "held_at", "place", "chair")
LONGEST_TRIGGER = 500


@transaction.atomic
def create_motion(
    *,
    by: Any,
    origin: VotingSession,
    subjects: Collection[int],
    plan: SessionPlan,
    trigger: str = "",
    reason: str = "",
) -> VotingSession:
    """Plan a vote of confidence or no confidence on these people of a counted poll, by the ids of their lines.

    Whose result leads to that vote by the rule set needs nothing more (Nghị quyết 96/2023/QH15, Điều 12, 13; Quy định
    96-QĐ/TW, Điều 10); for others, below that or beyond it, `trigger` says who demanded the vote. `reason` answers the
    warnings about time, place and people.
    """
    require(by, Permission.EDIT_CAMPAIGNS, origin.unit)
    campaign = locked_for_planning(origin.campaign_id)
    origin = held_session(origin.pk)
    if sentence := obstacle_to_motion(origin):
        raise Refused(sentence)
    chosen = _chosen(origin, subjects)
    trigger = tidy(trigger)[:LONGEST_TRIGGER]
    if not trigger and (others := [nominee for nominee in chosen if not nominee.follows]):
        names = "; ".join(f"{nominee.subject.printed_name} ({_standing(nominee)})" for nominee in others)
        raise Refused(
            f"Kết quả không dẫn đến bỏ phiếu tín nhiệm: {names}. Ghi căn cứ bỏ phiếu (ai kiến nghị, văn bản nào), hoặc "
            "bỏ chọn."
        )
    _refuse_plan(by, origin, plan, chosen, reason)
    session = VotingSession.objects.create(
        campaign=campaign,
        phase=origin.phase,
        unit=origin.unit,
        kind=VoteKind.MOTION,
        origin=origin,
        trigger=_trigger_text(origin, chosen, trigger),
        counting=origin.counting,
        disclosure=origin.disclosure,
        **plan.__dict__,
    )
    _copy_ballot(origin, session, [nominee.subject for nominee in chosen])
    _copy_board(origin, session)
    voters = first_roll(session)
    recount([session.pk])
    people = [nominee.subject.printed_name for nominee in chosen]
    after = {**snapshot(session, SHOWN), "origin": origin.code, "people": people, "trigger": trigger, "voters": voters}
    record(by=by, action="ballots.motion_created", obj=session, after=after, unit_id=session.unit_id, reason=reason)
    return session


def _standing(nominee: Nominee) -> str:
    return nominee.band[:1].lower() + nominee.band[1:] if nominee.band else "không vượt ngưỡng"


def _trigger_text(origin: VotingSession, chosen: Sequence[Nominee], demand: str) -> str:
    """Said once and for all: whatever becomes of the poll, this is what led to the motion."""
    over = [
        OverThreshold(one.subject.printed_name, one.subject.printed_title, one.result, one.threshold)
        for one in chosen
        if one.threshold
    ]
    return trigger_text(origin.name, timezone.localdate(origin.held_at), over, demand)


def obstacle_to_motion(origin: VotingSession) -> str:
    """Why no motion can follow from the session, or an empty text: the button and the guard of the action."""
    if origin.is_rehearsal:
        return "Hội nghị này là diễn tập nên không có kết quả để bỏ phiếu tín nhiệm."
    if origin.is_motion:
        return "Đây đã là hội nghị bỏ phiếu tín nhiệm. Lập từ hội nghị lấy phiếu tín nhiệm."
    if origin.state not in COUNTED:
        return "Hội nghị chưa có kết quả kiểm phiếu nên chưa lập được hội nghị bỏ phiếu tín nhiệm."
    return ""


def _chosen(origin: VotingSession, subjects: Collection[int]) -> list[Nominee]:
    try:
        chosen = [nominee for nominee in nominees_of(origin) if nominee.subject.pk in set(subjects)]
    except ValueError as incomplete:
        raise Refused(str(incomplete)) from None
    if not chosen:
        raise Refused("Chọn ít nhất một người để bỏ phiếu tín nhiệm.")
    if len(chosen) != len(set(subjects)):
        raise Refused("Có người không còn trên phiếu của hội nghị này. Tải lại trang rồi chọn lại.")
    return chosen


def _refuse_plan(by: Any, origin: VotingSession, plan: SessionPlan, chosen: Sequence[Nominee], reason: str) -> None:
    """What every meeting must keep to; the session that led to it is over and in nobody's way."""
    if obstacle := unit_obstacle(origin.phase, origin.unit, plan.held_at):
        raise Refused(obstacle)
    if VotingSession.objects.filter(campaign=origin.campaign_id, code=plan.code).exists():
        raise Refused(f"Đợt này đã có hội nghị mang mã {plan.code}. Chọn mã khác.")
    slot = plan.slot(_people([nominee.subject for nominee in chosen]))
    frame = frames(origin.campaign)[origin.phase_id].of(is_motion=True)
    found = slot_conflicts(by, slot, frame)
    refuse_conflicts([one for one in found if one.other is None or one.other.id != origin.pk], reason)


def _people(subjects: Sequence[Subject]) -> list[Person]:
    return [Person(subject.printed_name, subject.official_id) for subject in subjects]


def _copy_ballot(origin: VotingSession, session: VotingSession, subjects: Sequence[Subject]) -> None:
    """One ballot, each person as printed before, for the same titles."""
    styles = {subject.style_id: subject.style for subject in subjects}
    name = next(iter(styles.values())).name if len(styles) == 1 else STYLE
    style = BallotStyle.objects.create(session=session, name=name, position=1)
    lines = Subject.objects.bulk_create(
        Subject(
            style=style,
            official_id=subject.official_id,
            printed_name=subject.printed_name,
            printed_title=subject.printed_title,
            position=place,
        )
        for place, subject in enumerate(subjects, 1)
    )
    links, new = Subject.appointments.through, dict(zip((s.pk for s in subjects), lines, strict=True))
    rows = links.objects.filter(subject__in=new, subject__style__session=origin).values_list("subject", "appointment")
    links.objects.bulk_create(links(subject=new[subject], appointment_id=post) for subject, post in rows)


def _copy_board(origin: VotingSession, session: VotingSession) -> None:
    """The same counting board, without anybody who now stands on the ballot."""
    ballot = _people(list(session.subjects()))
    members = [
        member
        for member in origin.board.order_by("position")
        if not any(board_conflicts([Person(member.name, member.official_id)], ballot, ""))
    ]
    copy_board(members, session)
