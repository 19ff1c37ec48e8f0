"""What a pack of 500 ballots costs."""

import time
import tracemalloc

from reports.actions.pack import sample
from reports.pdf import Bound, bound, render_pdf
from reports.presenters.ballots import ballot_paper
from reports.presenters.pack import PackOptions, Part, chosen_size, copies
from tests.bench.result import Measure
from tests.reports.packing import facts

BALLOTS, PEOPLE = 500, 28


def pack_of_500() -> list[Measure]:
    """500 ballots of 28 people with the criteria on the back, in seconds, megabytes and against one ballot."""
    found = facts(PEOPLE, voters=BALLOTS)
    options = PackOptions((Part.BALLOTS,), reserve=0, with_criteria=True)
    sample(found, found.styles[0], options)
    one, _ = _timed(1)
    tracemalloc.start()
    _timed(BALLOTS)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    whole, size = _timed(BALLOTS)
    return [
        Measure(f"{BALLOTS} ballots of {PEOPLE} people", whole, 30, "s"),
        Measure("  against one ballot", whole / one, 10, "x"),
        Measure("  memory at most", peak, 300, "MB"),
        Measure("  size of the file", size / 1e6, 5, "MB"),
    ]


def _timed(ballots: int) -> tuple[float, int]:
    start = time.perf_counter()
    found = facts(PEOPLE, voters=ballots)
    style = found.styles[0]
    size = chosen_size(found, style, "auto")
    paper = ballot_paper(found, style, size, "", with_criteria=True)
    pdf = render_pdf("reports/print/ballots.html", {"paper": paper}, is_tagged=False)
    whole = bound([Bound("Phiếu", pdf, copies(found, size, 0))])
    return time.perf_counter() - start, len(whole)


BENCHMARKS = [pack_of_500]
