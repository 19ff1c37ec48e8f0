"""History rows for what was written in bulk, copied by the database from the rows themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models


def remember(
    model: type[models.Model], pks: Sequence[int], *, created: bool, by: Any, at: datetime, reason: str
) -> None:
    """Write what django-simple-history writes when a row is saved, for all rows of `pks` as they are now."""

    def name(identifier: str | None) -> str:
        assert identifier is not None
        return connection.ops.quote_name(identifier)

    columns = ", ".join(name(field.column) for field in model._meta.concrete_fields)
    history = model.history.model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name(history)} ({columns}, history_date, history_type, history_user_id,"  # noqa: S608
            f" history_change_reason) SELECT {columns}, %s, %s, %s, %s FROM {name(model._meta.db_table)}"
            f" WHERE {name(model._meta.pk.column)} = ANY(%s) ORDER BY 1",
            [at, "+" if created else "~", by.pk if by is not None else None, reason, list(pks)],
        )
