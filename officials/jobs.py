"""The two halves of an import in the browser, as jobs of a worker: read for the preview, then write."""

from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils import timezone

from config.jobs import uploads
from config.jobs.models import Job
from config.jobs.running import Progress, job_kind
from officials.actions.memberships import MemberPlan, import_members, plan_members
from officials.actions.roster import import_roster, plan_roster
from officials.presenters import KEPT_FAULTS, preview_of, tally_dict
from officials.rules.changes import Plan
from officials.rules.roster import read_roster
from officials.rules.roster_types import Roster
from officials.workbooks import sheets_of

READ, WRITE = "officials.read_roster", "officials.write_roster"
READ_MEMBERS, WRITE_MEMBERS = "officials.read_members", "officials.write_members"


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


@job_kind(READ_MEMBERS)
def read_members(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: how many seats are new and known, and every fault. A faulty file is erased."""
    with uploads.reading(job):
        progress("Mở tệp", 0, 0)
        sheets = sheets_of(uploads.file_of(job))
        progress("So với dữ liệu đang có", 0, 0)
        plan = plan_members(by=job.by, sheets=sheets, today=timezone.localdate())
    if plan.file.faults:
        uploads.erase_file(job)
    return _members(plan)


@job_kind(WRITE_MEMBERS)
def write_members(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: the counts of what was done."""
    with uploads.writing(job):
        progress("Ghi dữ liệu", 0, 0)
        sheets = sheets_of(uploads.file_of(job))
        return _members(import_members(by=job.by, sheets=sheets, today=timezone.localdate()))


def _members(plan: MemberPlan) -> dict[str, Any]:
    faults = [asdict(fault) for fault in plan.file.faults]
    return {"new": plan.new, "known": plan.known, "faults": faults[:KEPT_FAULTS], "number": len(faults)}


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
