"""Who may change a campaign: whoever has the permission for its organiser, or everywhere; and who the rules."""

from typing import Any

from django.core.exceptions import PermissionDenied

from campaigns.models import Campaign
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


def may_everywhere(by: Any, permission: Permission) -> bool:
    """The permission without a limit to units; None is the machine."""
    return by is None or scope(by, permission) is None


def require_everywhere(by: Any, permission: Permission) -> None:
    """For what concerns every unit."""
    require(by, permission)
    if not may_everywhere(by, permission):
        raise PermissionDenied("Việc này dành cho người có quyền trong toàn bộ phạm vi, không giới hạn đơn vị.")


def may_decide_at(by: Any, permission: Permission, campaign: Campaign, unit: OrganisationUnit) -> bool:
    """Whether the user has the permission for the campaign and for the unit of the appointment: what deciding takes."""
    return may_for_organiser(by, permission, campaign.organiser) and (by is None or by.has_perm(permission, unit))
