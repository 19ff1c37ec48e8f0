"""Where somebody's role applies: the subtree of the unit it was given for, or everywhere."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from config.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from officials.models import Assignment, OrganisationUnit

Row = TypeVar("Row", bound=Model)


class AssignmentBackend:
    """Answers `user.has_perm(permission, unit)` from the assignments; without a unit: anywhere at all."""

    def authenticate(self, request: Any, **credentials: Any) -> None:  # noqa: ARG002
        return None

    def has_perm(self, user: Any, perm: str, unit: Model | None = None) -> bool:
        if not user.is_active or perm not in set(Permission):
            return False
        units = scope(user, Permission(perm))
        if units is None:
            return True
        return bool(units) if unit is None else unit.pk in units


def scope(user: Any, permission: Permission) -> frozenset[int] | None:
    """The ids of the units in which the user has the permission; None stands for all units.

    Kept on the user object, which lives for one request.
    """
    known: dict[Permission, frozenset[int] | None] = user.__dict__.setdefault("_scopes", {})
    if permission not in known:
        known[permission] = _scope(user, permission)
    return known[permission]


def _scope(user: Any, permission: Permission) -> frozenset[int] | None:
    if user.pk is None:
        return frozenset()
    roles = [role for role, granted in ROLE_PERMISSIONS.items() if permission in granted]
    roots = Assignment.objects.filter(user=user, role__in=roles).values_list("unit_id", flat=True)
    units: set[int] = set()
    for root in roots:
        if root is None:
            return None
        units.update(OrganisationUnit.objects.subtree_ids(root))
    return frozenset(units)


def within(queryset: QuerySet[Row], user: Any, permission: Permission, path: str = "unit") -> QuerySet[Row]:
    """The rows whose unit, reached by `path`, lies where the user has the permission."""
    units = scope(user, permission)
    return queryset if units is None else queryset.filter(**{f"{path}__in": units})


def roles_of(user: Any) -> list[tuple[Role, OrganisationUnit | None]]:
    """The user's roles, each with its unit (None: everywhere), for showing."""
    return [(Role(a.role), a.unit) for a in Assignment.objects.filter(user=user).select_related("unit")]
