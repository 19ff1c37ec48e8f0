"""Telling the database how much there is now."""

from functools import partial

from django.db import connection, models, transaction


def count_anew(*tables: type[models.Model]) -> None:
    """Once the surrounding transaction commits, refresh the statistics of these tables.

    After thousands of new rows the database plans as for the few that it knew of, until its own round comes, which may
    take a minute: a page opened right after an import would take as long.
    """
    transaction.on_commit(partial(_analyse, tables))


def _analyse(tables: tuple[type[models.Model], ...]) -> None:
    names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")  # names of our own tables, quoted
