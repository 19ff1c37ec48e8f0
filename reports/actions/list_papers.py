"""Handing out the list of people voted on: the annex to what was approved, or a draft. Each leaves an audit event with
the digest of what was handed out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from campaigns.models import Campaign, ListVersion
from campaigns.permissions import require_for_organiser
from campaigns.queries.lists import ListRow, digest_of, list_rows, rows_of, version_in_force
from config.accounts.permissions import Permission
from config.audit.actions import record
from config.errors import Refused
from reports.list_workbook import list_workbook
from reports.presenters.list_paper import Part, list_paper, parts_of

ROWS_AT_ONCE = 400  # about 15 pages, 150 MB of memory while they are set
FEW_ROWS = 150  # set while the reader waits
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class ShownList:
    """A version with its rows; `version` None is the list as it stands."""

    version: ListVersion | None
    rows: list[ListRow]

    @property
    def digest(self) -> str:
        return self.version.digest if self.version is not None else digest_of(self.rows)


def shown_list(*, by: Any, campaign: Campaign, number: int | None = None) -> ShownList:
    """The version of this number, without one what the campaign goes by. Refused for a list without anybody."""
    require_for_organiser(by, Permission.VIEW_CAMPAIGNS, campaign.organiser)
    if number is None:
        version = version_in_force(campaign)
    else:
        version = campaign.list_versions.filter(version=number).first()
        if version is None:
            raise Refused(f"Đợt này không có danh sách lần {number}. Chọn lại ở trang các lần trình, duyệt.")
    rows = rows_of(version) if version is not None and version.lines else list_rows(campaign)
    if not rows:
        raise Refused("Danh sách chưa có ai. Xét đối tượng trước.")
    return ShownList(version, rows)


def is_short(shown: ShownList) -> bool:
    """Whether the paper is set while the reader waits; longer ones are a job."""
    return len(shown.rows) <= FEW_ROWS


def issue_list_pdf(*, by: Any, campaign: Campaign, shown: ShownList, progress: Report | None = None) -> bytes:
    """The list as PDF; a long one is set in parts, so that memory does not grow with it."""
    paper = list_paper(campaign, shown.version, shown.rows, shown.digest)
    parts = parts_of(paper, ROWS_AT_ONCE)
    pdf = _set(parts, {"paper": paper}, progress or (lambda _stage, _done, _total: None))
    _record(by, campaign, shown, pdf, "pdf")
    return pdf


def _set(parts: list[Part], context: dict[str, Any], report: Report) -> bytes:
    from reports.pdf import joined, page_count, render_pdf  # noqa: PLC0415 - takes most of a second to load

    pdfs: list[bytes] = []
    pages = 0
    for done, part in enumerate(parts):
        report("Dàn trang danh sách", done, len(parts))
        given = {**context, "part": part, "first_page": pages + 1}
        pdfs.append(render_pdf("reports/print/list.html", given, is_tagged=len(parts) == 1))
        pages += page_count(pdfs[-1])
    report("Ghép trang", len(parts), len(parts))
    return pdfs[0] if len(pdfs) == 1 else joined(pdfs)


def issue_list_workbook(*, by: Any, campaign: Campaign, shown: ShownList) -> bytes:
    """The list as a workbook: what it is, by unit, by group of titles."""
    content = list_workbook(list_paper(campaign, shown.version, shown.rows, shown.digest), shown.version)
    _record(by, campaign, shown, content, "xlsx")
    return content


@transaction.atomic
def _record(by: Any, campaign: Campaign, shown: ShownList, content: bytes, kind: str) -> None:
    after = {
        "kind": kind,
        "version": shown.version.version if shown.version else None,
        "digest": shown.digest,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    record(by=by, action="list.printed", obj=campaign, after=after, unit_id=campaign.organiser_id)
