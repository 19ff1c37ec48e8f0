"""Fetching what a job has set: the same for every long paper."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from config.jobs.models import Job, JobState
from config.jobs.queries import jobs_of
from reports.views.results import PDF, download


def set_paper(request: HttpRequest, pk: UUID, kind: str, **about: int) -> Job:
    """The user's own finished job of the kind, about these rows by its arguments' names; else 404."""
    job = get_object_or_404(jobs_of(request.user), pk=pk, kind=kind, state=JobState.DONE)
    if any(job.arguments[name] != key for name, key in about.items()):
        raise Http404
    return job


def has_file(job: Job) -> bool:
    """Whether the paper is still there: the same person's next one takes its place."""
    return Job.objects.filter(pk=job.pk, file__isnull=False).exists()


def handed_out(request: HttpRequest, job: Job, what: str, *back: str) -> HttpResponse:
    """The paper, or where it is gone the way `back` to where `what` is set again."""
    if job.file is None:
        messages.error(request, f"Tệp này đã được thay bằng lần lập sau. Lập lại {what}.")
        return redirect(*back)
    return download(bytes(job.file), PDF, job.file_name)
