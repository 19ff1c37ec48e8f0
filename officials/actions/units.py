"""Adding and changing organisation units."""

from typing import Any

from django.db import transaction

from config.accounts.permissions import Permission, require
from config.audit.actions import differences, record, snapshot
from config.errors import Refused, refused_when_taken
from officials.models import OrganisationUnit
from officials.permissions import scope

SAME_CODE = "Mã đơn vị này vừa có người khác dùng. Kiểm tra lại cây đơn vị, hoặc ghi mã khác."
FIELDS = (
    "parent",
    "code",
    "name",
    "kind",
    "tier",
    "letterhead",
    "place",
    "position",
    "valid_from",
    "valid_until",
)


def create_unit(*, by: Any, unit: OrganisationUnit) -> OrganisationUnit:
    """Store a new unit below one where `by` has the permission; at the top only for who has it everywhere."""
    _require_above(by, unit)
    with transaction.atomic():
        with refused_when_taken(SAME_CODE):
            unit.save()
        record(by=by, action="unit.create", obj=unit, after=snapshot(unit, FIELDS), unit_id=unit.pk)
    return unit


def change_unit(*, by: Any, unit: OrganisationUnit) -> OrganisationUnit:
    """Store changed facts about a unit. To move it, the permission is needed above the new place as well."""
    with transaction.atomic():
        stored = OrganisationUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
        require(by, Permission.EDIT_OFFICIALS, stored)
        if stored.parent_id != unit.parent_id:
            _require_above(by, unit)
            if unit.parent_id in OrganisationUnit.objects.subtree_ids(unit.pk):
                raise Refused("Đơn vị cấp trên trực thuộc chính đơn vị này. Chọn cấp trên khác.")
        before, after = differences(snapshot(stored, FIELDS), snapshot(unit, FIELDS))
        if after:
            with refused_when_taken(SAME_CODE):
                unit.save()
            record(by=by, action="unit.change", obj=unit, before=before, after=after, unit_id=unit.pk)
    return unit


def _require_above(by: Any, unit: OrganisationUnit) -> None:
    require(by, Permission.EDIT_OFFICIALS, unit.parent)
    if unit.parent is None and scope(by, Permission.EDIT_OFFICIALS) is not None:
        raise Refused("Đồng chí chỉ được đặt đơn vị trong phạm vi của mình. Ghi mã đơn vị cấp trên.")
