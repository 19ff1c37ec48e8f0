"""The workbench of a campaign's verdicts: the list with its totals, and deciding many cases at once."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.actions.decisions import answer_cases
from campaigns.filters import EligibilityFilter
from campaigns.forms.decisions import CasesForm
from campaigns.models import Campaign, Eligibility, Phase
from campaigns.presenters.eligibility import (
    PARTS,
    count_links,
    decided_sentence,
    deciding_note,
    decision_on,
    name_of,
    ruled_words,
    shares_of,
    shown_verdict,
)
from campaigns.queries.campaigns import decisions_seen_by, verdicts_seen_by
from campaigns.queries.eligibility import counted, override_counts, totals_of, unanswered, with_posts
from campaigns.rules.parameters import Parameters
from campaigns.tables import EligibilityTable
from campaigns.views.loading import load_campaign
from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.lists import LongPaginator, show_page
from officials.exports import download, workbook_bytes
from officials.permissions import scope, within

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
    ("Theo quy định", 40),
    ("Cần quyết định", 40),
    ("Quyết định riêng", 30),
    ("Số văn bản", 18),
    ("Ngày", 12),
    ("Cấp quyết định", 30),
    ("Lý do quyết định", 40),
    ("Người ghi", 24),
    ("Người xác nhận", 24),
]


@require_http_methods(["GET", "HEAD", "POST"])
def eligibility_list(request: HttpRequest, code: str) -> HttpResponse:
    """Each appointment with its verdict and why; `?format=xlsx` gives the rows found as a workbook. A POST decides the
    cases that are ticked, or all rows of the filter."""
    campaign = load_campaign(request, code)
    phases = list(campaign.phases.select_related("rule_set"))
    rules = {phase.pk: phase.rule_set.rules for phase in phases}
    verdicts = verdicts_seen_by(request.user, campaign)
    found = EligibilityFilter(request.GET, queryset=verdicts, rules=rules.values())
    if request.method == "POST":
        require(request.user, Permission.EDIT_CAMPAIGNS)
    elif request.GET.get("format") == "xlsx":
        content = workbook_bytes("Đối tượng", HEADINGS, _export_rows(with_posts(found.qs, campaign), rules))
        return download(content, f"doi-tuong-{campaign.code}.xlsx")
    form = CasesForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, campaign, form, found.qs):
        return redirect(request.get_full_path())
    head = _totals(request, campaign, phases)
    number = None if found.narrows else head["totals"].total
    body = _rows(request, campaign, found.qs, rules, form, number)
    context = {"campaign": campaign, "filter": found, "form": form, **head, **body}
    return render(request, "campaigns/eligibility_list.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, campaign: Campaign, form: CasesForm, found: Any) -> bool:
    """Decide what was chosen and say what came of it; a refusal goes on the form."""
    chosen, number = form.chosen(), len(form.chosen())
    if form.cleaned_data["everything"]:
        waiting = within(unanswered(found), request.user, Permission.EDIT_CAMPAIGNS, "appointment__unit")
        chosen, number = set(waiting.values_list("appointment", flat=True)), found.count()
        if len(chosen) != form.cleaned_data["waiting"]:
            form.add_error(None, "Số dòng cần quyết định vừa thay đổi. Xem lại danh sách, rồi bấm lần nữa.")
            return False
    try:
        decided = answer_cases(
            by=request.user,
            campaign=campaign,
            appointments=chosen,
            is_subject=form.is_subject,
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, decided_sentence(decided, number, is_subject=form.is_subject))
    return True


def _totals(request: HttpRequest, campaign: Campaign, phases: list[Phase]) -> dict[str, Any]:
    """The head of the page: of all that the user may see, whatever the filter."""
    is_scoped = scope(request.user, Permission.VIEW_CAMPAIGNS) is not None
    groups = counted(verdicts_seen_by(request.user, campaign)) if is_scoped else campaign.verdict_counts
    totals = totals_of(groups)
    overridden, unconfirmed = override_counts(decisions_seen_by(request.user, campaign))
    return {
        "totals": totals,
        "left_out": totals.total - totals.subjects,
        "overridden": overridden,
        "unconfirmed": unconfirmed,
        "shares": shares_of(campaign, phases, totals),
        "parts": PARTS,
        "reasons": count_links(campaign, "reason", totals.reasons),
        "questions": count_links(campaign, "question", totals.questions),
        "phases": phases,
        "is_scoped": is_scoped,
        "is_narrowed": bool(request.GET),
    }


def _rows(
    request: HttpRequest,
    campaign: Campaign,
    found: Any,
    rules: dict[int, Parameters],
    form: CasesForm,
    number: int | None,
) -> dict[str, Any]:
    """The table, and what may be decided on it; `number` of rows, where it is known already."""
    note = deciding_note(request.user, campaign)
    waiting = within(unanswered(found), request.user, Permission.EDIT_CAMPAIGNS, "appointment__unit").count()
    table = EligibilityTable(
        with_posts(found, campaign),
        code=campaign.code,
        rules=rules,
        may_open=request.user.has_perm(Permission.VIEW_OFFICIALS),
        form=form if waiting and not note else None,
        units=scope(request.user, Permission.EDIT_CAMPAIGNS),
        waiting=waiting,
    )
    show_page(request, table, length=PAGE_LENGTH, paginator=LongPaginator, known=number)
    query = request.GET.copy()
    query["format"] = "xlsx"
    return {
        "table": table,
        "deciding_note": note,
        "export_query": query.urlencode(),
    }


def _export_rows(verdicts: Any, rules: dict[int, Parameters]) -> Iterator[list[Any]]:
    for row in verdicts.order_by("by_office").iterator(CHUNK):
        yield [*_verdict_cells(row, rules.get(row.phase_id or 0)), *_decision_cells(row)]


def _verdict_cells(row: Eligibility, parameters: Parameters | None) -> list[Any]:
    post, shown = row.appointment, shown_verdict(row, parameters, decision_on(row))
    return [
        post.official.code,
        post.official.full_name,
        post.title.name,
        post.unit.code,
        post.unit.name,
        post.title.get_regime_display(),
        shown.words,
        "; ".join(reason.label for reason in shown.reasons),
        "; ".join(dict.fromkeys(reason.citation for reason in shown.reasons)),
        ruled_words(row) if row.phase_id else "",
        "; ".join(reason.label for reason in shown.questions),
    ]


def _decision_cells(row: Eligibility) -> list[Any]:
    decision = decision_on(row)
    if decision is None:
        return []
    result = "Lấy phiếu" if decision.is_subject else "Không lấy phiếu"
    return [
        result if decision.is_in_force else f"{result} (chờ xác nhận)",
        decision.document_number,
        decision.document_date,
        decision.authority,
        decision.reason,
        name_of(decision.proposed_by),
        name_of(decision.confirmed_by) if decision.confirmed_at else "",
    ]
