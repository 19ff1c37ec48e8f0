"""Starting the halves of an import in the browser, and giving an import up."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs.models import Job
from config.jobs.running import start
from officials.jobs import READ, WRITE, done_url, erase_file


def start_reading(*, by: Any, content: bytes, file_name: str) -> Job:
    """Queue the reading of an uploaded workbook. An earlier upload of the same person is given up."""
    require(by, Permission.IMPORT_OFFICIALS)
    with transaction.atomic():
        Job.objects.filter(by=by, kind=READ).update(file=None)
        job = start(by=by, kind=READ, title="Đọc danh sách cán bộ", file=content, file_name=file_name)
        _lead_on(job)
    return job


def start_writing(*, by: Any, preview: Job, skip_faulty: bool) -> Job:
    """Queue the writing of what the preview showed. Refused: faulty rows not to be skipped, or a file that is gone."""
    require(by, Permission.IMPORT_OFFICIALS)
    with transaction.atomic():
        held = Job.objects.select_for_update().get(pk=preview.pk)
        if held.file is None:
            raise Refused("Tệp của lần xem trước này đã được nhập hoặc đã bỏ. Tải tệp lên lại.")
        if held.result["faulty_rows"] and not skip_faulty:
            raise Refused("Tệp có dòng sai. Sửa tệp rồi tải lên lại, hoặc chọn “Bỏ qua các dòng sai”.")
        job = start(
            by=by,
            kind=WRITE,
            title="Nhập danh sách cán bộ",
            arguments={"digest": held.result["digest"], "skip_faulty": skip_faulty},
            file=bytes(held.file),
            file_name=held.file_name,
        )
        _lead_on(job)
        erase_file(held)
    return job


def give_up(*, by: Any, preview: Job) -> None:
    """Erase the uploaded file; nothing was written."""
    require(by, Permission.IMPORT_OFFICIALS)
    erase_file(preview)


def _lead_on(job: Job) -> None:
    """Tell the job's page where to go when the job is done, and where back to when it is refused."""
    job.arguments |= {"next": done_url(job), "back": reverse("roster-import")}
    job.save(update_fields=["arguments"])
