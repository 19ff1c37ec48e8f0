"""The list of verdicts of a campaign."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.filters import EligibilityFilter
from campaigns.models import Campaign
from campaigns.presenters.eligibility import VOTED_ON, reasons_of
from campaigns.queries.campaigns import verdicts_seen_by
from campaigns.rules.parameters import Parameters
from campaigns.tables import BY_OFFICE, EligibilityTable
from config.accounts.permissions import Permission, require
from config.lists import show_page
from officials.exports import download, workbook_bytes

PAGE_LENGTH = 50
CHUNK = 2000
HEADINGS = [
    ("Mã cán bộ", 14),
    ("Họ và tên", 28),
    ("Chức danh", 34),
    ("Mã đơn vị", 12),
    ("Đơn vị", 44),
    ("Nhóm chức danh", 22),
    ("Kết quả", 18),
    ("Lý do", 60),
    ("Căn cứ", 60),
]


@require_safe
def eligibility_list(request: HttpRequest, code: str) -> HttpResponse:
    """Each appointment with its verdict and why; `?format=xlsx` gives the rows found as a workbook."""
    require(request.user, Permission.VIEW_CAMPAIGNS)
    campaign = get_object_or_404(Campaign, code=code)
    rules = {phase.pk: phase.rule_set.rules for phase in campaign.phases.select_related("rule_set")}
    verdicts = verdicts_seen_by(request.user, campaign).select_related(
        "appointment__official", "appointment__title", "appointment__unit"
    )
    found = EligibilityFilter(request.GET, queryset=verdicts)
    if request.GET.get("format") == "xlsx":
        content = workbook_bytes("Đối tượng", HEADINGS, _export_rows(found.qs, rules))
        return download(content, f"doi-tuong-{campaign.code}.xlsx")
    may_open = request.user.has_perm(Permission.VIEW_OFFICIALS)
    table = EligibilityTable(found.qs, rules=rules, may_open=may_open)
    show_page(request, table, length=PAGE_LENGTH)
    query = request.GET.copy()
    query["format"] = "xlsx"
    context = {"campaign": campaign, "table": table, "filter": found, "export_query": query.urlencode()}
    return render(request, "campaigns/eligibility_list.html", context)


def _export_rows(verdicts: Any, rules: dict[int, Parameters]) -> Iterator[list[str]]:
    for row in verdicts.order_by(*BY_OFFICE).iterator(CHUNK):
        post = row.appointment
        reasons = reasons_of(row.reasons, rules.get(row.phase_id or 0))
        yield [
            post.official.code,
            post.official.full_name,
            post.title.name,
            post.unit.code,
            post.unit.name,
            post.title.get_regime_display(),
            VOTED_ON if row.is_subject else "Không lấy phiếu",
            "; ".join(reason.label for reason in reasons),
            "; ".join(dict.fromkeys(reason.citation for reason in reasons)),
        ]
