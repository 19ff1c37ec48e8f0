from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from config.jobs.models import Job, JobState
from config.jobs.queries import jobs_of
from config.jobs.tables import JobTable
from config.lists import show_page

PAGE_LENGTH = 50


def job_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Progress while the job runs, asked for again by htmx; a job that is done leads on to where it says."""
    job = get_object_or_404(jobs_of(request.user), pk=pk)
    onward = _own_path(job, "next") if job.state == JobState.DONE else ""
    is_fragment = bool(request.headers.get("HX-Request"))
    if onward:
        return HttpResponseClientRedirect(onward) if is_fragment else redirect(onward)
    template = "components/progress.html" if is_fragment else "jobs/detail.html"
    return render(request, template, {"job": job, "back": _own_path(job, "back")})


def job_list(request: HttpRequest) -> HttpResponse:
    table = JobTable(jobs_of(request.user))
    show_page(request, table, length=PAGE_LENGTH)
    return render(request, "jobs/list.html", {"table": table})


def _own_path(job: Job, argument: str) -> str:
    """The path that the job names; nothing when it leads out of this site."""
    path = str(job.arguments.get(argument, ""))
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
