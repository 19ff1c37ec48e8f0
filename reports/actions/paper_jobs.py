"""Starting the jobs that set long papers, and keeping what they set until it is fetched."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.models import Campaign, VotingSession
from config.accounts.permissions import Permission, require
from config.jobs import uploads
from config.jobs.models import Job
from config.jobs.running import start
from reports.actions.list_papers import ShownList
from reports.actions.pack import check_ballots
from reports.jobs import LIST_PDF, PACK_PDF, SELF_REPORTS_PDF
from reports.presenters.pack import PackOptions, Part


@transaction.atomic
def start_list_pdf(*, by: Any, campaign: Campaign, shown: ShownList, file_name: str) -> Job:
    """Queue the setting of a list that `by` was shown; the paper of their earlier one is given up."""
    number = shown.version.version if shown.version is not None else None
    arguments = {"campaign": campaign.pk, "version": number}
    job = _start(by, LIST_PDF, f"Lập phụ lục danh sách: {campaign}", arguments, file_name)
    following = reverse("list-annex-ready", args=[campaign.code, job.pk])
    return uploads.lead_on(job, following=following, back=reverse("list-history", args=[campaign.code]))


@transaction.atomic
def start_self_reports_pdf(*, by: Any, session: VotingSession, file_name: str) -> Job:
    """Queue the setting of the self-reports of everybody on the session's ballots; as above."""
    title = f"In mẫu báo cáo: {session.name}"
    job = _start(by, SELF_REPORTS_PDF, title, {"session": session.pk}, file_name)
    place = [session.campaign.code, session.code]
    following = reverse("self-reports-ready", args=[*place, job.pk])
    return uploads.lead_on(job, following=following, back=reverse("session-dossier", args=place))


@transaction.atomic
def start_pack_pdf(*, by: Any, session: VotingSession, options: PackOptions, file_name: str) -> Job:
    """Queue the setting of a session's papers; as above. Refused at once where ballots may not be printed."""
    require(by, Permission.VIEW_CAMPAIGNS, session.unit)
    if Part.BALLOTS in options.parts:
        check_ballots(by, session)
    arguments = {"session": session.pk, "options": options.to_json()}
    job = _start(by, PACK_PDF, f"Lập bộ giấy tờ: {session.name}", arguments, file_name)
    place = [session.campaign.code, session.code]
    following = reverse("session-pack-ready", args=[*place, job.pk])
    return uploads.lead_on(job, following=following, back=reverse("session-pack", args=place))


def _start(by: Any, kind: str, title: str, arguments: dict[str, Any], file_name: str) -> Job:
    Job.objects.filter(by=by, kind=kind).update(file=None)
    return start(by=by, kind=kind, title=title[:200], arguments=arguments, file_name=file_name)
