"""Pages that show and explain the rule sets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.actions.rule_sets import change_rule_set, new_version
from campaigns.forms.rule_sets import PhaseRuleSetForm, RuleSettingsForm
from campaigns.models import Phase, RuleSet
from campaigns.permissions import may_everywhere, require_everywhere, require_for_organiser
from campaigns.presenters.rule_sets import differences_between, rows_of
from config.accounts.permissions import Permission, require
from config.errors import Refused


@require_safe
def rule_set_list(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.VIEW_CAMPAIGNS)
    rule_sets = RuleSet.objects.order_by("code", "-version")
    return render(request, "campaigns/rule_set_list.html", {"rule_sets": rule_sets, "today": timezone.localdate()})


@require_safe
def rule_set_detail(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """One version, parameter by parameter, and in what it differs from the version before."""
    require(request.user, Permission.VIEW_CAMPAIGNS)
    rule_set = get_object_or_404(RuleSet, code=code, version=version)
    others = RuleSet.objects.filter(code=code).order_by("version")
    older = others.filter(version__lt=version).last()
    context = {
        "rule_set": rule_set,
        "rows": rows_of(rule_set),
        "versions": others,
        "older": older,
        "changes": differences_between(older, rule_set) if older else [],
        "may_set": may_everywhere(request.user, Permission.EDIT_CAMPAIGNS),
    }
    return render(request, "campaigns/rule_set_detail.html", context)


@require_http_methods(["GET", "POST"])
def rule_set_new_version(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Set what a version leaves open; it becomes a version of one's own, and this one stays as it is."""
    require_everywhere(request.user, Permission.EDIT_CAMPAIGNS)
    base = get_object_or_404(RuleSet, code=code, version=version)
    form = RuleSettingsForm(request.POST or None, rule_set=base)
    if request.method == "POST" and form.is_valid():
        try:
            made = new_version(by=request.user, base=base, wanted=form.wanted())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lưu {made}. Đợt mở sau này dùng phiên bản này; đợt đang xét thì chọn lại.")
            return redirect("rule-set-detail", made.code, made.version)
    return render(request, "campaigns/rule_set_new_version.html", {"form": form, "rule_set": base})


@require_http_methods(["GET", "POST"])
def phase_rule_set(request: HttpRequest, campaign: str, kind: str) -> HttpResponse:
    """Choose another version for a phase while its campaign is being drafted."""
    require(request.user, Permission.EDIT_CAMPAIGNS)
    phase = get_object_or_404(
        Phase.objects.select_related("campaign__organiser", "rule_set"), campaign__code=campaign, kind=kind
    )
    require_for_organiser(request.user, Permission.EDIT_CAMPAIGNS, phase.campaign.organiser)
    form = PhaseRuleSetForm(request.POST or None, phase=phase)
    if request.method == "POST" and form.is_valid():
        try:
            change_rule_set(by=request.user, phase=phase, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã đổi quy định của giai đoạn. Xét lại đối tượng theo quy định mới.")
            return redirect("campaign-detail", campaign)
    return render(request, "campaigns/phase_rule_set.html", {"form": form, "phase": phase, "campaign": phase.campaign})
