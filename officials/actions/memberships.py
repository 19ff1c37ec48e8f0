"""Seats in bodies: taking them up, ending them, and importing many at once. Everything is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from config.accounts.permissions import Permission, require
from config.audit.actions import Change, record, record_many, snapshot
from config.errors import Refused, refused_when_taken
from officials.models import Membership, Official, OrganisationUnit, Seat
from officials.permissions import within
from officials.queries.officials import with_codes
from officials.rules.member_file import MemberFile, Register, codes_in, read_members, seat_words
from officials.rules.roster_headings import Sheet

MEMBERSHIP_FIELDS = ("official", "unit", "seat", "started_on", "ended_on")
SAME_SEAT = "Cán bộ đang có tư cách này ở đơn vị này rồi. Tải lại trang của đơn vị để xem."
LABELS = {str(code): str(label) for code, label in Seat.choices}


@dataclass(frozen=True)
class MemberPlan:
    """What an import would do: how many seats are new, how many are held already, and everything that is wrong."""

    file: MemberFile
    new: int
    known: int


@transaction.atomic
def start_membership(*, by: Any, membership: Membership, today: date) -> Membership:
    """Store a seat. Refused at a unit that has ended, and where the official has that seat already."""
    unit = membership.unit
    require(by, Permission.EDIT_OFFICIALS, unit)
    if unit.valid_until and unit.valid_until < today:
        raise Refused(f"{unit} đã kết thúc hoạt động, không nhận thành viên mới. Chọn đơn vị khác.")
    with refused_when_taken(SAME_SEAT), transaction.atomic():
        membership.save()
    after = snapshot(membership, MEMBERSHIP_FIELDS)
    record(by=by, action="membership.create", obj=membership, after=after, unit_id=unit.pk)
    return membership


@transaction.atomic
def end_membership(*, by: Any, membership: Membership, ended_on: date, reason: str) -> Membership:
    """End a seat on a day not before it began. Refused when it has ended already."""
    rows = Membership.objects.select_related("official", "unit").select_for_update(of=("self",), no_key=True)
    stored = rows.get(pk=membership.pk)
    require(by, Permission.EDIT_OFFICIALS, stored.unit)
    if stored.ended_on is not None:
        raise Refused("Tư cách này đã được ghi là thôi. Tải lại trang để xem.")
    if stored.started_on is not None and ended_on < stored.started_on:
        raise Refused("Ngày thôi phải từ ngày bắt đầu trở đi. Sửa lại ngày.")
    stored.ended_on = ended_on
    stored.save()
    record(
        by=by,
        action="membership.end",
        obj=stored,
        before={"ended_on": None},
        after={"official": str(stored.official), "ended_on": ended_on.isoformat()},
        unit_id=stored.unit_id,
        reason=reason,
    )
    return stored


def plan_members(*, by: Any, sheets: Sequence[Sheet], today: date) -> MemberPlan:
    """Read a workbook of seats against the register."""
    require(by, Permission.IMPORT_OFFICIALS)
    found = read_members(sheets, _register(by, sheets, today), LABELS)
    held = _held(found)
    known = sum((row.official, row.unit, row.seat) in held for row in found.rows)
    return MemberPlan(found, len(found.rows) - known, known)


@transaction.atomic
def import_members(*, by: Any, sheets: Sequence[Sheet], today: date) -> MemberPlan:
    """Store the seats of the workbook that nobody holds yet. With any fault nothing is stored."""
    plan = plan_members(by=by, sheets=sheets, today=today)
    if plan.file.faults:
        raise Refused("Tệp có chỗ sai nên không nhập được. Sửa tệp rồi tải lên lại.")
    held = _held(plan.file)
    rows = [row for row in plan.file.rows if (row.official, row.unit, row.seat) not in held]
    with refused_when_taken("Có người khác vừa ghi cùng tư cách này. Tải tệp lên lại."), transaction.atomic():
        made = [
            Membership.objects.create(official_id=row.official, unit_id=row.unit, seat=row.seat, started_on=row.since)
            for row in rows
        ]
    stored = Membership.objects.filter(pk__in=[row.pk for row in made]).select_related("official", "unit")
    changes = [
        Change("membership.create", row, after=snapshot(row, MEMBERSHIP_FIELDS), unit_id=row.unit_id) for row in stored
    ]
    record_many(by=by, changes=changes)
    return plan


def _held(found: MemberFile) -> set[tuple[int, int, str]]:
    current = Membership.objects.filter(ended_on=None, unit__in={row.unit for row in found.rows}).order_by()
    return set(current.values_list("official_id", "unit_id", "seat"))


def _register(by: Any, sheets: Sequence[Sheet], today: date) -> Register:
    """The officials and units that the workbook names: two queries."""
    people = with_codes(Official.objects.order_by(), codes_in(sheets, "code"))
    open_units = with_codes(OrganisationUnit.objects.without_tree_fields(), codes_in(sheets, "unit"))
    open_units = open_units.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    units = open_units if by is None else within(open_units, by, Permission.EDIT_OFFICIALS, "pk")
    return Register(
        officials={code.casefold(): (pk, key) for pk, code, key in people.values_list("pk", "code", "sort_key")},
        units={code.casefold(): pk for pk, code in units.order_by().values_list("pk", "code")},
        seats=seat_words(LABELS),
    )
