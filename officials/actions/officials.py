"""Adding and changing officials, and their appointments by hand. Everything is recorded with before and after."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from config.accounts.permissions import Permission, require
from config.audit.actions import differences, record, snapshot
from config.errors import Refused, refused_when_taken
from officials.models import Appointment, Official
from officials.permissions import require_for_official

OFFICIAL_FIELDS = ("code", "full_name", "sex", "born_on", "born_year", "retirement_notice_on", "illness_from")
SAME_CODE = "Mã cán bộ này vừa có người khác dùng. Kiểm tra lại danh sách, hoặc ghi mã khác."
SAME_POST = "Cán bộ đang giữ chức vụ này ở đơn vị này rồi. Tải lại trang của cán bộ để xem."
APPOINTMENT_FIELDS = ("title", "unit", "means", "started_on", "ended_on", "decision", "position")


def create_official(*, by: Any, official: Official, appointment: Appointment, today: date) -> Official:
    """Store a new official with a first post: nobody is in the register without one."""
    require(by, Permission.EDIT_OFFICIALS, appointment.unit)
    with transaction.atomic():
        with refused_when_taken(SAME_CODE):
            official.save()
        appointment.official = official
        _require_open(appointment, today)
        _save_post(appointment)
        record(by=by, action="official.create", obj=official, after=snapshot(official, OFFICIAL_FIELDS))
        _record_new(by, appointment)
    return official


def change_official(*, by: Any, official: Official) -> Official:
    """Store changed facts about a person. Nothing happens when nothing changed."""
    with transaction.atomic():
        stored = Official.objects.select_for_update(no_key=True).get(pk=official.pk)
        require_for_official(by, Permission.EDIT_OFFICIALS, stored)
        earlier = snapshot(stored, OFFICIAL_FIELDS)
        official.derive_keys()
        before, after = differences(earlier, snapshot(official, OFFICIAL_FIELDS))
        if after:
            with refused_when_taken(SAME_CODE):
                official.save()
            record(by=by, action="official.change", obj=official, before=before, after=after)
    return official


def start_appointment(*, by: Any, appointment: Appointment, today: date) -> Appointment:
    """Store a new post of an official already known, behind those the official has."""
    require(by, Permission.EDIT_OFFICIALS, appointment.unit)
    with transaction.atomic():
        last = appointment.official.appointments.aggregate(last=Max("position"))["last"]
        appointment.position = (last or 0) + 1
        _require_open(appointment, today)
        _save_post(appointment)
        _record_new(by, appointment)
    return appointment


def change_appointment(*, by: Any, appointment: Appointment) -> Appointment:
    """Correct a post. Needs the permission where the post was and where it now is."""
    with transaction.atomic():
        stored = _locked(appointment)
        require(by, Permission.EDIT_OFFICIALS, stored.unit)
        require(by, Permission.EDIT_OFFICIALS, appointment.unit)
        earlier = snapshot(stored, APPOINTMENT_FIELDS)
        before, after = differences(earlier, snapshot(appointment, APPOINTMENT_FIELDS))
        if after:
            _save_post(appointment)
            _record(by, "appointment.change", appointment, before, after)
    return appointment


def end_appointment(*, by: Any, appointment: Appointment, ended_on: date, reason: str) -> Appointment:
    """End a post on a day not before it began. Refused when it has ended already."""
    with transaction.atomic():
        stored = _locked(appointment)
        require(by, Permission.EDIT_OFFICIALS, stored.unit)
        if stored.ended_on is not None:
            raise Refused("Chức vụ này đã được ghi là thôi giữ. Tải lại trang để xem.")
        if ended_on < stored.started_on:
            raise Refused("Ngày thôi giữ phải sau ngày giữ chức vụ. Sửa lại ngày.")
        stored.ended_on = ended_on
        stored.save()
        _record(by, "appointment.end", stored, {"ended_on": None}, {"ended_on": ended_on.isoformat()}, reason)
    return stored


def _locked(appointment: Appointment) -> Appointment:
    posts = Appointment.objects.select_related("official", "title", "unit").select_for_update(of=("self",), no_key=True)
    return posts.get(pk=appointment.pk)


def _require_open(appointment: Appointment, today: date) -> None:
    unit = appointment.unit
    if unit.valid_until and unit.valid_until < today:
        raise Refused(f"{unit} đã kết thúc hoạt động, không nhận chức vụ mới. Chọn đơn vị khác.")


def _save_post(appointment: Appointment) -> None:
    with refused_when_taken(SAME_POST):
        appointment.save()


def _record_new(by: Any, appointment: Appointment) -> None:
    _record(by, "appointment.create", appointment, {}, snapshot(appointment, APPOINTMENT_FIELDS))


def _record(
    by: Any, action: str, appointment: Appointment, before: dict[str, Any], after: dict[str, Any], reason: str = ""
) -> None:
    official = {"official": str(appointment.official)}
    record(
        by=by,
        action=action,
        obj=appointment,
        before={**official, **before} if before else {},
        after={**official, **after},
        unit_id=appointment.unit_id,
        reason=reason,
    )
