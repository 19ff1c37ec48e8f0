"""Pages of campaigns."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.actions.campaigns import create_campaign, edit_campaign, move_campaign, plan_opening
from campaigns.actions.eligibility import require_evaluable
from campaigns.forms.campaigns import CampaignEditForm, CampaignForm
from campaigns.jobs import EVALUATE
from campaigns.models import Campaign, CampaignState
from campaigns.permissions import may_for_organiser, require_for_organiser
from campaigns.presenters.campaigns import legal_order, moves_of, next_words, phase_lines, reason_lines, steps_of
from campaigns.queries.campaigns import (
    campaign_facts,
    campaign_rows,
    phase_rows,
    session_states,
    sessions_seen_by,
    verdicts_seen_by,
)
from campaigns.queries.eligibility import reason_counts
from campaigns.rules.terms import next_mid_term
from campaigns.tables import SessionTable
from campaigns.views.lists import panel_of
from campaigns.views.loading import load_campaign, reason_of
from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.jobs.running import start
from config.lists import show_page
from officials.permissions import scope

Result = TypeVar("Result")
PAGE_LENGTH = 50
USUAL_MID_TERM = (2023, 5)  # only for what the form proposes


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.VIEW_CAMPAIGNS)
    archived = request.GET.get("luu-tru") == "1"
    page = Paginator(campaign_rows(archived=archived), PAGE_LENGTH).get_page(request.GET.get("page"))
    may_edit = request.user.has_perm(Permission.EDIT_CAMPAIGNS)
    hidden = 0 if archived else Campaign.objects.filter(state=CampaignState.ARCHIVED).count()
    context = {"page": page, "may_edit": may_edit, "archived": archived, "hidden": hidden}
    return render(request, "campaigns/campaign_list.html", context)


def campaign_create(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.EDIT_CAMPAIGNS)
    year = next_mid_term(timezone.localdate().year, USUAL_MID_TERM)
    proposed = {"year": year, "code": f"LPTN-{year}", "name": f"Lấy phiếu tín nhiệm năm {year}"}
    form = CampaignForm(request.POST or None, by=request.user, initial=proposed)
    if request.method == "POST" and form.is_valid():
        campaign = _saved(form, lambda: create_campaign(by=request.user, plan=form.plan()))
        if campaign is not None:
            for warning in plan_opening(campaign.year, form.cleaned_data["rule_set"]).warnings:
                messages.warning(request, warning)
            messages.success(request, f"Đã mở đợt {campaign}. Việc tiếp theo: xét đối tượng.")
            return redirect("campaign-detail", campaign.code)
    return render(request, "campaigns/campaign_create.html", {"form": form})


@require_safe
def campaign_detail(request: HttpRequest, code: str) -> HttpResponse:
    campaign = load_campaign(request, code)
    facts = campaign_facts(campaign)
    phases = list(phase_rows(campaign))
    counts = reason_counts(verdicts_seen_by(request.user, campaign))
    sessions = sessions_seen_by(request.user, campaign)
    table = SessionTable(sessions, prefix="sessions-")
    show_page(request, table, length=PAGE_LENGTH)
    total = verdicts_seen_by(request.user, campaign).count()
    panel = panel_of(request.user, campaign, facts)
    context = {
        "campaign": campaign,
        "facts": facts,
        "steps": steps_of(campaign),
        "next": next_words(facts, may_decide=panel.may_decide, is_returned=panel.returned is not None),
        "moves": moves_of(facts),
        "list": panel,
        "phases": phase_lines(phases, session_states(sessions)),
        "reasons": reason_lines(campaign, counts, phases),
        "total": total,
        "voted_on": counts[""],
        "left_out": total - counts[""],
        "table": table,
        "is_scoped": scope(request.user, Permission.VIEW_CAMPAIGNS) is not None,
        "may_edit": may_for_organiser(request.user, Permission.EDIT_CAMPAIGNS, campaign.organiser),
        "may_plan": request.user.has_perm(Permission.EDIT_CAMPAIGNS),
        "is_draft": campaign.state == CampaignState.DRAFT,
    }
    return render(request, "campaigns/campaign_detail.html", context)


def campaign_edit(request: HttpRequest, code: str) -> HttpResponse:
    campaign = load_campaign(request, code)
    require_for_organiser(request.user, Permission.EDIT_CAMPAIGNS, campaign.organiser)
    form = CampaignEditForm(request.POST or None, by=request.user, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        changed = _saved(
            form,
            lambda: edit_campaign(
                by=request.user,
                campaign=campaign,
                changes=form.changes(),
                windows=form.windows(),
                reason=form.cleaned_data["window_reason"],
            ),
        )
        if changed is not None:
            messages.success(request, "Đã lưu thay đổi." if changed else "Không có gì thay đổi.")
            return redirect("campaign-detail", code)
    order = legal_order(campaign)
    return render(request, "campaigns/campaign_edit.html", {"form": form, "campaign": campaign, "order": order})


@require_POST
def campaign_evaluate(request: HttpRequest, code: str) -> HttpResponse:
    """Start the evaluation as a job; its page leads back to the campaign."""
    campaign = load_campaign(request, code)
    require_for_organiser(request.user, Permission.EDIT_CAMPAIGNS, campaign.organiser)
    back = reverse("campaign-detail", args=[code])
    try:
        require_evaluable(campaign)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    arguments = {"campaign": campaign.pk, "next": back, "back": back}
    job = start(by=request.user, kind=EVALUATE, title=f"Xét đối tượng: {campaign}"[:200], arguments=arguments)
    return redirect("job-detail", job.pk)


@require_POST
def campaign_move(request: HttpRequest, code: str) -> HttpResponse:
    """Take the campaign to the state `target`, with `reason` where it goes back."""
    campaign = load_campaign(request, code)
    require_for_organiser(request.user, Permission.EDIT_CAMPAIGNS, campaign.organiser)
    target, reason = request.POST.get("target", ""), reason_of(request)
    try:
        moved = move_campaign(by=request.user, campaign=campaign, target=target, reason=reason)
        messages.success(request, f"Đợt đã chuyển sang bước “{moved.get_state_display()}”.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("campaign-detail", code)


def _saved(form: CampaignForm | CampaignEditForm, save: Callable[[], Result]) -> Result | None:
    """What the action gave, or None with its refusal on the form."""
    try:
        return save()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
