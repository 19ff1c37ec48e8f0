"""The two halves of an import of totals in the browser, as jobs of a worker: read for the preview, then write."""

from typing import Any

from django.urls import reverse

from ballots.actions.importing import import_totals, plan_totals
from ballots.presenters.imports import fault_lines, import_sentence, preview_of
from campaigns.models import Campaign
from config.errors import Refused
from config.jobs import uploads
from config.jobs.models import Job
from config.jobs.running import Progress, job_kind
from officials.rules.roster_headings import Sheet
from officials.workbooks import sheets_of

READ, WRITE = "ballots.read_totals", "ballots.write_totals"


@job_kind(READ)
def read(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: what the import would do, every fault, and the digest of the plan. A faulty file is erased."""
    with uploads.reading(job):
        sheets = _sheets(job, progress)
        progress("So với dữ liệu đang có", 0, 0)
        plan = plan_totals(by=job.by, campaign=_campaign(job), sheets=sheets)
    if plan.faults:
        uploads.erase_file(job)
    return preview_of(plan)


@job_kind(WRITE)
def write(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: what was done."""
    with uploads.writing(job):
        plan = import_totals(
            by=job.by,
            campaign=_campaign(job),
            sheets=_sheets(job, progress),
            expected=job.arguments["digest"],
            progress=progress,
        )
    return {"sentence": import_sentence(plan), "warnings": fault_lines(plan.warnings)}


def done_url(job: Job) -> str:
    return reverse("totals-import-done" if job.kind == WRITE else "totals-import-preview", args=[job.pk])


def _campaign(job: Job) -> Campaign:
    campaign = Campaign.objects.filter(code=job.arguments["campaign"]).first()
    if campaign is None:
        raise Refused("Đợt lấy phiếu này không còn. Chọn đợt khác rồi tải tệp lên lại.")
    return campaign


def _sheets(job: Job, progress: Progress) -> list[Sheet]:
    progress("Mở tệp", 0, 0)
    return sheets_of(uploads.file_of(job))
