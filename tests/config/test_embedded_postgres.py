"""A PostgreSQL that was killed: the note that it leaves of itself, and how it is started again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from config import embedded_postgres
from config.embedded_postgres import _forget_dead_server, _processes_in

KILLED = """
import os, signal, sys
from contextlib import closing
from pathlib import Path
import psycopg2
from config.embedded_postgres import database_url, keep_running
data = Path(sys.argv[1])
address = database_url(data)
with closing(psycopg2.connect(address)) as asking, asking, asking.cursor() as cursor:
    cursor.execute("CREATE TABLE kept AS SELECT 'kept'")
assert not keep_running()
os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
while not keep_running():
    pass
assert not keep_running()
with closing(psycopg2.connect(address)) as asking, asking.cursor() as cursor:
    cursor.execute("TABLE kept")
    print(cursor.fetchone()[0])
"""


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return tmp_path / "postmaster.pid"


def lines(number: int, data: Path) -> str:
    return "\n".join([str(number), str(data), "1795411872", "5432", str(data), "", "1 2", "ready"])


def test_there_is_none(note: Path) -> None:
    _forget_dead_server(note.parent)
    assert not note.exists()


def test_its_number_is_now_of_another_process(note: Path) -> None:
    beside_the_socket = note.with_name(".s.PGSQL.5432.lock")
    for written in (note, beside_the_socket):
        written.write_text(lines(os.getpid(), note.parent))
    _forget_dead_server(note.parent)
    assert not note.exists()
    assert not beside_the_socket.exists()


def test_it_is_dead_and_nobody_collected_it(note: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""], cwd=note.parent, stdout=subprocess.PIPE) as dead:
        assert dead.stdout is not None
        dead.stdout.read()
        os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
        note.write_text(lines(dead.pid, note.parent))
        _forget_dead_server(note.parent)
        assert not note.exists()


@pytest.mark.parametrize("content", ["", "x"])
def test_the_note_was_cut_short(note: Path, content: str) -> None:
    note.write_text(content)
    _forget_dead_server(note.parent)
    assert not note.exists()


@contextmanager
def at_work_in(folder: Path) -> Iterator[int]:
    program = [sys.executable, "-c", "print(flush=True); input()"]
    with subprocess.Popen(program, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as alive:
        assert alive.stdout is not None
        alive.stdout.readline()
        yield alive.pid
        alive.communicate(b"\n")


def test_the_server_runs(note: Path) -> None:
    with at_work_in(note.parent) as number:
        note.write_text(lines(number, note.parent))
        _forget_dead_server(note.parent)
        assert note.exists()


def test_a_process_of_the_dead_server_still_writes(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_postgres, "MOST_LOOKS", 2)
    note.write_text(lines(os.getpid(), note.parent))
    with at_work_in(note.parent):
        _forget_dead_server(note.parent)
        assert note.exists()


def test_it_is_started_again_with_what_was_committed_and_stopped_at_the_end(tmp_path: Path) -> None:
    data = tmp_path.resolve() / "postgres"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED, data],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "kept", done.stderr
    assert not _processes_in(data)
