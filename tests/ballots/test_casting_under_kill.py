"""A web worker and then the database are killed outright while people vote, and some replies never arrive: every ballot
is in the box, once, and everybody is told so."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ballots.http_voters import Met, Voter, all_vote
from tests.ballots.voting_sites import count, opened
from tests.browser.killable import Site

VOTERS, PEOPLE = 20, 5

pytestmark = pytest.mark.xdist_group("killed")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        site = Site(Path(folder).resolve())
        try:
            yield site.start()
        finally:
            site.close()


def test_nothing_is_lost_and_nothing_counted_twice(site: Site) -> None:
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
