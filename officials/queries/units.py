"""Reads about units, each in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from config.accounts.permissions import Permission
from config.vietnamese import search_key
from officials.models import Appointment, OrganisationUnit
from officials.permissions import within


@dataclass(frozen=True)
class Branch:
    """A line of the tree as the page writes it: `closes` counts the levels that end behind it."""

    unit: OrganisationUnit
    officials: int
    below: int
    is_open: bool
    closes: range


def units_seen_by(user: Any) -> QuerySet[OrganisationUnit]:
    return within(OrganisationUnit.objects.order_by("position", "code"), user, Permission.VIEW_OFFICIALS, "pk")


def tree(units: QuerySet[OrganisationUnit]) -> list[Branch]:
    """The units as a forest, depth first, with how many officials each has. Two queries."""
    children: dict[int | None, list[OrganisationUnit]] = defaultdict(list)
    found = list(units)
    known = {unit.pk for unit in found}
    for unit in found:
        children[unit.parent_id if unit.parent_id in known else None].append(unit)
    lines: list[tuple[OrganisationUnit, int]] = []
    waiting = [(unit, 0) for unit in reversed(children[None])]
    while waiting:
        unit, depth = waiting.pop()
        lines.append((unit, depth))
        waiting.extend((child, depth + 1) for child in reversed(children[unit.pk]))
    heads = officials_by_unit()
    after = [depth for _unit, depth in lines[1:]] + [0]
    return [
        Branch(
            unit,
            heads.get(unit.pk, 0),
            len(children[unit.pk]),
            is_open=depth == 0 and len(children[unit.pk]) <= 30,
            closes=range(max(0, depth - following)),
        )
        for (unit, depth), following in zip(lines, after, strict=True)
    ]


def officials_by_unit() -> dict[int, int]:
    """How many officials hold a post in each unit now."""
    counts = Appointment.objects.current().order_by().values("unit_id").annotate(n=Count("official_id", distinct=True))
    return dict(counts.values_list("unit_id", "n"))


def search_units(units: QuerySet[OrganisationUnit], text: str) -> QuerySet[OrganisationUnit]:
    """The units whose code or name holds every word; diacritics do not matter."""
    found = Q()
    for word in search_key(text).split():
        found &= Q(search_key__contains=word)
    return units.filter(found)


def subtrees_matching(text: str, units: QuerySet[OrganisationUnit]) -> list[int]:
    """The units that `text` means, the one of this code or else all whose name holds it, with all that is below."""
    roots = set(units.filter(code__iexact=text.strip()).values_list("pk", flat=True))
    roots = roots or set(search_units(units, text).order_by().values_list("pk", flat=True))
    children: dict[int, list[int]] = defaultdict(list)
    for pk, parent in units.order_by().values_list("pk", "parent_id"):
        if parent is not None:
            children[parent].append(pk)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children[pk])
    return list(found)


def superiors(unit: OrganisationUnit) -> list[OrganisationUnit]:
    """From the top down to the unit's own superior."""
    return list(unit.ancestors()) if unit.parent_id else []
