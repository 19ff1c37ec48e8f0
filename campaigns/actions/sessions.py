"""Planning a session: creating, changing and deleting it, and who stands on its ballots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.actions.tallies import recount
from campaigns.actions.voters import first_roll
from campaigns.models import OVER, BallotStyle, Campaign, Phase, SessionState, Subject, VotingSession
from campaigns.queries.sessions import date_warnings, holdings_to_vote_on
from campaigns.rules.ballot_lines import Ballot, ballots
from config.accounts.permissions import Permission, require
from config.audit.actions import differences, record, snapshot
from config.errors import Refused
from officials.models import BallotGroup, Official, OrganisationUnit

PLANNED_FIELDS = ("name", "held_at", "minutes_long", "place", "chair", "chair_official")
USUAL_MINUTES = 120


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


@transaction.atomic
def create_session(
    *, by: Any, phase: Phase, unit: OrganisationUnit, units: Sequence[OrganisationUnit], plan: SessionPlan, reason: str
) -> VotingSession:
    """Create a planned session of `unit` that votes on everybody in `units` who has no session yet, with its roll.

    `reason` answers the warnings about the day; it may be empty when there are none. Refused when nobody is left to
    vote on, the unit has ended, the code is taken or the campaign is closed.
    """
    require(by, Permission.EDIT_CAMPAIGNS, unit)
    campaign = Campaign.objects.select_for_update().get(pk=phase.campaign_id)
    _check_plan(campaign, phase, unit, plan, reason)
    made = ballots(holdings_to_vote_on(campaign, [u.pk for u in units], phase))
    if not made:
        raise Refused("Không còn ai ở đơn vị này cần lấy phiếu. Xét lại đối tượng, hoặc chọn đơn vị khác.")
    session = VotingSession.objects.create(campaign=campaign, phase=phase, unit=unit, **plan.__dict__)
    for position, ballot in enumerate(made, 1):
        _create_style(session, ballot, position)
    voters = first_roll(session)
    recount([session.pk])
    people = {"people": sum(len(ballot.lines) for ballot in made), "voters": voters}
    after = {**snapshot(session, ("code", *PLANNED_FIELDS)), **people}
    record(by=by, action="session.create", obj=session, after=after, unit_id=unit.pk, reason=reason)
    return session


@transaction.atomic
def edit_session(*, by: Any, session: VotingSession, changes: dict[str, Any], reason: str = "") -> None:
    """Change the fields of PLANNED_FIELDS until the ballots are out; a day that is odd needs a reason."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    session = _locked(session)
    if session.state not in (SessionState.PLANNED, SessionState.PREPARED):
        raise Refused("Hội nghị đã bắt đầu nên không sửa được kế hoạch.")
    before = snapshot(session, PLANNED_FIELDS)
    for name in PLANNED_FIELDS:
        setattr(session, name, changes.get(name, getattr(session, name)))
    _check_day(session.campaign, session.phase, session.held_at, reason)
    session.save(update_fields=PLANNED_FIELDS)
    old, new = differences(before, snapshot(session, PLANNED_FIELDS))
    if new:
        record(by=by, action="session.edit", obj=session, before=old, after=new, unit_id=session.unit_id, reason=reason)


@transaction.atomic
def delete_session(*, by: Any, session: VotingSession, reason: str) -> None:
    """Delete a session that is still planned; its people wait for another one."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    session = _locked(session)
    _require_planned(session)
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
    session = _locked(subject.style.session)
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    _require_planned(session)
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
    _number(style.subjects.all())
    if not style.subjects.exists():
        style.delete()
    recount([session.pk])


@transaction.atomic
def order_subjects(*, by: Any, style: BallotStyle, order: Sequence[int]) -> None:
    """Put the lines of a ballot into the order of these subject ids; each exactly once."""
    session = _locked(style.session)
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    _require_planned(session)
    subjects = {subject.pk: subject for subject in style.subjects.all()}
    if sorted(order) != sorted(subjects):
        raise Refused("Danh sách trên phiếu đã thay đổi. Tải lại trang rồi xếp lại.")
    before = [subject.printed_name for subject in subjects.values()]
    _number([subjects[pk] for pk in order])
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


def _number(subjects: Iterable[Subject]) -> None:
    """Write the positions 1, 2, 3 …, by way of numbers that nobody has, since no two may be equal in between."""
    rows = list(subjects)
    for offset in (10_000, 0):
        for place, subject in enumerate(rows, 1):
            subject.position = offset + place
        Subject.objects.bulk_update(rows, ["position"])


def _locked(session: VotingSession) -> VotingSession:
    rows = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit")
    return rows.select_for_update(of=("self",)).get(pk=session.pk)


def _check_plan(campaign: Campaign, phase: Phase, unit: OrganisationUnit, plan: SessionPlan, reason: str) -> None:
    if campaign.state in OVER:
        raise Refused("Đợt này đã kết thúc nên không thêm được hội nghị.")
    if unit.valid_until and unit.valid_until < timezone.localdate(plan.held_at):
        raise Refused(f"{unit.name} đã kết thúc hoạt động ngày {unit.valid_until:%d/%m/%Y}. Chọn đơn vị khác.")
    if VotingSession.objects.filter(campaign=campaign, code=plan.code).exists():
        raise Refused(f"Đợt này đã có hội nghị mang mã {plan.code}. Chọn mã khác.")
    _check_day(campaign, phase, plan.held_at, reason)


def _check_day(campaign: Campaign, phase: Phase, held_at: datetime, reason: str) -> None:
    warnings = date_warnings(campaign, phase, timezone.localdate(held_at))
    if warnings and not reason.strip():
        raise Refused(" ".join(warnings) + " Sửa ngày, hoặc ghi lý do.")


def _require_planned(session: VotingSession) -> None:
    if session.state != SessionState.PLANNED:
        raise Refused("Chỉ làm được khi hội nghị còn ở bước lên kế hoạch. Lùi lại bước đó trước.")


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused("Ghi lý do để lưu vào nhật ký.")
    return reason.strip()
