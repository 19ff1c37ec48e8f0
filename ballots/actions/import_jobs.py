"""Starting the halves of an import of totals in the browser, and giving an import up."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from ballots.jobs import READ, WRITE, done_url, erase_file
from campaigns.models import Campaign
from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs.models import Job
from config.jobs.running import start


@transaction.atomic
def start_reading(*, by: Any, campaign: Campaign, content: bytes, file_name: str) -> Job:
    """Queue the reading of an uploaded workbook. An earlier upload of the same person is given up."""
    require(by, Permission.IMPORT_TOTALS)
    Job.objects.filter(by=by, kind=READ).update(file=None)
    arguments = {"campaign": campaign.code}
    job = start(by=by, kind=READ, title="Đọc kết quả", arguments=arguments, file=content, file_name=file_name)
    _lead_on(job)
    return job


@transaction.atomic
def start_writing(*, by: Any, preview: Job) -> Job:
    """Queue the writing of what the preview showed; the file goes along and is gone from the preview."""
    require(by, Permission.IMPORT_TOTALS)
    held = Job.objects.select_for_update().get(pk=preview.pk)
    if held.result.get("faults"):
        raise Refused("Tệp có chỗ sai nên không nhập được. Sửa tệp rồi tải lên lại.")
    if held.file is None:
        raise Refused("Tệp của lần xem trước này đã được nhập hoặc đã bỏ. Tải tệp lên lại.")
    job = start(
        by=by,
        kind=WRITE,
        title="Nhập kết quả",
        arguments={"campaign": held.arguments["campaign"], "digest": held.result["digest"]},
        file=bytes(held.file),
        file_name=held.file_name,
    )
    _lead_on(job)
    erase_file(held)
    return job


def give_up(*, by: Any, preview: Job) -> None:
    """Erase the uploaded file; nothing was written."""
    require(by, Permission.IMPORT_TOTALS)
    erase_file(preview)


def _lead_on(job: Job) -> None:
    """Tell the job's page where to go when the job is done, and where back to when it is refused."""
    job.arguments |= {"next": done_url(job), "back": reverse("totals-import")}
    job.save(update_fields=["arguments"])
