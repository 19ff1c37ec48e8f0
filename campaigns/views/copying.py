"""The page that opens a campaign after the model of an earlier one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.actions.copying import Model, copy_campaign, model_for
from campaigns.forms.copying import CopyForm
from campaigns.models import Campaign
from campaigns.permissions import may_for_organiser
from campaigns.presenters.copying import notes_of
from campaigns.rules.opening import FIRST_YEAR, LAST_YEAR
from campaigns.rules.terms import next_mid_term
from config.accounts.permissions import Permission, require
from config.errors import Refused


@require_http_methods(["GET", "POST"])
def campaign_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Code, name and year of the new campaign; beside them what is taken over and what cannot be, for that year."""
    require(request.user, Permission.EDIT_CAMPAIGNS)
    source = get_object_or_404(Campaign.objects.select_related("organiser"), code=code)
    year = _year(request, source)
    model = model_for(source, year)
    form = CopyForm(
        request.POST or None, by=request.user, source=source, initial=_proposed(request, source, model, year)
    )
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        try:
            made = copy_campaign(by=request.user, source=source, plan=form.plan())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            for note in notes_of(source, model):
                messages.warning(request, note)
            messages.success(request, f"Đã mở đợt {made} theo mẫu đợt {source}. Việc tiếp theo: xét đối tượng.")
            return redirect("campaign-detail", made.code)
    context = {"form": form, "source": source, "year": year, "notes": notes_of(source, model)}
    return render(request, "campaigns/campaign_copy.html", context)


def _year(request: HttpRequest, source: Campaign) -> int:
    """The year typed, or the next mid-term year after the source's."""
    text = request.POST.get("year", "")
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    rules = source.phases.select_related("rule_set").first()
    mid_term = rules.rule_set.rules.mid_term_years if rules else (source.year, 1)
    return min(next_mid_term(max(source.year + 1, timezone.localdate().year), mid_term), LAST_YEAR)


def _proposed(request: HttpRequest, source: Campaign, model: Model, year: int) -> dict[str, Any]:
    organiser = model.organiser
    may_keep = organiser is not None and may_for_organiser(request.user, Permission.EDIT_CAMPAIGNS, organiser)
    return {
        "code": f"LPTN-{year}",
        "name": source.name.replace(str(source.year), str(year)),
        "year": year,
        "organiser_code": organiser.code if organiser and may_keep else "",
        "secrecy": source.secrecy,
        "deadline": model.deadline,
    }
