"""Another installation: a database of its own, set up while the test goes on, that has never seen the session."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from django.db import connection

from tests.browser.conftest import ROOT, database_url

NAME = "province_of_the_story"
ROSTER = ROOT / "docs" / "samples" / "can-bo.xlsx"


class Province:
    """Everything is done with the commands that its people have."""

    def __init__(self, folder: Path) -> None:
        self._sql(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}")
        self.environment = {
            **os.environ, "DATABASE_URL": database_url(NAME), "SEAL_KEY_FILE": str(folder / "province.key")
        }  # fmt: skip
        steps = (
            ("migrate", "-v", "0"),
            ("import_officials", str(ROSTER), "--skip-faulty"),  # tells of the faulty rows by its exit status
            ("create_campaign", "DOT", "--name", "Lấy phiếu tín nhiệm năm 2028", "--year", "2028"),
        )
        commands = "; ".join(shlex.join([sys.executable, "manage.py", *step]) for step in steps)
        self.making = subprocess.Popen(
            ["/bin/sh", "-c", commands],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ready(self) -> "Province":
        assert self.making.wait(timeout=120) == 0
        return self

    def manage(self, *arguments: str) -> str:
        """What a command says; its exit status is 0."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def drop(self) -> None:
        self.making.kill()
        self.making.wait()
        self._sql(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")

    def _sql(self, *commands: str) -> None:
        with connection.cursor() as cursor:
            for command in commands:
                cursor.execute(command)
