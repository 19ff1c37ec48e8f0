"""Starting the job that sets a long list."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.models import Campaign
from config.jobs import uploads
from config.jobs.models import Job
from config.jobs.running import start
from reports.actions.list_papers import ShownList
from reports.jobs import LIST_PDF


@transaction.atomic
def start_list_pdf(*, by: Any, campaign: Campaign, shown: ShownList, file_name: str) -> Job:
    """Queue the setting of a list that `by` was shown; the paper of their earlier one is given up."""
    Job.objects.filter(by=by, kind=LIST_PDF).update(file=None)
    number = shown.version.version if shown.version is not None else None
    job = start(
        by=by,
        kind=LIST_PDF,
        title=f"Lập phụ lục danh sách: {campaign}"[:200],
        arguments={"campaign": campaign.pk, "version": number},
        file_name=file_name,
    )
    following = reverse("list-annex-ready", args=[campaign.code, job.pk])
    return uploads.lead_on(job, following=following, back=reverse("list-history", args=[campaign.code]))
