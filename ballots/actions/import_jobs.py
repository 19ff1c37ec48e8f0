"""Starting the halves of an import of totals in the browser, and giving an import up."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from ballots.jobs import READ, WRITE, done_url
from campaigns.models import Campaign
from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs import uploads
from config.jobs.models import Job


@transaction.atomic
def start_reading(*, by: Any, campaign: Campaign, content: bytes, file_name: str) -> Job:
    """Queue the reading of an uploaded workbook. An earlier upload of the same person is given up."""
    require(by, Permission.IMPORT_TOTALS)
    arguments = {"campaign": campaign.code}
    return _lead_on(
        uploads.start_reading(
            by=by, kind=READ, title="Đọc kết quả", content=content, file_name=file_name, arguments=arguments
        )
    )


@transaction.atomic
def start_writing(*, by: Any, preview: Job) -> Job:
    """Queue the writing of what the preview showed. Refused: faults in the file, or a file that is gone."""
    require(by, Permission.IMPORT_TOTALS)
    if preview.result.get("faults"):
        raise Refused("Tệp có chỗ sai nên không nhập được. Sửa tệp rồi tải lên lại.")
    held = uploads.held_preview(preview)
    arguments = {"campaign": held.arguments["campaign"], "digest": held.result["digest"]}
    return _lead_on(uploads.start_writing(by=by, held=held, kind=WRITE, title="Nhập kết quả", arguments=arguments))


def give_up(*, by: Any, preview: Job) -> None:
    """Erase the uploaded file; nothing was written."""
    require(by, Permission.IMPORT_TOTALS)
    uploads.erase_file(preview)


def _lead_on(job: Job) -> Job:
    return uploads.lead_on(job, following=done_url(job), back=reverse("totals-import"))
