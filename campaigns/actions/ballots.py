"""Bringing a session's ballots up to date after the list was amended."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from campaigns.actions.sessions import locked_for_planning, locked_session, number_lines, require_planned
from campaigns.actions.tallies import recount
from campaigns.actions.voters import work_out_roll
from campaigns.models import BallotStyle, Subject, VotingSession
from campaigns.queries.ballots import ballot_changes, subjects_of
from campaigns.rules.ballot_lines import Ballot
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from officials.models import BallotGroup


@transaction.atomic
def update_ballots(*, by: Any, session: VotingSession, reason: str) -> None:
    """Who left the list leaves the ballots, who came stands last on theirs, lines are written as on the list; the order
    of the others and their papers stay. The roll is worked out again. Only while the session is planned."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    locked_for_planning(session.campaign_id)
    session = locked_session(session)
    require_planned(session)
    if session.is_motion:
        raise Refused(
            "Người trên phiếu của hội nghị bỏ phiếu tín nhiệm lấy từ kết quả lấy phiếu, không theo danh sách."
        )
    if not reason.strip():
        raise Refused("Ghi lý do để lưu vào nhật ký.")
    changes = ballot_changes(session)
    if not changes.is_any:
        raise Refused("Phiếu đã khớp với danh sách. Không có gì để cập nhật.")
    before = subjects_of(session)
    kept = {line.official_id for ballot in changes.wanted for line in ballot.lines}
    Subject.objects.filter(pk__in=[subject.pk for official, subject in before.items() if official not in kept]).delete()
    for ballot in changes.wanted:
        _fill(session, ballot, before)
    for style in session.styles.all():
        number_lines(style.subjects.all())
    session.styles.filter(subjects__isnull=True).delete()
    recount([session.pk])
    record(
        by=by,
        action="session.ballots",
        obj=session,
        before={"removed": list(changes.removed)},
        after={"added": list(changes.added), "changed": list(changes.changed)},
        unit_id=session.unit_id,
        reason=reason.strip(),
    )
    work_out_roll(by=by, session=session)


def _fill(session: VotingSession, ballot: Ballot, before: dict[int, Subject]) -> None:
    """Write the lines of a group on its ballot; those that are there keep their place."""
    style = session.styles.filter(name=BallotGroup(ballot.group).label).first() or _new_style(session, ballot)
    for line in ballot.lines:
        subject = before.get(line.official_id)
        if subject is None or subject.style_id != style.pk:
            last = style.subjects.aggregate(last=Max("position"))["last"] or 0
            subject = subject or Subject(official_id=line.official_id)
            subject.style, subject.position = style, last + 1
        subject.printed_name, subject.printed_title = line.name, line.title
        subject.save()
        subject.appointments.set(line.appointment_ids)


def _new_style(session: VotingSession, ballot: Ballot) -> BallotStyle:
    last = session.styles.aggregate(last=Max("position"))["last"] or 0
    colours = set(session.styles.values_list("colour", flat=True))
    return BallotStyle.objects.create(
        session=session,
        name=BallotGroup(ballot.group).label,
        colour=ballot.colour if ballot.colour not in colours else "",
        position=last + 1,
    )
