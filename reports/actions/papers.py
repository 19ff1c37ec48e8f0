"""Handing out papers and workbooks: each leaves an audit event with the digest of what was handed out.

`by` is the user, or None for a command of the machine's own administrator.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from ballots.models import Seal
from ballots.queries.boxes import box_of
from ballots.queries.seals import seal_of
from ballots.rules.seal_payload import parse
from campaigns.models import Campaign, VoteKind, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from officials.permissions import within
from reports.presenters.counting import CountPaper
from reports.presenters.minutes import minutes_paper
from reports.presenters.result_report import result_report_paper
from reports.presenters.seal import SealPaper, seal_paper, wire_of
from reports.presenters.secrecy import SecrecyPaper, secrecy_paper
from reports.presenters.self_report import self_report_paper
from reports.presenters.sign_in import sign_in_paper
from reports.queries.results import SessionResult, counted, session_result, stream_results
from reports.queries.sealed_results import sealed_result
from reports.queries.self_reports import SelfReport, self_reports
from reports.workbook import MOTIONS, POLLS, ResultSheet, write_results

MINUTES = "reports/print/minutes.html"
FEW_PEOPLE = 15  # whose self-reports are set while the reader waits, a tenth of a second each
Report = Callable[[str, int, int], None]


def issue_minutes(*, by: Any, session: VotingSession) -> bytes:
    """The counting minutes of a counted session as PDF; a draft until the result is sealed, then with its codes."""
    result = _counted(by, session, "biên bản")
    seal = seal_of(session)
    if seal is None or not seal.signature:
        return _issue(by, session, "minutes.issued", MINUTES, minutes_paper(result))
    papers = (*_sealed_papers(seal, result), secrecy_paper(box_of(session)))
    return _issue(by, session, "minutes.issued", MINUTES, *papers)


def _sealed_papers(seal: Seal, result: SessionResult) -> tuple[CountPaper, SealPaper]:
    """The minutes as they were sealed, whatever was renamed since, and the page of their codes. `result` is what they
    say where the rule set here is another one than where they were sealed."""
    try:
        sealed = sealed_result(parse(seal.payload)) or result
        return minutes_paper(sealed), seal_paper(wire_of(seal))
    except ValueError:
        raise Refused("Bản niêm phong của hội nghị này bị hỏng. Báo người quản trị máy chủ kiểm tra dữ liệu.")


def issue_result_report(*, by: Any, session: VotingSession) -> bytes:
    """The counting board's report of the result as PDF; a draft as above."""
    paper = result_report_paper(_counted(by, session, "báo cáo"))
    return _issue(by, session, "result_report.issued", "reports/print/result_report.html", paper)


def _counted(by: Any, session: VotingSession, paper: str) -> SessionResult:
    """The result, for somebody who may see it; refused where there is none yet."""
    if by is not None:
        require(by, Permission.VIEW_RESULTS, session.unit)
    result = session_result(session.pk)
    if result is None:
        raise Refused(f"Hội nghị {session.code} chưa có kết quả kiểm phiếu được xác nhận nên chưa lập được {paper}.")
    if result.problem:
        raise Refused(f"Hội nghị {session.code}: {result.problem}")
    return result


def _issue(
    by: Any,
    session: VotingSession,
    action: str,
    template: str,
    paper: CountPaper,
    seal: SealPaper | None = None,
    secrecy: SecrecyPaper | None = None,
) -> bytes:
    from reports.pdf import render_pdf  # noqa: PLC0415 - takes most of a second to load, and only papers need it

    pdf = render_pdf(template, {"paper": paper, "seal": seal, "secrecy": secrecy})
    _record(by, action, session, hashlib.sha256(pdf).hexdigest(), unit_id=session.unit_id)
    return pdf


def issue_sign_in_sheet(*, by: Any, session: VotingSession) -> bytes:
    """The roll as PDF to sign on; a draft until the session is prepared. Refused without anybody on it."""
    if by is not None:
        require(by, Permission.VIEW_CAMPAIGNS, session.unit)
    rows = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit__parent")
    found = rows.get(pk=session.pk)
    if not found.voters.filter(is_removed=False).exists():
        raise Refused("Danh sách người ghi phiếu chưa có ai. Xác định lại danh sách, hoặc thêm người ghi phiếu trước.")
    from reports.pdf import render_pdf  # noqa: PLC0415 - takes most of a second to load, and only papers need it

    pdf = render_pdf("reports/print/sign_in.html", {"paper": sign_in_paper(found)})
    _record(by, "sign_in_sheet.issued", found, hashlib.sha256(pdf).hexdigest(), unit_id=found.unit_id)
    return pdf


def issue_self_reports(
    *, by: Any, session: VotingSession, subject: int | None = None, progress: Report | None = None
) -> bytes:
    """The self-report to fill in, of one person or of everybody on the session's ballots, as PDF."""
    if by is not None:
        require(by, Permission.VIEW_CAMPAIGNS, session.unit)
    reports = self_reports(session, subject)
    if not reports:
        raise Refused("Phiếu chưa có ai, nên chưa in được mẫu báo cáo.")
    pdf = self_reports_pdf(reports, progress)
    _record(by, "self_reports.issued", session, hashlib.sha256(pdf).hexdigest(), unit_id=session.unit_id)
    return pdf


def are_few(session: VotingSession) -> bool:
    """Whether the self-reports of the whole session are set while the reader waits; more of them are a job."""
    return session.subjects().count() <= FEW_PEOPLE


def export_results(*, by: Any, campaign: Campaign, target: Path) -> int:
    """Write the results of the campaign's counted sessions that `by` may see, and return the number of lines.

    The file appears whole or not at all.
    """
    sessions = counted(VotingSession.objects.real().filter(campaign=campaign))
    if by is not None:
        require(by, Permission.VIEW_RESULTS)
        sessions = within(sessions, by, Permission.VIEW_RESULTS)
    if not sessions.exists():
        raise Refused(f"Đợt {campaign.code} chưa có hội nghị nào có kết quả kiểm phiếu được xác nhận.")
    lines = write_results(_sheets(sessions.order_by("code")), target)
    _record(by, "results.exported", campaign, hashlib.sha256(target.read_bytes()).hexdigest())
    return lines


def self_reports_pdf(reports: Sequence[SelfReport], progress: Report | None = None) -> bytes:
    """The papers in their order, each in the letterhead of its person's unit."""
    from reports.pdf import render_together  # noqa: PLC0415 - as above

    def told(done: int) -> None:
        if progress is not None:
            progress("Dàn trang mẫu báo cáo", done, len(reports))

    contexts: list[dict[str, object]] = [{"paper": self_report_paper(report)} for report in reports]
    return render_together("reports/print/self_report.html", contexts, told)


def _sheets(sessions: QuerySet[VotingSession]) -> Iterator[ResultSheet]:
    """Polls, and by themselves the motions that followed: their levels say something else."""
    polls, motions = sessions.filter(kind=VoteKind.POLL), sessions.filter(kind=VoteKind.MOTION)
    yield ResultSheet(POLLS, stream_results(polls), _levels(polls))
    if motions.exists():
        yield ResultSheet(MOTIONS, stream_results(motions), _levels(motions))


def _levels(sessions: QuerySet[VotingSession]) -> list[str]:
    """The labels of the levels of all sessions here, in the order of their phases."""
    rows = sessions.order_by("phase__position").distinct("phase__position").select_related("phase__rule_set")
    return list(dict.fromkeys(level.label for session in rows for level in session.rules.levels))


@transaction.atomic
def _record(by: Any, action: str, obj: models.Model, digest: str, unit_id: int | None = None) -> None:
    record(by=by, action=action, obj=obj, after={"sha256": digest}, unit_id=unit_id)
