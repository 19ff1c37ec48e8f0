"""The long work of this app. A paper stays with its job as its file until the same person asks for another."""

from typing import Any

from campaigns.models import Campaign, VotingSession
from config.errors import Refused
from config.jobs.models import Job
from config.jobs.running import Progress, job_kind
from reports.actions.list_papers import issue_list_pdf, shown_list
from reports.actions.pack import issue_pack
from reports.actions.papers import issue_self_reports
from reports.presenters.pack import PackOptions

LIST_PDF = "reports.list_pdf"
SELF_REPORTS_PDF = "reports.self_reports_pdf"
PACK_PDF = "reports.pack_pdf"


@job_kind(LIST_PDF)
def list_pdf(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: the size of the paper."""
    campaign = Campaign.objects.select_related("organiser__parent").filter(pk=job.arguments["campaign"]).first()
    if campaign is None:
        raise Refused("Đợt này đã bị xóa.")
    shown = shown_list(by=job.by, campaign=campaign, number=job.arguments["version"])
    return _kept(job, issue_list_pdf(by=job.by, campaign=campaign, shown=shown, progress=progress))


@job_kind(SELF_REPORTS_PDF)
def self_reports_pdf(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: the size of the paper."""
    return _kept(job, issue_self_reports(by=job.by, session=_session(job), progress=progress))


@job_kind(PACK_PDF)
def pack_pdf(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: the size of the pack."""
    options = PackOptions.from_json(job.arguments["options"])
    return _kept(job, issue_pack(by=job.by, session=_session(job), options=options, progress=progress))


def _session(job: Job) -> VotingSession:
    sessions = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit__parent")
    session = sessions.filter(pk=job.arguments["session"]).first()
    if session is None:
        raise Refused("Hội nghị này đã bị xóa.")
    return session


def _kept(job: Job, pdf: bytes) -> dict[str, Any]:
    Job.objects.filter(pk=job.pk).update(file=pdf)
    return {"bytes": len(pdf)}
