"""Taking ballots out of the files of their tables, once their rows are deleted, and out of the server's own log."""

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


def forget_log_when_done() -> None:
    """Once the surrounding transaction commits, have the server give up its write-ahead log so far: it still holds
    every ballot as its voter's transaction wrote it. Asked for after the tables were rewritten."""
    transaction.on_commit(forget_log, robust=True)


def forget_log() -> None:
    """What is written up to now is in the tables; the server deletes the files of its log that it needs no more. Where
    that is not ours to order, it overwrites them by and by, and the self-attack says how many are left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role('pg_checkpoint', 'usage') AND has_function_privilege('pg_switch_wal()', 'execute')"
        )
        if cursor.fetchone()[0]:
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
        else:
            log.warning("write_ahead_log_kept")
