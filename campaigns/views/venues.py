"""Where officials with several posts are voted on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.actions.decisions import choose_venues
from campaigns.filters import VenueFilter
from campaigns.forms.venues import VenueForm
from campaigns.models import OVER, Campaign, CampaignState
from campaigns.permissions import may_for_organiser
from campaigns.presenters.venues import venue_board
from campaigns.queries.campaigns import verdicts_seen_by
from campaigns.queries.venues import standings, with_several_venues
from campaigns.tables import VenueTable
from campaigns.views.loading import load_campaign
from config.accounts.permissions import Permission
from config.errors import Refused
from config.lists import show_page
from officials.models import Official
from officials.permissions import may_for_official

PAGE_LENGTH = 50


@require_safe
def venue_list(request: HttpRequest, code: str) -> HttpResponse:
    """Officials who could be voted on at more units than one, each with the venues and why."""
    campaign = load_campaign(request, code)
    seen = verdicts_seen_by(request.user, campaign).values("appointment__official")
    found = VenueFilter(request.GET, queryset=with_several_venues(campaign).filter(pk__in=seen))
    table = VenueTable(found.qs, campaign=code)
    show_page(request, table, length=PAGE_LENGTH)
    shown = [row.record.pk for row in table.page.object_list]
    table.boards = {pk: venue_board(standing) for pk, standing in standings(campaign, shown).items()}
    return render(request, "campaigns/venue_list.html", {"campaign": campaign, "table": table, "filter": found})


@require_http_methods(["GET", "POST"])
def venue_official(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The venues of one official; a POST chooses them, or with `back` returns to the proposal."""
    campaign = load_campaign(request, code)
    seen = verdicts_seen_by(request.user, campaign).values("appointment__official")
    official = get_object_or_404(Official.objects.filter(pk__in=seen), pk=pk)
    standing = standings(campaign, [pk]).get(pk)
    if standing is None:
        messages.info(request, f"{official} không có chức vụ nào được lấy phiếu ở đợt này.")
        return redirect("venue-list", code)
    board = venue_board(standing)
    form = VenueForm(request.POST if request.method == "POST" else None, board=board)
    if request.method == "POST" and (response := _choose(request, campaign, official, form)):
        return response
    context = {
        "campaign": campaign,
        "official": official,
        "board": board,
        "form": form,
        "may_choose": _may_choose(request, campaign, official),
        "is_open": campaign.state not in (*OVER, CampaignState.LIST_SUBMITTED),
        "is_draft": campaign.state == CampaignState.DRAFT,
    }
    return render(request, "campaigns/venue_official.html", context)


def _may_choose(request: HttpRequest, campaign: Campaign, official: Official) -> bool:
    return may_for_organiser(request.user, Permission.EDIT_CAMPAIGNS, campaign.organiser) and may_for_official(
        request.user, Permission.EDIT_CAMPAIGNS, official
    )


def _choose(request: HttpRequest, campaign: Campaign, official: Official, form: VenueForm) -> HttpResponse | None:
    """Do what was asked; None with the refusal on the form."""
    if not form.is_valid():
        return None
    reason = form.cleaned_data["reason"]
    try:
        choose_venues(by=request.user, campaign=campaign, official=official, units=form.units(), reason=reason)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    done = "Đã trở lại nơi lấy phiếu theo đề xuất" if form.is_back else "Đã chọn nơi lấy phiếu"
    later = "" if campaign.state == CampaignState.DRAFT else " Danh sách đã duyệt nên thay đổi này còn chờ duyệt."
    messages.success(request, f"{done} của {official}.{later}")
    return redirect("venue-list", campaign.code)
