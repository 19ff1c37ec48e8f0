"""Taking ballots out of the files of their tables, once their rows are deleted."""

from functools import partial

import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import Model

PATIENCE = "500ms"
log = structlog.get_logger(__name__)


def shred_when_done(*models: type[Model]) -> None:
    """Once the surrounding transaction commits, rewrite the tables without their deleted rows."""
    for model in models:
        transaction.on_commit(partial(shred, model), robust=True)


def shred(model: type[Model]) -> None:
    """Deleted rows stay in the file until it is rewritten (VACUUM FULL). Rewriting needs the table to itself: where
    somebody holds it for long, such as a backup, the plain VACUUM frees the space, and the next time rewrites it."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
            cursor.execute(f"VACUUM FULL {table}")
        except OperationalError:
            log.warning("table_in_use", table=model._meta.db_table)
            cursor.execute("SET lock_timeout = 0")
            cursor.execute(f"VACUUM {table}")
        finally:
            cursor.execute("SET lock_timeout = 0")
