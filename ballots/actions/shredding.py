"""Taking ballots out of the files of their tables, once their rows are deleted, and out of the server's own log."""

from functools import partial
from time import sleep
from typing import Any

import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import Model

PATIENCE = "1500ms"  # the server's own cleaning gives way after one second (deadlock_timeout)
# Whoever writes, in any database of the server, or looks, in this one, in a transaction from before the one given.
ONLOOKERS = """
    SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND (
        age(backend_xid) > age(%(now)s::xid) OR datname = current_database() AND age(backend_xmin) > age(%(now)s::xid)
    )
"""
LOOKS = 20
LOOK_AGAIN = 0.1  # seconds
log = structlog.get_logger(__name__)


def shred_when_done(*models: type[Model]) -> None:
    """Once the surrounding transaction commits, rewrite the tables without their deleted rows."""
    for model in models:
        transaction.on_commit(partial(shred, model), robust=True)


def shred(model: type[Model]) -> None:
    """Deleted rows stay in the file until it is rewritten (VACUUM FULL), and even then while a transaction is open from
    before, which might still look at them: that is waited for. Rewriting needs the table to itself: where somebody
    holds it for long, such as a backup, the plain VACUUM frees the space, and the next time rewrites it."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        _wait_for_onlookers(cursor)
        try:
            cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
            cursor.execute(f"VACUUM FULL {table}")
        except OperationalError:
            log.warning("table_in_use", table=model._meta.db_table)
            cursor.execute("SET lock_timeout = 0")
            cursor.execute(f"VACUUM {table}")
        finally:
            cursor.execute("SET lock_timeout = 0")


def _wait_for_onlookers(cursor: Any) -> None:
    """Until every transaction from before has ended, two seconds at most."""
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    (now,) = cursor.fetchone()
    for _look in range(LOOKS):
        cursor.execute(ONLOOKERS, {"now": now})
        if cursor.fetchone() == (0,):
            return
        sleep(LOOK_AGAIN)


def forget_log_when_done() -> None:
    """Once the surrounding transaction commits, have the server give up its write-ahead log so far: it still holds
    every ballot as its voter's transaction wrote it, and every slip that was destroyed. Asked for after the tables were
    rewritten."""
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
