import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class JobState(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Xong"
    FAILED = "failed", "Không làm được"


# A job whose worker is lost is taken up again, or given up.
JOB_STEPS: dict[str, tuple[str, ...]] = {
    JobState.QUEUED: (JobState.RUNNING,),
    JobState.RUNNING: (JobState.DONE, JobState.FAILED, JobState.RUNNING),
    JobState.DONE: (),
    JobState.FAILED: (),
}


class Job(models.Model):
    """Long work that somebody started, with its progress, its file if it reads one, and what came of it.

    The file lives in the database so that any worker on any machine can take the job; it is erased when nothing needs
    it any more. `result` is JSON of the job's own shape. `message` is a sentence for people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("việc", max_length=80)
    title = models.CharField("tên việc", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người yêu cầu", related_name="jobs")
    state = models.CharField("trạng thái", max_length=10, choices=JobState, default=JobState.QUEUED)
    arguments = models.JSONField(default=dict)
    file = models.BinaryField(null=True)
    file_name = models.CharField("tệp", max_length=200, blank=True)
    stage = models.CharField("bước", max_length=120, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField("lúc yêu cầu", auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField("lúc xong", null=True)

    class Meta:
        verbose_name = "công việc nền"
        verbose_name_plural = "công việc nền"
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0
