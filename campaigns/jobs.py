"""The long work of this app."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied

from campaigns.actions.eligibility import evaluate_campaign
from campaigns.models import Campaign
from config.errors import Refused
from config.jobs.models import Job
from config.jobs.running import Progress, job_kind

EVALUATE = "campaigns.evaluate"


@job_kind(EVALUATE)
def evaluate(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: the counts of the evaluation."""
    campaign = Campaign.objects.filter(pk=job.arguments["campaign"]).first()
    if campaign is None:
        raise Refused("Đợt này đã bị xóa.")
    try:
        return asdict(evaluate_campaign(by=job.by, campaign=campaign, progress=progress))
    except PermissionDenied as denied:
        raise Refused(str(denied))
