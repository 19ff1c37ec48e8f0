"""Writing the audit trail. Called inside the transaction of the action it describes, as its last step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from config.audit.chain import START, Entry, digest
from config.audit.models import AuditEvent

CHAIN_LOCK = 96_2023  # any fixed number: one writer at a time appends to the chain


@dataclass(frozen=True)
class Change:
    """One thing that an action did. `before` and `after` hold JSON values, of changed fields only."""

    action: str
    obj: models.Model
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    unit_id: int | None = None
    label: str = ""


def record(
    *,
    by: Any,
    action: str,
    obj: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    unit_id: int | None = None,
    reason: str = "",
) -> None:
    """Append one event. `by` is the user, or None for a command of the machine's own administrator."""
    change = Change(action=action, obj=obj, before=before or {}, after=after or {}, unit_id=unit_id)
    record_many(by=by, changes=[change], reason=reason)


def record_many(*, by: Any, changes: Sequence[Change] | Iterable[Change], reason: str = "") -> None:
    """Append an event for each change, in order, under one lock on the chain's end that lasts until commit."""
    assert transaction.get_connection().in_atomic_block, "an audit event belongs to the transaction of its action"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    previous = AuditEvent.objects.order_by("-pk").values_list("digest", flat=True).first() or START
    at = timezone.now()
    rows = []
    for change in changes:
        entry = Entry(
            at=at.isoformat(),
            actor_id=by.pk if by is not None else None,
            actor=str(by) if by is not None else "Dòng lệnh",
            action=change.action,
            object_type=change.obj._meta.label_lower,
            object_id=str(change.obj.pk),
            label=(change.label or str(change.obj))[:300],
            unit_id=change.unit_id,
            before=change.before,
            after=change.after,
            reason=reason,
        )
        previous = digest(previous, entry)
        fields = {**entry.__dict__, "at": at}
        rows.append(AuditEvent(**fields, digest=previous))
    AuditEvent.objects.bulk_create(rows, batch_size=1000)


def snapshot(obj: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The named fields of `obj` as JSON values: dates in ISO form, related objects by their text."""
    values = {}
    for name in names:
        value = getattr(obj, name)
        if isinstance(value, models.Model):
            value = str(value)
        elif hasattr(value, "isoformat"):
            value = value.isoformat()
        values[name] = value
    return values


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides cut down to the fields that differ."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}
