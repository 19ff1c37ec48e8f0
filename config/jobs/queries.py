from typing import Any

from django.db.models import QuerySet

from config.jobs.models import Job


def jobs_of(user: Any) -> QuerySet[Job]:
    """The user's own jobs, without the files they read: those may be large."""
    return Job.objects.filter(by=user).defer("file", "result")
