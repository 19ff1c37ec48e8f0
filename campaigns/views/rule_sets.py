"""Pages that show and explain the rule sets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import RuleSet
from campaigns.presenters.rule_sets import differences_between, rows_of
from config.accounts.permissions import Permission, require


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
    }
    return render(request, "campaigns/rule_set_detail.html", context)
