"""Planning the sessions of a whole phase at once."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import Phase
from campaigns.queries.sessions import date_warnings, same_place_committee, units_waiting
from config.accounts.permissions import Permission, require
from config.errors import Refused
from officials.models import OrganisationUnit, UnitKind
from officials.permissions import within

UNIT = "{đơn vị}"
NAME = f"Hội nghị lấy phiếu tín nhiệm tại {UNIT}"
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Pattern:
    """What the sessions have in common; UNIT in the name stands for each unit's name."""

    held_at: datetime
    name: str = NAME
    place: str = ""
    reason: str = ""

    def plan_for(self, unit: OrganisationUnit) -> SessionPlan:
        code = re.sub(r"[^A-Za-z0-9_-]+", "-", unit.code)
        return SessionPlan(f"HN-{code}", self.name.replace(UNIT, unit.name)[:200], self.held_at, self.place)


@dataclass(frozen=True)
class Planned:
    """How many sessions were created; a sentence for each unit that could not get one."""

    created: int
    refused: tuple[str, ...]


@transaction.atomic
def create_sessions(*, by: Any, phase: Phase, pattern: Pattern, progress: Report | None = None) -> Planned:
    """Create a session for every unit of the phase, where `by` may, that has people waiting and none yet.

    A people's council takes along the people's committee of its place. Refused for a day that is odd without a
    reason, and where nobody waits; a unit that is refused by itself does not stop the others.
    """
    require(by, Permission.EDIT_CAMPAIGNS)
    warnings = date_warnings(phase.campaign, phase, timezone.localdate(pattern.held_at))
    if warnings and not pattern.reason.strip():
        raise Refused(" ".join(warnings) + " Sửa ngày, hoặc ghi lý do.")
    groups = list(_groups(waiting_for(by, phase)))
    if not groups:
        raise Refused("Không còn đơn vị nào chờ hội nghị trong giai đoạn này.")
    report = progress or (lambda _stage, _done, _total: None)
    refused = []
    for done, units in enumerate(groups):
        report("Lập hội nghị", done, len(groups))
        refusal = _create(by, phase, units, pattern)
        if refusal:
            refused.append(f"{units[0]}: {refusal}")
    if len(refused) == len(groups):
        raise Refused(" ".join(refused[:5]))
    return Planned(len(groups) - len(refused), tuple(refused))


def waiting_for(by: Any, phase: Phase) -> list[OrganisationUnit]:
    """The units of the phase with people waiting, where `by` may plan sessions."""
    waiting = units_waiting(phase.campaign, phase)
    return list(waiting if by is None else within(waiting, by, Permission.EDIT_CAMPAIGNS, path="pk"))


def _groups(waiting: Sequence[OrganisationUnit]) -> Iterator[list[OrganisationUnit]]:
    """The units of each session: councils with their committees first, so that no committee is left to itself."""
    taken: set[int] = set()
    for unit in sorted(waiting, key=lambda unit: unit.kind != UnitKind.PEOPLES_COUNCIL):
        if unit.pk in taken:
            continue
        committee = same_place_committee(unit)
        units = [unit, committee] if committee is not None else [unit]
        taken.update(member.pk for member in units)
        yield units


def _create(by: Any, phase: Phase, units: list[OrganisationUnit], pattern: Pattern) -> str:
    """Nothing, or why the unit could not get its session."""
    plan = pattern.plan_for(units[0])
    try:
        create_session(by=by, phase=phase, unit=units[0], units=units, plan=plan, reason=pattern.reason)
    except Refused as refusal:
        return str(refusal)
    return ""
