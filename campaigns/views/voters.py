"""Pages of a session's roll."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.actions.roll_import import RollPlan, import_roll, read_and_plan
from campaigns.actions.voters import add_voter, remove_voter, restore_voter, work_out_roll
from campaigns.filters import VoterFilter
from campaigns.forms.sessions import ReasonForm
from campaigns.forms.voters import RollFileForm, RollRowsForm, VoterForm
from campaigns.models import Voter, VotingSession
from campaigns.presenters.voters import (
    change_lines,
    compositions,
    imported_sentence,
    may_change_roll,
    reason_counts,
    voter_row,
)
from campaigns.queries.voters import roll_renewal
from campaigns.rules.voter_roll import Renewal
from campaigns.tables import VoterTable
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused
from config.lists import show_page
from officials.exports import download, workbook_bytes
from officials.rules.roster_types import Fault
from officials.workbooks import sheets_of

PAGE_LENGTH = 100
HEADINGS = [
    ("Mã cán bộ", 14),
    ("Họ và tên", 28),
    ("Chức danh, chức vụ", 40),
    ("Đơn vị", 40),
    ("Căn cứ", 50),
    ("Tình trạng", 14),
    ("Lý do sửa", 40),
]


@require_safe
def voter_roll(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Who casts a ballot, and why; `?format=xlsx` gives those found as a workbook."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    rules = session.rules
    voters = session.voters.select_related("official").order_by("is_removed", "sort_key", "pk")
    found = VoterFilter(request.GET, queryset=voters, rules=rules)
    if request.GET.get("format") == "xlsx":
        rows = (voter_row(voter, rules) for voter in found.qs)
        return download(workbook_bytes("Người ghi phiếu", HEADINGS, rows), f"nguoi-ghi-phieu-{session.code}.xlsx")
    may_change = may_change_roll(session, request.user)
    table = VoterTable(found.qs, session=session, may_change=may_change)
    show_page(request, table, length=PAGE_LENGTH)
    query = request.GET.copy()
    query["format"] = "xlsx"
    context = {
        "session": session,
        "table": table,
        "filter": found,
        "export_query": query.urlencode(),
        "number": voters.filter(is_removed=False).count(),
        "removed": voters.filter(is_removed=True).count(),
        "reasons": reason_counts(session),
        "compositions": compositions(session),
        "citation": rules.citations.get("voters", ""),
        "rules_note": rules.notes.get("voter_rules", ""),
        "is_unconfirmed": "voter_rules" in rules.unconfirmed,
        "may_change": may_change,
        "changes": len(change_lines(roll_renewal(session), rules)) if may_change else 0,
    }
    return render(request, "campaigns/voter_roll.html", context)


@require_http_methods(["GET", "POST"])
def roll_again(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Show what working the roll out again would change; then do it."""
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    if request.method == "POST":
        try:
            found = work_out_roll(by=request.user, session=session)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, "Đã xác định lại danh sách." if found else "Danh sách đã đúng, không có thay đổi."
            )
        return redirect("voter-roll", campaign, code)
    lines = change_lines(roll_renewal(session), session.rules)
    return render(request, "campaigns/voter_again.html", {"session": session, "lines": lines})


@require_safe
def roll_note(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """For the session's page: a line where the roll differs from what the rules give now, else nothing."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    if not getattr(request, "htmx", False):
        return redirect("voter-roll", campaign, code)
    found = roll_renewal(session) if may_change_roll(session, request.user) else Renewal()
    changes = len(change_lines(found, session.rules))
    return render(request, "campaigns/voter_note.html", {"session": session, "changes": changes})


@require_http_methods(["GET", "POST"])
def voter_add(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    form = VoterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_voter(by=request.user, session=session, voter=form.voter(), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã thêm {added} vào danh sách.")
            return redirect("voter-roll", campaign, code)
    context = {"session": session, "form": form, "heading": "Thêm người ghi phiếu"}
    return render(request, "campaigns/voter_form.html", context)


@require_http_methods(["GET", "POST"])
def roll_import(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Show what a workbook would add, or everything that is wrong with it; with the rows shown, add them."""
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    if "rows" in request.POST:
        return _import_rows(request, session)
    form = RollFileForm(request.POST or None, request.FILES or None)
    plan = RollPlan()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            plan = read_and_plan(
                by=request.user, session=session, sheets=sheets_of(data["file"]), with_unknown=data["with_unknown"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        if plan.voters:
            given = {"with_unknown": data["with_unknown"], "reason": data["reason"]}
            rows = RollRowsForm.signed([planned.row for planned in plan.voters])
            confirm = RollRowsForm(initial={**given, "rows": rows})
            context = {"session": session, "plan": plan, "form": confirm, "file_name": form.file_name, **given}
            return render(request, "campaigns/voter_import_preview.html", context)
    return _upload_page(request, session, form, plan.faults)


def _import_rows(request: HttpRequest, session: VotingSession) -> HttpResponse:
    form, again = RollRowsForm(request.POST), RollFileForm()
    faults: tuple[Fault, ...] = ()
    if form.is_valid():
        try:
            plan = import_roll(by=request.user, session=session, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("voter-roll", session.campaign.code, session.code)
        if not plan.faults:
            messages.success(request, imported_sentence(plan))
            return redirect("voter-roll", session.campaign.code, session.code)
        faults = plan.faults
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _upload_page(request, session, again, faults)


def _upload_page(
    request: HttpRequest, session: VotingSession, form: RollFileForm, faults: tuple[Fault, ...]
) -> HttpResponse:
    context = {"session": session, "form": form, "faults": faults, "heading": "Nhập người ghi phiếu từ tệp"}
    context["submit"] = "Đọc tệp và xem trước"
    return render(request, "campaigns/voter_import.html", context)


@require_http_methods(["GET", "POST"])
def voter_remove(request: HttpRequest, campaign: str, code: str, pk: int) -> HttpResponse:
    return _correct(request, _voter(request, campaign, code, pk), "Đưa ra khỏi danh sách", remove_voter)


@require_http_methods(["GET", "POST"])
def voter_restore(request: HttpRequest, campaign: str, code: str, pk: int) -> HttpResponse:
    return _correct(request, _voter(request, campaign, code, pk), "Đưa lại vào danh sách", restore_voter)


def _voter(request: HttpRequest, campaign: str, code: str, pk: int) -> Voter:
    session: VotingSession = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    voter = get_object_or_404(session.voters, pk=pk)
    voter.session = session
    return voter


def _correct(request: HttpRequest, voter: Voter, heading: str, act: object) -> HttpResponse:
    """Ask for the reason, then correct the roll."""
    session, form = voter.session, ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.user, voter=voter, reason=form.cleaned_data["reason"])  # type: ignore[operator]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã ghi: {heading.lower()}, {voter}.")
        return redirect("voter-roll", session.campaign.code, session.code)
    question = f"{heading}: {voter}{f', {voter.title}' if voter.title else ''}?"
    context = {"session": session, "form": form, "heading": heading, "question": question}
    return render(request, "campaigns/voter_form.html", context)
