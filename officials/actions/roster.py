"""Putting a roster into the database: one transaction, with the history and the audit trail of every row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.statistics import count_anew
from officials.actions.roster_rows import RosterWriter
from officials.models import Appointment, Official, OrganisationUnit, Title
from officials.permissions import scope
from officials.queries.roster import existing
from officials.rules.changes import PersonStep, Plan, digest_of, plan_changes
from officials.rules.roster_types import Roster

Item = TypeVar("Item")
Report = Callable[[str, int, int], None]

IMPORT_LOCK = 96_2024  # any fixed number: one roster at a time
CHUNK = 1000
SHOWN = 5


def plan_roster(*, by: Any, roster: Roster, skip_faulty: bool) -> Plan:
    """What importing the roster would do now. Refused as `import_roster` refuses; nothing is written."""
    _check_readable(roster, skip_faulty=skip_faulty)
    plan = plan_changes(roster, existing())
    _check_scope(by, plan)
    _check_closed_units(plan)
    return plan


def import_roster(
    *,
    by: Any,
    roster: Roster,
    skip_faulty: bool = False,
    expected: str | None = None,
    progress: Report | None = None,
) -> Plan:
    """Create and change what the roster says; return the plan that was carried out.

    Refused, with nothing written: a roster with faulty rows unless `skip_faulty`; one without its tables; a plan whose
    digest is no longer the `expected` one; a new post at a closed unit. `by` None is the command line.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        plan = plan_roster(by=by, roster=roster, skip_faulty=skip_faulty)
        if expected is not None and digest_of(plan) != expected:
            raise Refused("Dữ liệu đã thay đổi từ lúc xem trước. Tải tệp lên lại để xem những thay đổi mới.")
        if not plan.is_empty:
            _write(by, plan, progress or (lambda _stage, _done, _total: None))
            count_anew(OrganisationUnit, Title, Official, Appointment)
    return plan


def _write(by: Any, plan: Plan, report: Report) -> None:
    writer = RosterWriter(by)
    report("Ghi đơn vị và chức danh", 0, len(plan.people))
    writer.write_units(plan.units)
    writer.write_titles(plan.titles)
    done = 0
    for steps in _chunks(plan.people, CHUNK):
        writer.write_people(steps)
        done += len(steps)
        report("Ghi cán bộ", done, len(plan.people))


def _chunks(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _check_readable(roster: Roster, *, skip_faulty: bool) -> None:
    if not roster.is_readable:
        raise Refused(" ".join(fault.sentence for fault in roster.faults if fault.row == 0))
    if roster.faults and not skip_faulty:
        raise Refused(
            f"Có {roster.faulty_rows} dòng sai, chưa có gì được lưu. Sửa các dòng đó, hoặc chọn bỏ qua các dòng sai."
        )


def _check_scope(by: Any, plan: Plan) -> None:
    """Somebody whose role is for a part of the tree may import what concerns that part, and nothing else."""
    if by is None:
        return
    require(by, Permission.IMPORT_OFFICIALS)
    units = scope(by, Permission.IMPORT_OFFICIALS)
    if units is None:
        return
    mine = set(OrganisationUnit.objects.filter(pk__in=units).values_list("code", flat=True))
    theirs = [_label(step) for step in plan.people if not _concerns_only(step, mine, units)]
    theirs += [f"đơn vị {step.wanted.code}" for step in plan.units if step.wanted.code not in mine]
    theirs += [f"chức danh {title.wanted.name}" for title in plan.titles]
    if theirs:
        raise PermissionDenied(
            "Tệp có nội dung ngoài phạm vi của tài khoản: "
            f"{'; '.join(theirs[:SHOWN])}{'…' if len(theirs) > SHOWN else ''}. Chỉ để lại các dòng thuộc phạm vi."
        )


def _concerns_only(step: PersonStep, mine: set[str], units: frozenset[int]) -> bool:
    if any(post.wanted.unit not in mine for post in step.posts):
        return False
    if step.person.is_needed and step.person.pk is not None:
        return Appointment.objects.current().filter(official=step.person.pk, unit__in=units).exists()
    return True


def _label(step: PersonStep) -> str:
    return f"{step.person.wanted.full_name} ({step.person.wanted.code})"


def _check_closed_units(plan: Plan) -> None:
    closed = set(OrganisationUnit.objects.closed_on(timezone.localdate()).values_list("code", flat=True))
    wrong = [
        f"{_label(step)} ở {post.wanted.unit}"
        for step in plan.people
        for post in step.posts
        if post.creates and post.wanted.unit in closed
    ]
    if wrong:
        raise Refused(
            "Không thể ghi chức vụ mới ở đơn vị đã kết thúc hoạt động: "
            f"{'; '.join(wrong[:SHOWN])}{'…' if len(wrong) > SHOWN else ''}. Sửa đơn vị trong tệp."
        )
