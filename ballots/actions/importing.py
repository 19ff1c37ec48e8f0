"""Hand-count totals of many sessions from one workbook: everything in one transaction, or nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ballots.actions.counts import BATCH, store_counts
from ballots.models import Channel, Source
from ballots.queries.importing import known_for, phases_of
from ballots.rules.fingerprint import CountedLine, CountedStyle
from ballots.rules.import_plan import digest_of, plan_import
from ballots.rules.import_types import Plan, PlannedSession, PlannedStyle, Verdict, Warnings
from ballots.rules.workbook import read_workbook
from campaigns.actions.locking import held, held_campaign
from campaigns.actions.tallies import recount
from campaigns.models import BallotStyle, Campaign, CampaignState, SessionState, Subject, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import Change, record_many
from config.errors import Refused
from officials.rules.roster_headings import Sheet

Report = Callable[[str, int, int], None]
IMPORT_LOCK = 96_2025  # any fixed number: one import of totals at a time
USUAL_HOUR = time(8)


def plan_totals(*, by: Any, campaign: Campaign, sheets: Sequence[Sheet]) -> Plan:
    """What importing would do now; nothing is written."""
    if by is not None:
        require(by, Permission.IMPORT_TOTALS)
    if campaign.state == CampaignState.ARCHIVED:
        raise Refused("Đợt lấy phiếu đã lưu trữ, không nhập thêm kết quả.")
    if campaign.state == CampaignState.COMPLETED:
        raise Refused("Đợt lấy phiếu đã hoàn thành. Đưa đợt về bước đang tiến hành rồi nhập kết quả.")
    phases = phases_of(campaign)
    if not phases:
        raise Refused("Đợt lấy phiếu chưa có giai đoạn nào. Thêm giai đoạn với quy định áp dụng trước.")
    workbook = read_workbook(sheets, [phase.parameters.levels for phase in phases])
    return plan_import(workbook, known_for(by, campaign, phases, workbook))


def import_totals(
    *,
    by: Any,
    campaign: Campaign,
    sheets: Sequence[Sheet],
    expected: str | None = None,
    progress: Report | None = None,
) -> Plan:
    """Create and fill sessions as the workbook says; the plan that was carried out, or one with faults and nothing
    written. Refused when its digest is no longer the `expected` one. `by` None is the command line."""
    report = progress or (lambda _stage, _done, _total: None)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        campaign = held_campaign(campaign.pk)
        list(held(campaign.sessions.order_by("pk")).values_list("pk"))
        report("Đọc và kiểm tra tệp", 0, 0)
        plan = plan_totals(by=by, campaign=campaign, sheets=sheets)
        if expected is not None and digest_of(plan) != expected:
            raise Refused("Dữ liệu đã thay đổi từ lúc xem trước. Tải tệp lên lại để xem những thay đổi mới.")
        changing = [planned for planned in plan.sessions if planned.verdict != Verdict.SAME]
        if not plan.faults and changing:
            report("Ghi kết quả", 0, len(changing))
            _write(by, campaign, changing)
    return plan


def _write(by: Any, campaign: Campaign, plan: Sequence[PlannedSession]) -> None:
    sessions, changes = _sessions(campaign, plan)
    styles = _styles(sessions, plan)
    subjects = _subjects(styles, plan)
    recount(session.pk for session in sessions)
    counted = {
        session.pk: [_counted(planned, style, styles, subjects) for style in planned.styles]
        for session, planned in zip(sessions, plan, strict=True)
    }
    record_many(by=by, changes=changes)
    store_counts(by=by, counted=counted, sessions=sessions, source=Source.IMPORTED)


def _sessions(campaign: Campaign, plan: Sequence[PlannedSession]) -> tuple[list[VotingSession], list[Change]]:
    """The session of each planned one, in order: created, or filled with the numbers of people, and counted; and what
    the trail is to say of them."""
    ids = [planned.session_id for planned in plan if planned.session_id is not None]
    known = VotingSession.objects.in_bulk(ids)
    sessions, changes = [], []
    for planned in plan:
        session = known.get(planned.session_id or 0) or _new_session(campaign, planned)
        before = {"state": session.state, **{name: getattr(session, name) for name in planned.people}}
        for name, number in planned.people.items():
            setattr(session, name, number)
        session.state = SessionState.COUNTED
        after = {"state": SessionState.COUNTED.value, **planned.people}
        is_new = planned.verdict == Verdict.NEW
        action = "ballots.session_imported" if is_new else "ballots.session_filled"
        changes.append(Change(action, session, {} if is_new else before, after, session.unit_id))
        sessions.append(session)
    VotingSession.objects.bulk_create([s for s in sessions if s.pk is None], batch_size=BATCH)
    VotingSession.objects.bulk_update(
        list(known.values()), ["state", "total_members", "summoned", "present"], batch_size=BATCH
    )
    return sessions, changes


def _new_session(campaign: Campaign, planned: PlannedSession) -> VotingSession:
    session = VotingSession(
        campaign=campaign,
        phase_id=planned.phase_id,
        unit_id=planned.unit_id,
        code=planned.code,
        name=planned.name,
        held_at=timezone.make_aware(datetime.combine(planned.day, USUAL_HOUR)),
    )
    session.derive_keys()  # bulk_create skips save()
    return session


def _styles(sessions: Sequence[VotingSession], plan: Sequence[PlannedSession]) -> dict[int, int]:
    """The id of the ballot style of each planned style (by its identity); the missing ones are created."""
    ids: dict[int, int] = {}
    new: list[tuple[PlannedStyle, BallotStyle]] = []
    for session, planned in zip(sessions, plan, strict=True):
        for position, style in enumerate(planned.styles, 1):
            if style.style_id is None:
                new.append((style, BallotStyle(session=session, name=style.name, position=position)))
            else:
                ids[id(style)] = style.style_id
    BallotStyle.objects.bulk_create([row for _planned, row in new], batch_size=BATCH)
    return ids | {id(planned): row.pk for planned, row in new}


def _subjects(styles: dict[int, int], plan: Sequence[PlannedSession]) -> dict[int, int]:
    """The id of the subject of each planned line (by its identity); the missing ones are created, with their posts."""
    ids: dict[int, int] = {}
    new = []
    for style in (style for planned in plan for style in planned.styles):
        for position, line in enumerate(style.lines, 1):
            if line.subject_id is not None:
                ids[id(line)] = line.subject_id
                continue
            subject = Subject(
                style_id=styles[id(style)],
                official_id=line.post.official_id if line.post else None,
                printed_name=line.name,
                printed_title=line.title,
                position=position,
            )
            new.append((line, subject))
    Subject.objects.bulk_create([row for _line, row in new], batch_size=BATCH)
    holding = Subject.appointments.through
    posts = [
        holding(subject_id=subject.pk, appointment_id=appointment)
        for line, subject in new
        for appointment in (line.post.appointment_ids if line.post else ())
    ]
    holding.objects.bulk_create(posts, batch_size=BATCH)
    return ids | {id(line): subject.pk for line, subject in new}


def _counted(
    planned: PlannedSession, style: PlannedStyle, styles: dict[int, int], subjects: dict[int, int]
) -> CountedStyle:
    style_id = styles[id(style)]
    explanations = _explained(style.warnings, f"style:{style_id}")
    for line in style.lines:
        explanations |= _explained(line.warnings, f"subject:{subjects[id(line)]}")
    lines = tuple(CountedLine(subjects[id(line)], line.votes, line.line_invalid) for line in style.lines)
    return CountedStyle(
        style_id=style_id, channel=Channel.PAPER.value, lines=lines, explanations=explanations, **planned.figures
    )


def _explained(warnings: Warnings, place: str) -> dict[str, str]:
    """Warnings of an import are kept as they are: whoever made the file answers for them."""
    return {f"{code}:{place}": text for code, text in warnings}
