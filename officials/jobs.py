"""The two halves of an import in the browser, as jobs of a worker: read for the preview, then write."""

from typing import Any

from django.urls import reverse

from config.jobs import uploads
from config.jobs.models import Job
from config.jobs.running import Progress, job_kind
from officials.actions.roster import import_roster, plan_roster
from officials.presenters import preview_of, tally_dict
from officials.rules.changes import Plan
from officials.rules.roster import read_roster
from officials.rules.roster_types import Roster
from officials.workbooks import sheets_of

READ, WRITE = "officials.read_roster", "officials.write_roster"


@job_kind(READ)
def read(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: what the import would do, every faulty row, and the digest of the plan."""
    with uploads.reading(job):
        roster = _roster(job, progress)
        progress("So với dữ liệu đang có", 0, 0)
        return preview_of(roster, plan_roster(by=job.by, roster=roster, skip_faulty=True))


@job_kind(WRITE)
def write(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: the counts of what was done."""
    with uploads.writing(job):
        return {"counts": tally_dict(_written(job, progress))}


def done_url(job: Job) -> str:
    return reverse("roster-import-done" if job.kind == WRITE else "roster-import-preview", args=[job.pk])


def _written(job: Job, progress: Progress) -> Plan:
    return import_roster(
        by=job.by,
        roster=_roster(job, progress),
        skip_faulty=bool(job.arguments["skip_faulty"]),
        expected=job.arguments["digest"],
        progress=progress,
    )


def _roster(job: Job, progress: Progress) -> Roster:
    progress("Mở tệp", 0, 0)
    sheets = sheets_of(uploads.file_of(job))
    progress("Đọc các dòng", 0, 0)
    return read_roster(sheets)
