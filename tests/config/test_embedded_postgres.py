"""The note that a PostgreSQL leaves of itself, when the server is no longer there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import embedded_postgres
from config.embedded_postgres import _forget_dead_server


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
