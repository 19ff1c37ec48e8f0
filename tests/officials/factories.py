"""Officials with a post, in one line."""

from datetime import date
from typing import Any

from officials.models import Appointment, BallotGroup, Official, OrganisationUnit, Regime, Title


def make_title(name: str, kind: str, **fields: Any) -> Title:
    defaults = {"regime": Regime.OTHER, "is_leadership": True, "ballot_group": BallotGroup.AGENCY}
    return Title.objects.get_or_create(name=name, unit_kind=kind, defaults={**defaults, **fields})[0]


def hold(code: str, unit: OrganisationUnit, title: str = "Trưởng", name: str = "Lê An", **post: Any) -> Official:
    """An official with one post at the unit, held since 1 March 2024."""
    official = Official.objects.create(code=code, full_name=name)
    fields = {"means": "appointed", "started_on": date(2024, 3, 1), **post}
    Appointment.objects.create(official=official, unit=unit, title=make_title(title, unit.kind), **fields)
    return official
