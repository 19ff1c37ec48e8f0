"""Starting long work and running it.

A job is a plain function `work(job, progress)`, registered by name in the app it belongs to and run by a worker
process. The queue holds the job's id and nothing else. A worker that dies leaves a job whose heartbeat stops; the next
worker to look takes it up again. What a job writes and the word that it is done are one transaction, so that it is
never done twice.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from config.errors import Refused
from config.jobs.models import Job, JobState

HEARTBEAT_SECONDS = 0.7
LOST_AFTER = timedelta(seconds=30)
MOST_ATTEMPTS = 3
BROKEN = "Có lỗi ngoài dự kiến, chưa có gì được lưu. Thử lại; nếu vẫn lỗi, báo quản trị hệ thống."

log = structlog.get_logger(__name__)


class Progress:
    """Tells a job's page how far it is; cheap enough to call for every row.

    It is kept in memory and written by the heartbeat, on a connection of its own: so it is seen while the work's own
    transaction is still open.
    """

    stage, done, total = "", 0, 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.stage, self.done, self.total = stage, done, total


Work = Callable[[Job, Progress], dict[str, Any]]
_registry: dict[str, Work] = {}


def job_kind(name: str) -> Callable[[Work], Work]:
    """Register a function as the work of jobs of this kind."""

    def register(work: Work) -> Work:
        _registry[name] = work
        return work

    return register


def start(
    *,
    by: Any,
    kind: str,
    title: str,
    arguments: dict[str, Any] | None = None,
    file: bytes | None = None,
    file_name: str = "",
) -> Job:
    """Create a job and queue it when the surrounding transaction commits."""
    assert kind in _registry, kind
    job = Job.objects.create(
        by=by, kind=kind, title=title, arguments=arguments or {}, file=file, file_name=file_name[:200]
    )
    transaction.on_commit(lambda: run_job.enqueue(str(job.pk)))
    return job


@task()
def run_job(job_id: str) -> None:
    """Claim the job and do its work; a claim that is already taken is left alone."""
    now = timezone.now()
    lost = Q(state=JobState.RUNNING, heartbeat_at__lt=now - LOST_AFTER)
    claimed = Job.objects.filter(Q(state=JobState.QUEUED) | lost, pk=UUID(job_id)).update(
        state=JobState.RUNNING, heartbeat_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    job = Job.objects.get(pk=job_id)
    had_file, progress = job.file is not None, Progress()
    with _heartbeat(job, progress):
        try:
            with transaction.atomic():
                job.result = _registry[job.kind](job, progress)
                _finish(job, JobState.DONE)
        except (PermissionDenied, Refused) as refusal:
            _finish(job, JobState.FAILED, str(refusal))
        except Exception:
            log.exception("job failed", job=job_id, kind=job.kind)
            _finish(job, JobState.FAILED, BROKEN)
        if had_file and job.file is None:
            Job.objects.filter(pk=job.pk).update(file=None)  # erased in the transaction that failed


def _finish(job: Job, state: JobState, message: str = "") -> None:
    job.state, job.message, job.finished_at = state, message, timezone.now()
    job.save(update_fields=["state", "result", "message", "finished_at"])


def requeue_lost() -> int:
    """Queue again the jobs whose worker died; after the last attempt they fail with a sentence."""
    now = timezone.now()
    lost = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=now - LOST_AFTER)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED,
        finished_at=now,
        message="Máy xử lý dừng giữa chừng nhiều lần, chưa có gì được lưu. Báo quản trị hệ thống.",
    )
    again = list(lost.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True))
    for pk in again:
        run_job.enqueue(str(pk))
    return len(again)


@contextmanager
def _heartbeat(job: Job, progress: Progress) -> Iterator[None]:
    """Write signs of life and progress from a thread of its own, so that a long computation does not look dead."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(HEARTBEAT_SECONDS):
                Job.objects.filter(pk=job.pk).update(
                    heartbeat_at=timezone.now(), stage=progress.stage, done=progress.done, total=progress.total
                )
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
