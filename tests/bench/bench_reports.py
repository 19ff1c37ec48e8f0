"""What papers cost."""

import time

from ballots.rules.seal_codes import Wire
from officials.models import Letterhead
from reports.pdf import render_pdf
from reports.presenters.seal import seal_paper
from tests.ballots.seals import sealed, wire_of
from tests.bench.result import Measure
from tests.reports.setting import paper

PEOPLE = 60


def minutes_of_sixty() -> list[Measure]:
    """Minutes of 60 officials with each letterhead, and sealed ones with the page of their codes; the best of three."""
    render_pdf("reports/print/minutes.html", {"paper": paper(1)})
    measures = []
    for letterhead in Letterhead:
        seconds = min(_seconds(letterhead) for _ in range(3))
        measures.append(Measure(f"minutes of {PEOPLE} officials, {letterhead} letterhead", seconds, 2, "s"))
    wire = wire_of(sealed(PEOPLE))
    seconds = min(_seconds(Letterhead.STATE, wire) for _ in range(3))
    measures.append(Measure(f"sealed minutes of {PEOPLE} officials with their codes", seconds, 2, "s"))
    return measures


def _seconds(letterhead: str, wire: Wire | None = None) -> float:
    start = time.perf_counter()
    seal = seal_paper(wire) if wire else None
    render_pdf("reports/print/minutes.html", {"paper": paper(PEOPLE, letterhead=letterhead), "seal": seal})
    return time.perf_counter() - start


BENCHMARKS = [minutes_of_sixty]
