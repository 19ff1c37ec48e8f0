"""Taking keyed ballots out of the table's file, once their rows are deleted."""

import structlog
from django.db import OperationalError, connection, transaction

from ballots.models import KeyedSheet

PATIENCE = "500ms"
log = structlog.get_logger(__name__)


def shred_when_done() -> None:
    """Once the surrounding transaction commits, rewrite the table without its deleted rows."""
    transaction.on_commit(shred, robust=True)


def shred() -> None:
    """Deleted rows stay in the file until it is rewritten (VACUUM FULL). Rewriting needs the table to itself: where
    somebody holds it for long, such as a backup, the plain VACUUM frees the space, and the next bundle rewrites it."""
    table = connection.ops.quote_name(KeyedSheet._meta.db_table)
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
            cursor.execute(f"VACUUM FULL {table}")
        except OperationalError:
            log.warning("keyed_sheets_in_use")
            cursor.execute("SET lock_timeout = 0")
            cursor.execute(f"VACUUM {table}")
        finally:
            cursor.execute("SET lock_timeout = 0")
