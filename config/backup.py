"""The whole state of the database in one file, and back again, verified.

The file is a zip of one CSV per table, read in a single snapshot, with a manifest: the migrations that the tables
follow, and for each table its columns, number of rows and SHA-256. Restoring checks all of that first and then replaces
everything in one transaction, so that a wrong file changes nothing.
"""

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from config.errors import Refused

FORMAT = 1
CHUNK = 1 << 20
MIGRATIONS = "django_migrations"
DAMAGED = "Tệp sao lưu bị hỏng hoặc không phải tệp sao lưu của hệ thống này. Chọn tệp khác; chưa có gì thay đổi."


_obstacles: list[Callable[[], str]] = []


def no_backup_while(obstacle: Callable[[], str]) -> None:
    """Ask this, in an app's ready(), before a backup is written: it gives the sentence why there must be none now, or
    an empty text."""
    _obstacles.append(obstacle)


def back_up(target: Path) -> dict[str, int]:
    """Write the file; it appears under its name only when it is complete. Returns the number of rows by table."""
    partial = target.with_name(target.name + ".part")
    try:
        with transaction.atomic(), _private_zip(partial) as archive:
            _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _refuse_where_forbidden()
            tables = {name: _write_table(archive, name) for name in _tables()}
            manifest = {"format": FORMAT, "migrations": _migrations(), "tables": tables}
            archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        partial.replace(target)
    except OSError as error:
        raise Refused(f"Không ghi được tệp {target}: {error.strerror}. Kiểm tra thư mục và quyền ghi.")
    finally:
        partial.unlink(missing_ok=True)
    return {name: table["rows"] for name, table in tables.items()}


def restore(source: Path) -> dict[str, int]:
    """Replace everything in the database by what the file holds. Returns the number of rows by table."""
    with _opened(source) as archive:
        manifest = _checked_manifest(archive)
        with transaction.atomic():
            names = ", ".join(connection.ops.quote_name(name) for name in _tables())
            _execute(f"TRUNCATE {names} RESTART IDENTITY")
            for name, table in manifest["tables"].items():
                with archive.open(f"{name}.csv") as rows:
                    _copy(f"COPY {_columns(name, table['columns'])} FROM STDIN (FORMAT csv)", rows)
            _set_sequences()
            counts = {name: int(table["rows"]) for name, table in manifest["tables"].items()}
            if counts != {name: _count(name) for name in counts}:
                raise Refused(DAMAGED)
    return counts


def is_empty() -> bool:
    """Whether the database holds no account yet."""
    return _count("accounts_user") == 0


def _refuse_where_forbidden() -> None:
    for obstacle in _obstacles:
        if sentence := obstacle():
            raise Refused(sentence)


@contextmanager
def _private_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A new file that nobody else may read: everything about everybody goes into it."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        yield archive


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    if not source.is_file():
        raise Refused(f"Không có tệp {source}. Kiểm tra lại đường dẫn.")
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError):
        raise Refused(DAMAGED)
    except OSError as error:
        raise Refused(f"Không đọc được tệp {source}: {error.strerror}. Kiểm tra quyền đọc tệp.")


def _checked_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest = json.loads(archive.read("manifest.json"))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Refused(DAMAGED)
    if manifest["migrations"] != _migrations():
        raise Refused(
            "Tệp sao lưu thuộc phiên bản khác của phần mềm. Cài đúng phiên bản đó, khôi phục, rồi mới nâng cấp."
        )
    if sorted(manifest["tables"]) != _tables():
        raise Refused(DAMAGED)
    for name, table in manifest["tables"].items():
        with archive.open(f"{name}.csv") as rows:
            if _digest(rows) != table["sha256"]:
                raise Refused(DAMAGED)
    return manifest


def _write_table(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, name)]
    with tempfile.TemporaryFile() as rows:
        _copy(f"COPY {_columns(name, columns)} TO STDOUT (FORMAT csv)", rows)
        rows.seek(0)
        digest = _digest(rows)
        rows.seek(0)
        with archive.open(f"{name}.csv", "w") as member:
            while chunk := rows.read(CHUNK):
                member.write(chunk)
    return {"columns": columns, "rows": _count(name), "sha256": digest}


def _digest(rows: IO[bytes]) -> str:
    found = hashlib.sha256()
    while chunk := rows.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _columns(table: str, columns: list[str]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(quote(column) for column in columns)})"


def _tables() -> list[str]:
    return sorted(set(connection.introspection.table_names()) - {MIGRATIONS})


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a quoted name
        return int(cursor.fetchone()[0])


def _set_sequences() -> None:
    """Let every identity go on behind its greatest number."""
    with connection.cursor() as cursor:
        for table in _tables():
            for sequence in connection.introspection.get_sequences(cursor, table):
                name, column = connection.ops.quote_name(table), connection.ops.quote_name(sequence["column"])
                last = f"greatest(max({column}), 1), max({column}) IS NOT NULL"
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, %s), {last}) FROM {name}",  # noqa: S608 - quoted names
                    [name, sequence["column"]],
                )


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _copy(statement: str, rows: IO[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(statement, rows)
