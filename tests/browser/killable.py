"""The whole site in processes of its own, with a database of its own, so that each of them can be killed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = Path("/proc")
PATIENCE = 180  # seconds; the machine may be busy
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "docs", "*cache*", "node_modules")


class Site:
    """A copy of the project in `folder`, run by `manage.py serve` over the PostgreSQL that comes with it."""

    def __init__(self, folder: Path, errors: int | None = None) -> None:
        """`errors`: where its processes write them, such as subprocess.DEVNULL; with ours unless told."""
        self.errors = errors
        self.folder = folder / "site"
        shutil.copytree(ROOT, self.folder, ignore=LEFT_OUT)
        self.data = self.folder / "var" / "postgres"
        self.port = free_port()
        self.home = f"http://127.0.0.1:{self.port}"
        self.environment = {name: value for name, value in os.environ.items() if name != "CONN_MAX_AGE"}
        self.environment.pop("DATABASE_URL", None)
        self.server: subprocess.Popen[bytes] | None = None

    def run(self, program: str) -> str:
        """What a program prints that runs in the site's surroundings."""
        begin = "import django; django.setup();"
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", f"{begin}{program}"],
            cwd=self.folder,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def start(self) -> "Site":
        self.server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "manage.py", "serve", "--port", str(self.port)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=self.errors,
        )
        return self.wait_until_it_answers()

    def wait_until_it_answers(self) -> "Site":
        wait_until(self._answers)
        return self

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill_web(self) -> None:
        """SIGKILL the web server with all its workers at once; `serve` lives on and starts another."""
        assert self.server is not None
        (web,) = [pid for pid in children(self.server.pid) if "gunicorn" in command(pid)]
        kill(family(web))

    def kill_web_worker(self) -> None:
        """SIGKILL one process of the web server that answers requests; gunicorn starts another."""
        assert self.server is not None
        (web,) = [pid for pid in children(self.server.pid) if "gunicorn" in command(pid)]
        kill(children(web)[:1])

    def kill_all(self) -> None:
        """SIGKILL `serve` and all that it started."""
        assert self.server is not None
        kill(family(self.server.pid))
        self.server.wait()

    def kill_database(self) -> None:
        """SIGKILL PostgreSQL with every process of it, as when the machine loses power; `serve` starts it again."""
        found = [pid for pid in processes() if working_in(pid) == self.data]
        assert found
        kill(found)
        wait_until(lambda: not [pid for pid in found if working_in(pid) == self.data])

    def kill_postmaster(self) -> None:
        """SIGKILL the first process of PostgreSQL; the others see it and leave."""
        kill([int((self.data / "postmaster.pid").read_text().split("\n")[0])])

    def rows(self, statement: str) -> list[list[Any]]:
        """What the database answers."""
        asking = f"cursor = connection.cursor(); cursor.execute({statement!r}); print(json.dumps(cursor.fetchall()))"
        found: list[list[Any]] = json.loads(self.run(f"import json; from django.db import connection; {asking}"))
        return found

    def close(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(timeout=PATIENCE)


def processes() -> list[int]:
    return [int(entry.name) for entry in PROCESSES.glob("[0-9]*")]


def command(pid: int) -> str:
    try:
        return (PROCESSES / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # ended meanwhile
        return ""


def working_in(pid: int) -> Path | None:
    try:
        return (PROCESSES / str(pid) / "cwd").readlink()
    except OSError:
        return None


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in (PROCESSES / f"{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def family(pid: int) -> list[int]:
    """The process and all that came of it."""
    return [pid, *(member for child in children(pid) for member in family(child))]


def kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
