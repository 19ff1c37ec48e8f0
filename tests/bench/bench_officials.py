"""Benchmarks of the roster import and of the list of officials."""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import python_calamine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.accounts.models import User
from config.accounts.permissions import Role
from officials import workbook_reader
from officials.actions.roster import import_roster
from officials.models import Appointment, Assignment, Official, OrganisationUnit, Title
from officials.rules.roster import read_roster
from officials.rules.roster_types import Roster
from officials.workbooks import sheets_of
from tests.bench.result import Measure
from tests.data import make_roster

PEOPLE = 50_000
FEW, MANY = 400, 40_000
BATCH = 1000
ROUNDS = 2


def roster_import() -> list[Measure]:
    """A roster of 50,000 people, against a bare reading of the same file and a bulk_create of the same rows.

    Both twice in turn, the better time of each: other work on the machine slows single runs.
    """
    content = _workbook(PEOPLE)
    imports: list[float] = []
    bare: list[float] = []
    peak = 0.0
    for _round in range(ROUNDS):
        with _undone():
            imports.append(_timed(lambda: _import(content)))
        peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + _reader_peak(content)
        roster = read_roster(sheets_of(content))
        with _undone():
            bare.append(_bare_read(content) + _timed(partial(_bare_create, roster)))
    return [
        Measure("import of 50,000 people", min(imports), 60, "s"),
        Measure("import of 50,000 people, peak memory of both processes", peak, 500, "MB"),
        Measure("import of 50,000 people against a bare read and bulk_create", min(imports) / min(bare), 5, "x"),
    ]


def _reader_peak(content: bytes) -> float:
    """Megabytes that the process which reads the workbook takes at most."""
    with tempfile.TemporaryFile() as workbook:
        workbook.write(content)
        workbook.seek(0)
        program = [sys.executable, "-I", workbook_reader.__file__]
        process = subprocess.Popen(program, stdin=workbook, stdout=subprocess.DEVNULL)
        return os.wait4(process.pid, 0)[2].ru_maxrss / 1024


def _import(content: bytes) -> None:
    import_roster(by=None, roster=read_roster(sheets_of(content)), skip_faulty=True)


def officials_list() -> list[Measure]:
    """The first page of the list with 40,000 officials against the same page with 400."""
    with _undone():
        roster = read_roster(sheets_of(_workbook(PEOPLE)))
        user = User.objects.create_user("bench", "x", full_name="Đo tốc độ")
        Assignment.objects.create(user=user, role=Role.ORGANISER)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        times = []
        for number in (FEW, MANY):
            part = Roster(roster.units, roster.titles, roster.people[:number], (), roster.columns)
            import_roster(by=None, roster=part)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            times.append(median(_timed(lambda: client.get(reverse("official-list"))) for _ in range(15)))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("official-list"))
    return [
        Measure("list of 40,000 officials against 400", times[1] / times[0], 3, "x"),
        Measure("list of 40,000 officials", len(queries), 6, "queries"),
    ]


def _workbook(people: int) -> bytes:
    """Written by a process of its own, so that its memory does not count here."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, make_roster.__file__, folder, "--people", str(people), "--seed", "11"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return (Path(folder) / "can-bo.xlsx").read_bytes()


def _bare_read(content: bytes) -> float:
    def read() -> None:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for name in workbook.sheet_names:
                workbook.get_sheet_by_name(name).to_python()

    return _timed(read)


def _bare_create(roster: Roster) -> None:
    units = [
        OrganisationUnit(code=u.code, name=u.name, kind=u.kind, tier=u.tier, letterhead="state", position=u.position)
        for u in roster.units
    ]
    OrganisationUnit.objects.bulk_create(units, batch_size=BATCH)
    unit_ids = {unit.code: unit.pk for unit in units}
    titles = {
        t: Title(name=t.name, unit_kind=t.unit_kind, regime=t.regime, is_leadership=t.is_leadership, rank=t.rank)
        for t in roster.titles
    }
    Title.objects.bulk_create(titles.values())
    officials = [
        Official(
            code=p.code,
            full_name=p.full_name,
            sex=p.sex,
            born_on=p.born_on,
            born_year=p.born_year,
            retirement_notice_on=p.retirement_notice_on,
            illness_from=p.illness_from,
        )
        for p in roster.people
    ]
    Official.objects.bulk_create(officials, batch_size=BATCH)
    posts = [
        Appointment(
            official_id=official.pk,
            title_id=titles[post.title].pk,
            unit_id=unit_ids[post.unit],
            means=post.means,
            started_on=post.started_on,
            decision=post.decision,
            position=post.position,
        )
        for official, person in zip(officials, roster.people, strict=True)
        for post in person.posts
    ]
    Appointment.objects.bulk_create(posts, batch_size=BATCH)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


BENCHMARKS = [roster_import, officials_list]
