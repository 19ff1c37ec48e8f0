"""The long work of this app."""

from typing import Any

from django.core.exceptions import PermissionDenied

from campaigns.models import Campaign
from config.errors import Refused
from config.jobs.models import Job
from config.jobs.running import Progress, job_kind
from reports.actions.list_papers import issue_list_pdf, shown_list

LIST_PDF = "reports.list_pdf"


@job_kind(LIST_PDF)
def list_pdf(job: Job, progress: Progress) -> dict[str, Any]:
    """The paper stays with the job as its file until the same person asks for another. Result: its size."""
    campaign = Campaign.objects.select_related("organiser__parent").filter(pk=job.arguments["campaign"]).first()
    if campaign is None:
        raise Refused("Đợt này đã bị xóa.")
    try:
        shown = shown_list(by=job.by, campaign=campaign, number=job.arguments["version"])
        pdf = issue_list_pdf(by=job.by, campaign=campaign, shown=shown, progress=progress)
    except PermissionDenied as denied:
        raise Refused(str(denied))
    Job.objects.filter(pk=job.pk).update(file=pdf)
    return {"bytes": len(pdf)}
