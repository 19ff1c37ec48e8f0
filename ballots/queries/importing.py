"""What the plan of an import of totals needs to know, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from ballots.queries.counts import counted_styles
from ballots.rules.fingerprint import CountedStyle
from ballots.rules.import_types import (
    PEOPLE,
    Known,
    KnownPhase,
    KnownPost,
    KnownSession,
    KnownStyle,
    KnownSubject,
    KnownUnit,
    Workbook,
)
from ballots.rules.stock import OWN
from campaigns.models import COUNTED, BallotStyle, Campaign, Casting, Subject, VotingSession
from config.accounts.permissions import Permission
from officials.models import Appointment, OrganisationUnit
from officials.permissions import scope


def phases_of(campaign: Campaign) -> tuple[KnownPhase, ...]:
    return tuple(
        KnownPhase(phase.pk, phase.kind, phase.rule_set.rules) for phase in campaign.phases.select_related("rule_set")
    )


def known_for(by: Any, campaign: Campaign, phases: tuple[KnownPhase, ...], workbook: Workbook) -> Known:
    """What the database says about the workbook's sessions, units and people. `by` None may import for any unit."""
    sessions = _sessions(campaign, [row.code for row in workbook.sessions])
    codes = {row.unit_code for row in workbook.sessions}
    ids = {session.unit_id for session in sessions.values()} | {campaign.organiser_id}
    mine = None if by is None else scope(by, Permission.IMPORT_TOTALS)
    units = {}
    for pk, code, name, kind in OrganisationUnit.objects.order_by().values_list("pk", "code", "name", "kind"):
        if code in codes or pk in ids:
            units[code] = KnownUnit(pk, name, kind, mine is None or pk in mine)
    by_id = {unit.id: unit for unit in units.values()}
    posts = _posts(by_id, {row.name for row in workbook.results})
    return Known(
        phases=phases,
        units=units,
        units_by_id=by_id,
        organiser_id=campaign.organiser_id,
        sessions=sessions,
        posts=posts,
        taken=_taken(campaign, [post for held in posts.values() for known in held for post in known.appointment_ids]),
    )


def _sessions(campaign: Campaign, codes: Iterable[str]) -> dict[str, KnownSession]:
    found = list(
        VotingSession.objects.filter(campaign=campaign, code__in=list(codes)).prefetch_related(
            "styles__subjects", "styles__stocks", "keyings"
        )
    )
    counted = counted_styles(style.pk for session in found for style in session.styles.all())
    return {session.code: _session(session, counted) for session in found}


def _session(session: VotingSession, counted: dict[int, list[CountedStyle]]) -> KnownSession:
    return KnownSession(
        id=session.pk,
        name=session.name,
        unit_id=session.unit_id,
        phase_id=session.phase_id,
        day=timezone.localtime(session.held_at).date(),
        people={name: getattr(session, name) for name in PEOPLE},
        styles=tuple(_style(style, counted.get(style.pk, [])) for style in session.styles.all()),
        is_counted=session.state in COUNTED,
        obstacle=_obstacle(session),
    )


def _style(style: BallotStyle, counted: list[CountedStyle]) -> KnownStyle:
    """Only a count in a single channel can be the same as a file's."""
    count = counted[0] if len(counted) == 1 else None
    votes = {line.subject_id: line.votes for line in count.lines} if count else {}
    names = ("issued", "returned", "valid", "wholly_invalid")
    return KnownStyle(
        id=style.pk,
        name=style.name,
        subjects=tuple(
            KnownSubject(subject.pk, style.pk, subject.printed_name, subject.printed_title, votes.get(subject.pk))
            for subject in style.subjects.all()
        ),
        figures={name: getattr(count, name) for name in names} if count else None,
    )


def _obstacle(session: VotingSession) -> str:
    if session.is_rehearsal:
        return "Hội nghị này là diễn tập, không có kết quả thật. Bỏ hội nghị khỏi tệp."
    if session.is_motion:
        return "Hội nghị này bỏ phiếu tín nhiệm theo hai mức. Nhập số liệu ở trang Kiểm phiếu; bỏ hội nghị khỏi tệp."
    if session.state in COUNTED:
        return ""
    if _keeps_a_ledger(session):
        return "Hội nghị này đang ghi sổ phiếu. Nhập số liệu ở trang Kiểm phiếu; bỏ hội nghị khỏi tệp."
    if session.casting != Casting.PAPER:
        return "Hội nghị này có ghi phiếu trên màn hình nên không nhập tổng số từ tệp. Bỏ hội nghị khỏi tệp."
    if session.keyings.all():
        return "Hội nghị này đang được nhập hai lần trên phần mềm. Nhập tiếp ở trang Kiểm phiếu, hoặc hủy hai lần nhập."
    if not session.styles.all():
        return "Hội nghị này chưa có phiếu và danh sách người được lấy phiếu. Lập phiếu cho hội nghị trước."
    return ""


def _keeps_a_ledger(session: VotingSession) -> bool:
    stocks = [stock for style in session.styles.all() for stock in style.stocks.all()]
    return any(getattr(stock, name) is not None for stock in stocks for name in OWN)


def _posts(units: dict[int, KnownUnit], names: set[str]) -> dict[tuple[int, str], tuple[KnownPost, ...]]:
    held: dict[tuple[int, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        Appointment.objects.current()
        .in_units(units)
        .filter(official__full_name__in=names)
        .order_by("official_id", "position", "pk")
        .values_list("pk", "unit_id", "official_id", "official__full_name")
    )
    for pk, unit, official, name in rows:
        held[unit, name][official].append(pk)
    return {
        key: tuple(KnownPost(official, tuple(posts)) for official, posts in officials.items())
        for key, officials in held.items()
    }


def _taken(campaign: Campaign, appointments: list[int]) -> dict[int, str]:
    """The code of the session of the campaign that votes on each of these appointments, where there is one."""
    links = Subject.appointments.through.objects.filter(
        subject__style__session__in=VotingSession.objects.polls().filter(campaign=campaign),
        appointment__in=appointments,
    )
    return dict(links.values_list("appointment_id", "subject__style__session__code"))
