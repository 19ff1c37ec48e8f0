"""Pages of single cases: the case, an override of the rules, its confirmation, and what an official's page shows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.actions.decisions import answer_cases, confirm_override, propose_override, withdraw_decision
from campaigns.forms.decisions import AnswerForm, OverrideForm
from campaigns.forms.sessions import ReasonForm
from campaigns.models import Campaign, Decision, Eligibility
from campaigns.presenters.decisions import case_page, may_confirm, may_withdraw, official_lines, waiting_lines
from campaigns.presenters.eligibility import shown_decision
from campaigns.queries.campaigns import decisions_seen_by, verdicts_seen_by
from campaigns.queries.eligibility import with_posts
from campaigns.views.loading import load_campaign
from config.accounts.permissions import Permission, require
from config.errors import Refused
from officials.queries.officials import officials_seen_by


@require_http_methods(["GET", "HEAD", "POST"])
def case_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One appointment: what the rules say, what was decided, and by whom. A POST answers its question."""
    campaign, case = _case(request, code, pk)
    if request.method == "POST":
        require(request.user, Permission.EDIT_CAMPAIGNS)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_subject, reason = form.is_subject, form.cleaned_data["reason"]
        if _done(
            form,
            lambda: answer_cases(
                by=request.user, campaign=campaign, appointments=[pk], is_subject=is_subject, reason=reason
            ),
        ):
            messages.success(request, "Đã ghi quyết định.")
            return redirect("case-detail", code, pk)
    history = decisions_seen_by(request.user, campaign).filter(appointment=pk)
    context = {"form": form, **case_page(request.user, campaign, case, list(history))}
    return render(request, "campaigns/case_detail.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def override_create(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Record a decision that differs from the rules, with its document."""
    require(request.user, Permission.EDIT_CAMPAIGNS)
    campaign, case = _case(request, code, pk)
    require(request.user, Permission.EDIT_CAMPAIGNS, case.appointment.unit)
    form = OverrideForm(request.POST or None, initial={"result": "no" if case.is_subject else "yes"})
    if request.method == "POST" and form.is_valid():
        override = form.override()
        if _done(
            form,
            lambda: propose_override(
                by=request.user, campaign=campaign, appointment=case.appointment, override=override
            ),
        ):
            messages.success(request, "Đã ghi quyết định. Quyết định có hiệu lực khi người thứ hai xác nhận.")
            return redirect("case-detail", code, pk)
    context = {"form": form, **case_page(request.user, campaign, case, [])}
    return render(request, "campaigns/override_create.html", context, status=422 if form.errors else 200)


@require_safe
def override_list(request: HttpRequest, code: str) -> HttpResponse:
    """The overrides that wait for a second person."""
    campaign = load_campaign(request, code)
    found = decisions_seen_by(request.user, campaign).filter(
        kind=Decision.Kind.OVERRIDE, confirmed_at__isnull=True, withdrawn_at__isnull=True
    )
    verdicts = verdicts_seen_by(request.user, campaign).filter(appointment__in=found.values("appointment"))
    lines = waiting_lines(request.user, campaign, list(found.order_by("proposed_at", "pk")), verdicts)
    return render(request, "campaigns/override_list.html", {"campaign": campaign, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def decision_confirm(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The second person confirms an override."""
    campaign, decision = _decision(request, code, pk, Permission.CONFIRM_DECISIONS)
    if request.method == "POST":
        try:
            confirm_override(by=request.user, decision=decision)
            messages.success(request, "Đã xác nhận. Quyết định có hiệu lực từ bây giờ.")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("case-detail", code, decision.appointment_id)
    context = _asking(campaign, decision) | {"may_confirm": may_confirm(request.user, campaign, decision)}
    return render(request, "campaigns/decision_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw a decision with a reason, or turn down one that waits."""
    campaign, decision = _decision(request, code, pk, Permission.CONFIRM_DECISIONS)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _done(form, lambda: withdraw_decision(by=request.user, decision=decision, reason=reason)):
            messages.success(request, "Đã rút quyết định. Chức vụ này lại theo quy định chung.")
            return redirect("case-detail", code, decision.appointment_id)
    may = may_withdraw(request.user, campaign, decision)
    context = _asking(campaign, decision) | {"form": form, "may_withdraw": may}
    return render(request, "campaigns/decision_withdraw.html", context, status=422 if form.errors else 200)


@require_safe
def official_verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdicts on an official's posts in all campaigns: a panel of the official's page."""
    require(request.user, Permission.VIEW_CAMPAIGNS)
    require(request.user, Permission.VIEW_OFFICIALS)
    official = get_object_or_404(officials_seen_by(request.user), pk=pk)
    context = {"official": official, "lines": official_lines(request.user, official)}
    is_panel = request.headers.get("HX-Request")
    template = "campaigns/official_verdicts.html" if is_panel else "campaigns/official_verdicts_page.html"
    return render(request, template, context)


def _case(request: HttpRequest, code: str, pk: int) -> tuple[Campaign, Eligibility]:
    campaign = load_campaign(request, code)
    rows = with_posts(verdicts_seen_by(request.user, campaign), campaign).select_related("phase__rule_set")
    return campaign, get_object_or_404(rows, appointment=pk)


def _decision(request: HttpRequest, code: str, pk: int, permission: Permission) -> tuple[Campaign, Decision]:
    """The decision of that campaign: 404 where the user may not see it, 403 without the permission for its unit."""
    require(request.user, permission)
    campaign = load_campaign(request, code)
    decision = get_object_or_404(decisions_seen_by(request.user, campaign), pk=pk)
    require(request.user, permission, decision.appointment.unit)
    return campaign, decision


def _asking(campaign: Campaign, decision: Decision) -> dict[str, Any]:
    return {"campaign": campaign, "decision": shown_decision(decision), "post": decision.appointment}


def _done(form: AnswerForm | OverrideForm | ReasonForm, act: Callable[[], object]) -> bool:
    """Act; a refusal goes on the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
