"""Who may change a campaign: whoever has the permission for its organiser, or everywhere."""

from typing import Any

from django.core.exceptions import PermissionDenied

from config.accounts.permissions import Permission, require
from officials.models import OrganisationUnit
from officials.permissions import scope


def may_for_organiser(by: Any, permission: Permission, organiser: OrganisationUnit | None) -> bool:
    """A campaign without an organiser is everybody's, so it takes the permission everywhere; None is the machine."""
    if by is None:
        return True
    units = scope(by, permission)
    return units is None or (organiser is not None and organiser.pk in units)


def require_for_organiser(by: Any, permission: Permission, organiser: OrganisationUnit | None) -> None:
    require(by, permission)
    if not may_for_organiser(by, permission, organiser):
        whose = f" của {organiser}" if organiser else " không ghi cơ quan tổ chức"
        raise PermissionDenied(f"Tài khoản của đồng chí không có quyền làm việc này với đợt{whose}.")
