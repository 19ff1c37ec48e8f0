"""What papers cost."""

import time

from officials.models import Letterhead
from reports.pdf import render_pdf
from tests.bench.result import Measure
from tests.reports.setting import paper

PEOPLE = 60


def minutes_of_sixty() -> list[Measure]:
    """Minutes of 60 officials with each letterhead, the best of three."""
    render_pdf("reports/print/minutes.html", {"paper": paper(1)})
    measures = []
    for letterhead in Letterhead:
        seconds = min(_seconds(letterhead) for _ in range(3))
        measures.append(Measure(f"minutes of {PEOPLE} officials, {letterhead} letterhead", seconds, 2, "s"))
    return measures


def _seconds(letterhead: str) -> float:
    start = time.perf_counter()
    render_pdf("reports/print/minutes.html", {"paper": paper(PEOPLE, letterhead=letterhead)})
    return time.perf_counter() - start


BENCHMARKS = [minutes_of_sixty]
