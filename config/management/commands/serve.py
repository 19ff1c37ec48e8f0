"""The whole site on one machine: database, tables, web server and worker, until Ctrl-C."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.embedded_postgres import keep_running

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def static_files_are_collected() -> bool:
    """Whether the collected files are newer than everything they come from; compressing them again takes seconds."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return False
    sources = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    return bool(manifest.stat().st_mtime > max(source.stat().st_mtime for source in sources))


class Command(BaseCommand):
    help = "Chạy toàn bộ hệ thống trên một máy: cơ sở dữ liệu, trang web và tiến trình xử lý công việc nền."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help="nạp dữ liệu minh họa nếu cơ sở dữ liệu còn trống")
        parser.add_argument("--web-workers", type=int, default=2)

    def handle(self, *, port: int, demo: bool, web_workers: int, **_options: Any) -> None:
        self._refuse_a_busy_port(port)
        call_command("migrate", verbosity=0)
        if not settings.DEBUG and not static_files_are_collected():
            call_command("collectstatic", interactive=False, verbosity=0)
        if demo:
            call_command("load_demo", stdout=self.stdout)
        commands = {
            "trang web": [  # its warnings quote lines of requests that it cannot read, and those may be ballots
                *("gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(web_workers)),
                *("--threads", "4", "--timeout", "120", "--log-level", "error", "--no-control-socket"),
            ],
            "xử lý công việc nền": [
                "django",
                "work",
                "--no-startup-delay",
                "--interval",
                "0.3",
                "--no-reload",
                "-v",
                "0",
            ],
        }
        self._run(commands, port)

    def _refuse_a_busy_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise CommandError(f"Cổng {port} đang được dùng. Chọn cổng khác, ví dụ: make run PORT={port + 1}")

    def _run(self, commands: dict[str, list[str]], port: int) -> None:
        def stop(*_: object) -> None:
            raise KeyboardInterrupt

        for ending in (signal.SIGINT, signal.SIGTERM):  # a background job starts with SIGINT ignored
            signal.signal(ending, stop)
        running: dict[str, subprocess.Popen[bytes]] = {}
        try:
            while True:
                self._keep_database()
                for name, command in commands.items():
                    self._keep_running(running, name, command)
                self._say_when_ready(port)
                time.sleep(1)
        except KeyboardInterrupt:
            self.stdout.write("\nĐang dừng…")
        finally:
            for process in running.values():
                process.terminate()
            for process in running.values():
                process.wait()

    def _keep_database(self) -> None:
        """The one that comes with the requirements; where DATABASE_URL names another, somebody else looks after it."""
        try:
            if keep_running():
                self.stderr.write("Cơ sở dữ liệu đã dừng; đã khởi động lại.")
        except (OSError, RuntimeError, subprocess.SubprocessError):
            self.stderr.write("Cơ sở dữ liệu đã dừng và chưa khởi động lại được; đang thử tiếp.")

    def _keep_running(self, running: dict[str, subprocess.Popen[bytes]], name: str, command: list[str]) -> None:
        if name in running:
            if running[name].poll() is None:
                return
            self.stderr.write(f"Tiến trình {name} đã dừng; khởi động lại.")
        running[name] = subprocess.Popen(  # noqa: S603 - fixed commands
            [sys.executable, "-m", *command],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
            preexec_fn=end_with_parent,  # noqa: PLW1509 - nothing is threaded here
            start_new_session=True,
            cwd=settings.BASE_DIR,
        )

    _is_ready = False

    def _say_when_ready(self, port: int) -> None:
        if self._is_ready:
            return
        with socket.socket() as probe:
            probe.settimeout(1)
            self._is_ready = probe.connect_ex(("127.0.0.1", port)) == 0
        if self._is_ready:
            self.stdout.write(self.style.SUCCESS(f"Hệ thống đang chạy tại http://127.0.0.1:{port}/  (Ctrl-C để dừng)"))
