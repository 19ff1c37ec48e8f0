"""Starting the halves of an import of seats in the browser, and giving an import up."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs import uploads
from config.jobs.models import Job
from officials.jobs import READ_MEMBERS, WRITE_MEMBERS


@transaction.atomic
def start_reading(*, by: Any, content: bytes, file_name: str) -> Job:
    """Queue the reading of an uploaded workbook. An earlier upload of the same person is given up."""
    require(by, Permission.IMPORT_OFFICIALS)
    job = uploads.start_reading(
        by=by, kind=READ_MEMBERS, title="Đọc danh sách thành viên", content=content, file_name=file_name
    )
    return _lead_on(job)


@transaction.atomic
def start_writing(*, by: Any, preview: Job) -> Job:
    """Queue the writing of what the preview showed. Refused: faults in the file, or a file that is gone."""
    require(by, Permission.IMPORT_OFFICIALS)
    if preview.result.get("faults"):
        raise Refused("Tệp có chỗ sai nên không nhập được. Sửa tệp rồi tải lên lại.")
    held = uploads.held_preview(preview)
    job = uploads.start_writing(by=by, held=held, kind=WRITE_MEMBERS, title="Nhập danh sách thành viên", arguments={})
    return _lead_on(job)


def give_up(*, by: Any, preview: Job) -> None:
    """Erase the uploaded file; nothing was written."""
    require(by, Permission.IMPORT_OFFICIALS)
    uploads.erase_file(preview)


def _lead_on(job: Job) -> Job:
    back = reverse("member-import")
    return uploads.lead_on(job, following=reverse("member-import-preview", args=[job.pk]), back=back)
