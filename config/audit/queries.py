"""Reading the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from config.accounts.permissions import Permission
from config.audit.chain import Entry, first_break
from config.audit.models import AuditEvent


@dataclass(frozen=True)
class UnitRef:
    """A unit known by its id alone: the platform knows nothing else of units. None stands for "everywhere"."""

    pk: int | None


def events_seen_by(user: Any) -> QuerySet[AuditEvent]:
    """The events of the units where the user may look; those without a unit need the permission everywhere."""
    events = AuditEvent.objects.all()
    if user.has_perm(Permission.VIEW_AUDIT, UnitRef(None)):
        return events
    units = events.order_by().values_list("unit_id", flat=True).distinct()
    seen = [pk for pk in units if pk is not None and user.has_perm(Permission.VIEW_AUDIT, UnitRef(pk))]
    return events.filter(unit_id__in=seen)


def first_broken_event() -> int | None:
    """The id of the first event that does not follow from the one before it; None when the whole chain holds."""
    return first_break(_links())


def _links() -> Iterator[tuple[int, Entry, str]]:
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        entry = Entry(
            at=event.at.isoformat(),
            actor_id=event.actor_id,
            actor=event.actor,
            action=event.action,
            object_type=event.object_type,
            object_id=event.object_id,
            label=event.label,
            unit_id=event.unit_id,
            before=event.before,
            after=event.after,
            reason=event.reason,
        )
        yield event.pk, entry, event.digest
