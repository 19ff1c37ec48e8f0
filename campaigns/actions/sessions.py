"""Planning a session: creating, changing and deleting it, and who stands on its ballots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from campaigns.actions.locking import held_campaign, held_session
from campaigns.actions.tallies import recount
from campaigns.actions.voters import first_roll
from campaigns.models import OVER, BallotStyle, Campaign, Phase, SessionState, Subject, VotingSession
from campaigns.queries.sessions import holdings_to_vote_on
from campaigns.queries.timetable import edited_slot, frames, planned_slot, slot_conflicts, slots_of
from campaigns.rules.ballot_lines import Ballot, ballots
from campaigns.rules.conflicts import Conflict, Person, Slot, blocking, to_answer
from config.accounts.permissions import Permission, require
from config.audit.actions import Change, differences, record, record_many, snapshot
from config.errors import Refused
from config.vietnamese import short_date
from officials.models import BallotGroup, Official, OrganisationUnit

PLANNED_FIELDS = ("name", "held_at", "minutes_long", "place", "chair", "chair_official")
USUAL_MINUTES = 120
TIMETABLE_LOCK = 96_2024  # any fixed number: one writer at a time changes timetables
CLOSED = "Đợt này đã kết thúc nên không thêm, không đổi được hội nghị."


@dataclass(frozen=True)
class SessionPlan:
    """What somebody enters about a session. `chair` is the name as papers give it, whether the official is known or
    not."""

    code: str
    name: str
    held_at: datetime
    place: str = ""
    chair: str = ""
    chair_official: Official | None = None
    minutes_long: int = USUAL_MINUTES

    def slot(self, ballot: Iterable[Person], number: int = 0) -> Slot:
        """The session that is planned, as the rules of conflicts take it."""
        return planned_slot(
            held_at=self.held_at,
            minutes_long=self.minutes_long,
            place=self.place,
            chair=self.chair,
            chair_official=self.chair_official,
            ballot=ballot,
            number=number,
            label=f"hội nghị {self.code}",
        )


@transaction.atomic
def create_session(
    *, by: Any, phase: Phase, unit: OrganisationUnit, units: Sequence[OrganisationUnit], plan: SessionPlan, reason: str
) -> VotingSession:
    """Create a planned session of `unit` that votes on everybody in `units` who has no session yet, with its roll.

    `reason` answers the warnings; it may be empty when there are none. Refused when nobody is left to vote on, the
    unit has ended, the code is taken, the campaign is closed, or something makes the time and place impossible.
    """
    require(by, Permission.EDIT_CAMPAIGNS, unit)
    campaign = locked_for_planning(phase.campaign_id)
    if obstacle := unit_obstacle(phase, unit, plan.held_at):
        raise Refused(obstacle)
    if VotingSession.objects.filter(campaign=campaign, code=plan.code).exists():
        raise Refused(f"Đợt này đã có hội nghị mang mã {plan.code}. Chọn mã khác.")
    made = ballots(holdings_to_vote_on(campaign, [u.pk for u in units], phase))
    if not made:
        raise Refused("Không còn ai ở đơn vị này cần lấy phiếu. Xét lại đối tượng, hoặc chọn đơn vị khác.")
    slot = plan.slot(people_on(made))
    refuse_conflicts(slot_conflicts(by, slot, frames(campaign)[phase.pk]), reason)
    (session,) = write_sessions(by=by, phase=phase, plans=[CheckedPlan(unit, plan, made)], reason=reason)
    return session


@dataclass(frozen=True)
class CheckedPlan:
    """A session that may be stored: its unit, its plan, and the ballots of its people."""

    unit: OrganisationUnit
    plan: SessionPlan
    made: tuple[Ballot, ...]


def write_sessions(*, by: Any, phase: Phase, plans: Iterable[CheckedPlan], reason: str) -> list[VotingSession]:
    """Store sessions that have been checked, each with its ballots, its roll and its event. Within the transaction of
    who checked them."""
    stored, changes = [], []
    for checked in plans:
        fields = checked.plan.__dict__
        session = VotingSession.objects.create(campaign_id=phase.campaign_id, phase=phase, unit=checked.unit, **fields)
        for position, ballot in enumerate(checked.made, 1):
            _create_style(session, ballot, position)
        people = {"people": len(people_on(checked.made)), "voters": first_roll(session)}
        after = {**snapshot(session, ("code", *PLANNED_FIELDS)), **people}
        stored.append(session)
        changes.append(Change("session.create", session, after=after, unit_id=checked.unit.pk))
    recount([session.pk for session in stored])
    record_many(by=by, changes=changes, reason=reason)
    return stored


@transaction.atomic
def edit_session(*, by: Any, session: VotingSession, changes: dict[str, Any], reason: str = "") -> None:
    """Change the fields of PLANNED_FIELDS until the ballots are out; `reason` answers the warnings that the change
    brings about."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    campaign = locked_for_planning(session.campaign_id)
    session = locked_session(session)
    require_plan_open(session)
    before = snapshot(session, PLANNED_FIELDS)
    frame = frames(campaign, [session.pk])[session.phase_id].of(is_motion=session.is_motion)
    (slot,) = slots_of(VotingSession.objects.filter(pk=session.pk), by)
    answered = slot_conflicts(by, slot, frame)
    for name in PLANNED_FIELDS:
        setattr(session, name, changes.get(name, getattr(session, name)))
    old, new = differences(before, snapshot(session, PLANNED_FIELDS))
    if not new:
        return
    moved = edited_slot(slot, {name: getattr(session, name) for name in PLANNED_FIELDS})
    refuse_conflicts(slot_conflicts(by, moved, frame), reason, answered)
    session.save(update_fields=[*PLANNED_FIELDS, "search_key"])
    record(by=by, action="session.edit", obj=session, before=old, after=new, unit_id=session.unit_id, reason=reason)


def locked_for_planning(campaign: int) -> Campaign:
    """The campaign, locked, while it may still get sessions. All timetables are locked with it: rooms and people are
    shared between campaigns, so two people planning at once wait for each other."""
    locked = held_campaign(campaign)
    if locked.state in OVER:
        raise Refused(CLOSED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TIMETABLE_LOCK])
    return locked


def unit_obstacle(phase: Phase, unit: OrganisationUnit, held_at: datetime) -> str:
    """Why the unit holds no session: units that have ended, and those of abolished tiers, stay for history only."""
    rules = phase.rule_set.rules
    if not rules.has_ended(unit.tier, unit.valid_until, timezone.localdate(held_at)):
        return ""
    ends = [end for end in (unit.valid_until, rules.tiers_until.get(unit.tier)) if end is not None]
    return f"{unit.name} đã kết thúc hoạt động ngày {short_date(min(ends))}, chỉ còn để tra cứu. Chọn đơn vị khác."


def require_plan_open(session: VotingSession) -> None:
    if session.state not in (SessionState.PLANNED, SessionState.PREPARED):
        raise Refused("Hội nghị đã bắt đầu nên không sửa được kế hoạch.")


def refuse_conflicts(found: Iterable[Conflict], reason: str, answered: Iterable[Conflict] = ()) -> None:
    """Refuse what cannot be; refuse warnings without a reason, except those that stood before and were `answered`."""
    found = list(found)
    if impossible := blocking(found):
        raise Refused(" ".join(conflict.sentence for conflict in impossible))
    warnings = to_answer(found, answered)
    if warnings and not reason.strip():
        raise Refused(" ".join(conflict.sentence for conflict in warnings) + " Sửa lại, hoặc ghi lý do.")


def people_on(made: Iterable[Ballot]) -> list[Person]:
    return [Person(line.name, line.official_id) for ballot in made for line in ballot.lines]


@transaction.atomic
def delete_session(*, by: Any, session: VotingSession, reason: str) -> None:
    """Delete a session that is still planned; its people wait for another one."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    session = locked_session(session)
    require_planned(session)
    record(
        by=by,
        action="session.delete",
        obj=session,
        before=snapshot(session, ("code", *PLANNED_FIELDS)),
        unit_id=session.unit_id,
        reason=_given(reason),
    )
    session.delete()


@transaction.atomic
def remove_subject(*, by: Any, subject: Subject, reason: str) -> None:
    """Take somebody off the ballot while the session is planned; an empty ballot goes, too."""
    session = locked_session(subject.style.session)
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    require_planned(session)
    before = {"name": subject.printed_name, "title": subject.printed_title}
    record(
        by=by,
        action="session.remove_subject",
        obj=session,
        before=before,
        unit_id=session.unit_id,
        reason=_given(reason),
    )
    style = subject.style
    subject.delete()
    number_lines(style.subjects.all())
    if not style.subjects.exists():
        style.delete()
    recount([session.pk])


@transaction.atomic
def order_subjects(*, by: Any, style: BallotStyle, order: Sequence[int]) -> None:
    """Put the lines of a ballot into the order of these subject ids; each exactly once."""
    session = locked_session(style.session)
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    require_planned(session)
    subjects = {subject.pk: subject for subject in style.subjects.all()}
    if sorted(order) != sorted(subjects):
        raise Refused("Danh sách trên phiếu đã thay đổi. Tải lại trang rồi xếp lại.")
    before = [subject.printed_name for subject in subjects.values()]
    number_lines([subjects[pk] for pk in order])
    after = [subjects[pk].printed_name for pk in order]
    if before != after:
        record(
            by=by,
            action="session.order",
            obj=session,
            before={"order": before},
            after={"order": after},
            unit_id=session.unit_id,
        )


def _create_style(session: VotingSession, ballot: Ballot, position: int) -> None:
    style = BallotStyle.objects.create(
        session=session, name=BallotGroup(ballot.group).label, colour=ballot.colour, position=position
    )
    subjects = Subject.objects.bulk_create(
        Subject(
            style=style,
            official_id=line.official_id,
            printed_name=line.name,
            printed_title=line.title,
            position=place,
        )
        for place, line in enumerate(ballot.lines, 1)
    )
    links = Subject.appointments.through
    links.objects.bulk_create(
        links(subject_id=subject.pk, appointment_id=appointment)
        for subject, line in zip(subjects, ballot.lines, strict=True)
        for appointment in line.appointment_ids
    )


def number_lines(subjects: Iterable[Subject]) -> None:
    """Write the positions 1, 2, 3 …, by way of numbers that nobody has, since no two may be equal in between."""
    rows = list(subjects)
    for offset in (10_000, 0):
        for place, subject in enumerate(rows, 1):
            subject.position = offset + place
        Subject.objects.bulk_update(rows, ["position"])


def locked_session(session: VotingSession) -> VotingSession:
    locked = held_session(session.pk)
    if locked.campaign.state in OVER:
        raise Refused(CLOSED)
    return locked


def require_planned(session: VotingSession) -> None:
    if session.state != SessionState.PLANNED:
        raise Refused("Chỉ làm được khi hội nghị còn ở bước lên kế hoạch. Lùi lại bước đó trước.")


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused("Ghi lý do để lưu vào nhật ký.")
    return reason.strip()
