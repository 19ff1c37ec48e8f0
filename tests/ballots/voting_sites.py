"""A voting hall in a site of its own, laid out and counted in the site's surroundings."""

import json
from dataclasses import asdict

from tests.ballots.voting_hall import Counted, Opened
from tests.browser.killable import Site

PROGRAM = "import json; from dataclasses import asdict; from tests.ballots import voting_hall as hall;"


def opened(site: Site, code: str, *, people: int, voters: int) -> Opened:
    laying_out = f"hall.lay_out({code!r}, people={people}, voters={voters})"
    return Opened(**json.loads(site.run(f"{PROGRAM} print(json.dumps(asdict({laying_out})))")))


def count(site: Site, hall: Opened) -> Counted:
    counting = f"hall.count(hall.Opened(**{asdict(hall)!r}))"
    return Counted(**json.loads(site.run(f"{PROGRAM} print(json.dumps(asdict({counting})))")))
