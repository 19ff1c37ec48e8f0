"""A web worker and then the database are killed outright while people vote, and some replies never arrive: every ballot
is in the box, once, and everybody is told so. What the processes say meanwhile tells nothing of a ballot."""

import random
import re
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ballots.http_voters import Met, Voter, all_vote
from tests.ballots.voting_hall import Opened
from tests.ballots.voting_sites import count, opened
from tests.browser.killable import Site

VOTERS, PEOPLE = 20, 5
SENT = re.compile(r"code=[0-9A-Z]{10}|nonce=[0-9a-f]{32}|m\d+=[0-3]")

pytestmark = pytest.mark.xdist_group("killed")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        yield Path(folder).resolve()


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    with (folder / "errors").open("wb") as errors:
        site = Site(folder, errors=errors.fileno())
        try:
            yield site.start()
        finally:
            site.close()


def test_nothing_is_lost_and_nothing_counted_twice(site: Site, folder: Path) -> None:
    hall, met = opened(site, "HN", people=PEOPLE, voters=VOTERS), Met()
    voters = [
        Voter(site.port, hall.address, code, met, random.Random(place), loses_reply=place % 4 == 0)
        for place, code in enumerate(hall.codes)
    ]
    for place, voter in enumerate(voters):
        voter.arrives = 0.3 * place
    all_vote(voters, at={VOTERS // 4: site.kill_web_worker, VOTERS // 2: site.kill_postmaster})
    assert not met.refused
    assert len(met.recorded) == VOTERS
    counted = count(site, hall)
    assert counted.returned == VOTERS
    assert counted.marks == met.marks()
    send_garbled(site, hall)
    site.close()
    said = (folder / "errors").read_text() + server_log(site)
    assert "khởi động lại" in said
    assert "database system is ready" in said
    assert not [code for code in hall.codes if code in said]
    assert hall.address not in said
    assert not SENT.findall(said)


def send_garbled(site: Site, hall: Opened) -> None:
    """A ballot behind a wrong length: the server takes the rest of it for the next request."""
    body = f"code={hall.codes[0]}&m1=1\r\n\r\n"
    head = f"POST /phieu/{hall.address}/ghi/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line:
        line.sendall((head + body).encode())
        while line.recv(4096):
            pass


def server_log(site: Site) -> str:
    """What PostgreSQL wrote of itself."""
    return (site.data / "log").read_text()
