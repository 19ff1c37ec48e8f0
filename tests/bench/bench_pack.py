"""What a pack of 500 ballots costs."""

import subprocess
import sys
import time

from reports.actions.pack import sample
from reports.pdf import Bound, bound, render_pdf
from reports.presenters.ballots import ballot_paper
from reports.presenters.pack import PackOptions, Part, chosen_size, copies
from tests.bench.result import Measure
from tests.reports.packing import facts

BALLOTS, PEOPLE = 500, 28
# `ru_maxrss` would also count what the process that started this one had; VmHWM is this program's own.
ALONE = """
import tests.environment
import django
django.setup()
from tests.bench import bench_pack
bench_pack.timed(bench_pack.BALLOTS)
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""


def pack_of_500() -> list[Measure]:
    """500 ballots of 28 people with the criteria on the back, in seconds, megabytes and against one ballot."""
    found = facts(PEOPLE, voters=BALLOTS)
    options = PackOptions((Part.BALLOTS,), ballots=BALLOTS, with_criteria=True)
    sample(found, found.styles[0], options)
    one, _ = timed(1)
    peak = _peak()
    whole, size = timed(BALLOTS)
    return [
        Measure(f"{BALLOTS} ballots of {PEOPLE} people", whole, 30, "s"),
        Measure("  against one ballot", whole / one, 10, "x"),
        Measure("  memory at most", peak, 300, "MB"),
        Measure("  size of the file", size / 1e6, 5, "MB"),
    ]


def _peak() -> float:
    """The most memory, in MB, that a process takes which does nothing else."""
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)
    return float(done.stdout) / 1e3


def timed(ballots: int) -> tuple[float, int]:
    """Seconds to set so many ballots, and the bytes of the file."""
    start = time.perf_counter()
    found = facts(PEOPLE, voters=ballots)
    style = found.styles[0]
    size = chosen_size(found, style, "auto")
    paper = ballot_paper(found, style, size, "", with_criteria=True)
    pdf = render_pdf("reports/print/ballots.html", {"paper": paper}, is_tagged=False)
    whole = bound([Bound("Phiếu", pdf, copies(size, ballots))])
    return time.perf_counter() - start, len(whole)


BENCHMARKS = [pack_of_500]
