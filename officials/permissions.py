"""Where somebody's role applies: the subtree of the unit it was given for, or everywhere."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, QuerySet, prefetch_related_objects

from config.accounts.permissions import ROLE_PERMISSIONS, Permission, Role, require
from officials.models import Appointment, Assignment, Official, OrganisationUnit

Row = TypeVar("Row", bound=Model)


class AssignmentBackend:
    """Answers `user.has_perm(permission, unit)` from the assignments; without a unit: anywhere at all."""

    answers_for_roles = True

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
    roots = {a.unit_id for a in assignments_of(user) if permission in ROLE_PERMISSIONS[Role(a.role)]}
    if None in roots:
        return None
    return frozenset(unit for root in roots if root for unit in OrganisationUnit.objects.subtree_ids(root))


def assignments_of(user: Any) -> list[Assignment]:
    """The user's assignments with their units, read once for all questions of a request."""
    prefetch_related_objects([user], "assignments__unit")
    return list(user.assignments.all())


def within(queryset: QuerySet[Row], user: Any, permission: Permission, path: str = "unit") -> QuerySet[Row]:
    """The rows whose unit, reached by `path`, lies where the user has the permission."""
    units = scope(user, permission)
    return queryset if units is None else queryset.filter(**{f"{path}__in": units})


def roles_of(user: Any) -> list[tuple[Role, OrganisationUnit | None]]:
    """The user's roles, each with its unit (None: everywhere), for showing."""
    return [(Role(a.role), a.unit) for a in assignments_of(user)]


def officials_within(user: Any, permission: Permission) -> QuerySet[Official]:
    """The officials with a post, held now or once, where the user has the permission; all of them without a limit."""
    units = scope(user, permission)
    if units is None:
        return Official.objects.all()
    return Official.objects.filter(Exists(Appointment.objects.filter(official=OuterRef("pk"), unit__in=units)))


def require_for_units(by: Any, permission: Permission, units: Iterable[OrganisationUnit]) -> None:
    """Stop with a sentence that names the first unit outside the scope of `by`; None is the machine."""
    require(by, permission)
    for unit in units:
        require(by, permission, unit)


def require_for_official(by: Any, permission: Permission, official: Official) -> None:
    """Stop with a sentence unless the official holds a post, or last held one, where `by` has the permission."""
    require(by, permission)
    if not may_for_official(by, permission, official):
        raise PermissionDenied("Cán bộ này không thuộc phạm vi của tài khoản của đồng chí.")  # logged: no name


def may_for_official(user: Any, permission: Permission, official: Official) -> bool:
    units = scope(user, permission)
    if units is None:
        return True
    posts = list(official.appointments.all())
    held = [post.unit_id for post in posts if post.ended_on is None] or [post.unit_id for post in posts]
    return bool(units.intersection(held))
