"""Starting the halves of an import in the browser, and giving an import up."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs import uploads
from config.jobs.models import Job
from officials.jobs import READ, WRITE, done_url


@transaction.atomic
def start_reading(*, by: Any, content: bytes, file_name: str) -> Job:
    """Queue the reading of an uploaded workbook. An earlier upload of the same person is given up."""
    require(by, Permission.IMPORT_OFFICIALS)
    job = uploads.start_reading(by=by, kind=READ, title="Đọc danh sách cán bộ", content=content, file_name=file_name)
    return _lead_on(job)


@transaction.atomic
def start_writing(*, by: Any, preview: Job, skip_faulty: bool) -> Job:
    """Queue the writing of what the preview showed. Refused: faulty rows not to be skipped, or a file that is gone."""
    require(by, Permission.IMPORT_OFFICIALS)
    held = uploads.held_preview(preview)
    if held.result["faulty_rows"] and not skip_faulty:
        raise Refused("Tệp có dòng sai. Sửa tệp rồi tải lên lại, hoặc chọn “Bỏ qua các dòng sai”.")
    arguments = {"digest": held.result["digest"], "skip_faulty": skip_faulty}
    return _lead_on(
        uploads.start_writing(by=by, held=held, kind=WRITE, title="Nhập danh sách cán bộ", arguments=arguments)
    )


def give_up(*, by: Any, preview: Job) -> None:
    """Erase the uploaded file; nothing was written."""
    require(by, Permission.IMPORT_OFFICIALS)
    uploads.erase_file(preview)


def _lead_on(job: Job) -> Job:
    return uploads.lead_on(job, following=done_url(job), back=reverse("roster-import"))
