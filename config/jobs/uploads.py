"""The life of an uploaded file: read by one job for a preview, then written by another or given up.

The file is erased as soon as nothing needs it. A job that is not allowed what it does fails with the sentence that says
so, like one that is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied

from config.errors import Refused
from config.jobs.models import Job
from config.jobs.running import start


def start_reading(
    *, by: Any, kind: str, title: str, content: bytes, file_name: str, arguments: dict[str, Any] | None = None
) -> Job:
    """Queue the reading of a file. An earlier one of the same person and kind is given up."""
    Job.objects.filter(by=by, kind=kind).update(file=None)
    return start(by=by, kind=kind, title=title, arguments=arguments, file=content, file_name=file_name)


def held_preview(preview: Job) -> Job:
    """The reading job under lock, with its file. Refused when the file was written or given up meanwhile."""
    held = Job.objects.select_for_update().get(pk=preview.pk)
    if held.file is None:
        raise Refused("Tệp của lần xem trước này đã được nhập hoặc đã bỏ. Tải tệp lên lại.")
    return held


def start_writing(*, by: Any, held: Job, kind: str, title: str, arguments: dict[str, Any]) -> Job:
    """Queue the writing of what was read; the file goes along and is gone from the preview."""
    content = file_of(held)
    job = start(by=by, kind=kind, title=title, arguments=arguments, file=content, file_name=held.file_name)
    erase_file(held)
    return job


def lead_on(job: Job, *, following: str, back: str) -> Job:
    """Tell the job's page where to go when the job is done, and where back to when it is refused (paths)."""
    job.arguments |= {"next": following, "back": back}
    job.save(update_fields=["arguments"])
    return job


def file_of(job: Job) -> bytes:
    if job.file is None:
        raise Refused("Tệp đã được xóa. Tải tệp lên lại.")
    return bytes(job.file)


def erase_file(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(file=None)
    job.file = None


@contextmanager
def reading(job: Job) -> Iterator[None]:
    """While a file is read for a preview: it stays for the writing, unless the reading is refused."""
    try:
        yield
    except (PermissionDenied, Refused):
        erase_file(job)
        raise


@contextmanager
def writing(job: Job) -> Iterator[None]:
    """While a file is written: it is erased however that ends, unless the worker itself dies."""
    try:
        yield
    finally:
        erase_file(job)
