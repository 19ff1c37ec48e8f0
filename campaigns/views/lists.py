"""The list of people of a campaign: submitting, deciding, its versions, and what the roster would change in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.actions.lists import (
    accept_differences,
    approve_list,
    return_list,
    submit_list,
    withdraw_list,
)
from campaigns.forms.decisions import LONGEST_ID
from campaigns.forms.lists import DocumentForm, ReturnForm, SubmitForm
from campaigns.forms.sessions import ReasonForm
from campaigns.models import AMENDABLE, Campaign, CampaignState
from campaigns.permissions import may_for_organiser, require_for_organiser
from campaigns.presenters.lists import ListPanel, PersonChange, list_panel, people_changed, recorded_changes
from campaigns.queries.ballots import out_of_date
from campaigns.queries.campaigns import campaign_facts
from campaigns.queries.lists import Difference, list_differences
from campaigns.rules.campaign_steps import CampaignFacts
from campaigns.views.loading import load_campaign
from config.accounts.permissions import Permission
from config.errors import Refused
from officials.permissions import scope, within

MOST_SHOWN = 300
MOST_SESSIONS = 10
WAITING = CampaignState.LIST_SUBMITTED
BACK_TO_DRAFT = "Đợt trở về bước chuẩn bị; kết quả xét và các quyết định giữ nguyên."


@dataclass(frozen=True)
class StepWords:
    """A step of the list: the state in which it is taken, its name, and what follows from it."""

    state: CampaignState
    heading: str
    consequence: str


def panel_of(user: Any, campaign: Campaign, facts: CampaignFacts) -> ListPanel:
    """What a user sees of the list on the campaign's page."""
    last = campaign.list_versions.defer("lines").select_related("submitted_by", "decided_by").order_by("-version")
    return list_panel(
        campaign,
        facts,
        last.first(),
        may_submit=may_for_organiser(user, Permission.EDIT_CAMPAIGNS, campaign.organiser),
        may_decide=may_for_organiser(user, Permission.APPROVE_LISTS, campaign.organiser),
        may_print=may_for_organiser(user, Permission.VIEW_CAMPAIGNS, campaign.organiser),
    )


@require_safe
def list_history(request: HttpRequest, code: str) -> HttpResponse:
    """What is to be done about the list now, and every version that was submitted or accepted, the newest first, with
    what each amendment changed: by name for those who may see the whole campaign."""
    campaign = load_campaign(request, code)
    versions = campaign.list_versions.defer("lines").select_related("submitted_by", "decided_by").order_by("-version")
    sees_all = may_for_organiser(request.user, Permission.VIEW_CAMPAIGNS, campaign.organiser)
    context = {
        "campaign": campaign,
        "list": panel_of(request.user, campaign, campaign_facts(campaign)),
        "versions": [(version, recorded_changes(version) if sees_all else []) for version in versions],
        "may_print": sees_all,
    }
    return render(request, "campaigns/list_history.html", context)


@require_http_methods(["GET", "POST"])
def list_submit(request: HttpRequest, code: str) -> HttpResponse:
    def act(campaign: Campaign, form: SubmitForm) -> str:
        version = submit_list(by=request.user, campaign=campaign, note=form.cleaned_data["note"])
        return f"Đã trình danh sách lần {version.version}. Việc tiếp theo: lãnh đạo duyệt."

    words = StepWords(
        CampaignState.DRAFT,
        "Trình danh sách",
        "Danh sách trình đi thì không đổi được cho đến khi duyệt, trả lại hoặc rút lại.",
    )
    return _act(request, code, Permission.EDIT_CAMPAIGNS, SubmitForm, act, words)


@require_http_methods(["GET", "POST"])
def list_approve(request: HttpRequest, code: str) -> HttpResponse:
    def act(campaign: Campaign, form: DocumentForm) -> str:
        version = approve_list(
            by=request.user, campaign=campaign, document=form.document(), seen=_seen_version(request)
        )
        return f"Đã duyệt danh sách theo văn bản {version.document_number}. Việc tiếp theo: lập hội nghị."

    words = StepWords(WAITING, "Duyệt danh sách", "Danh sách được duyệt là căn cứ lập hội nghị và in phiếu.")
    return _act(request, code, Permission.APPROVE_LISTS, DocumentForm, act, words)


@require_http_methods(["GET", "POST"])
def list_return(request: HttpRequest, code: str) -> HttpResponse:
    def act(campaign: Campaign, form: ReturnForm) -> str:
        note = form.cleaned_data["note"]
        return_list(by=request.user, campaign=campaign, note=note, seen=_seen_version(request))
        return "Đã trả lại danh sách. Người trình xem ý kiến ở trang của đợt."

    words = StepWords(WAITING, "Trả lại danh sách", BACK_TO_DRAFT)
    return _act(request, code, Permission.APPROVE_LISTS, ReturnForm, act, words)


@require_http_methods(["GET", "POST"])
def list_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    def act(campaign: Campaign, form: ReasonForm) -> str:
        withdraw_list(by=request.user, campaign=campaign, reason=form.cleaned_data["reason"])
        return "Đã rút lại danh sách. Sửa xong thì trình lại."

    words = StepWords(WAITING, "Rút lại danh sách", BACK_TO_DRAFT)
    return _act(request, code, Permission.EDIT_CAMPAIGNS, ReasonForm, act, words)


def _seen_version(request: HttpRequest) -> int | None:
    """The version of the list on the page that was sent."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_ID else None


def _act(
    request: HttpRequest,
    code: str,
    permission: Permission,
    form_class: type[forms.Form],
    act: Callable[[Campaign, Any], str],
    words: StepWords,
) -> HttpResponse:
    """A page with the form of one step of the list; what is refused is said on it, and nothing typed is lost."""
    campaign = load_campaign(request, code)
    require_for_organiser(request.user, permission, campaign.organiser)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "GET" and (sentence := _too_late(campaign, words.state)):
        messages.info(request, sentence)
        return redirect("campaign-detail", code)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(campaign, form))
            return redirect("campaign-detail", code)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    last = campaign.list_versions.defer("lines").select_related("submitted_by").order_by("-version").first()
    sees_all = may_for_organiser(request.user, Permission.VIEW_CAMPAIGNS, campaign.organiser)
    context = {"campaign": campaign, "form": form, "words": words, "last": last, "may_print": sees_all}
    return render(request, "campaigns/list_step.html", context)


def _too_late(campaign: Campaign, state: CampaignState) -> str:
    """Why the step is not possible in the campaign's state, in a sentence; empty where it is."""
    if campaign.state == state:
        return ""
    if state == CampaignState.DRAFT:
        return f"Đợt đang ở bước “{campaign.get_state_display()}” nên không trình danh sách được nữa."
    return "Không có danh sách nào đang chờ duyệt."


@require_http_methods(["GET", "POST"])
def list_change(request: HttpRequest, code: str) -> HttpResponse:
    """Who would enter, leave or change, and why; a POST accepts it for the officials that are ticked."""
    campaign = load_campaign(request, code)
    may_accept = may_for_organiser(request.user, Permission.APPROVE_LISTS, campaign.organiser)
    form = DocumentForm(request.POST if request.method == "POST" else None)
    ticked = {
        int(pk) for pk in request.POST.getlist("officials") if pk.isascii() and pk.isdigit() and len(pk) <= LONGEST_ID
    }
    if request.method == "POST":
        require_for_organiser(request.user, Permission.APPROVE_LISTS, campaign.organiser)
        if response := _accept(request, campaign, form, ticked):
            return response
    people = _people(request, campaign)
    on_list = [person for person in people if person.is_on_the_list]
    others = [person for person in people if not person.is_on_the_list]
    context = {
        "campaign": campaign,
        "form": form,
        "people": on_list[:MOST_SHOWN],
        "hidden": max(len(on_list) - MOST_SHOWN, 0),
        "others": others[:MOST_SHOWN],
        "hidden_others": max(len(others) - MOST_SHOWN, 0),
        "ticked": ticked,
        "may_accept": may_accept,
        "is_amendable": campaign.state in AMENDABLE,
    }
    return render(request, "campaigns/list_change.html", context)


@require_safe
def list_change_note(request: HttpRequest, code: str) -> HttpResponse:
    """For the campaign's page, which loads it when it is shown: how many people would change."""
    campaign = load_campaign(request, code)
    people = _people(request, campaign)
    number = sum(person.is_on_the_list for person in people)
    stale = within(out_of_date(campaign), request.user, Permission.VIEW_CAMPAIGNS)
    context = {
        "campaign": campaign,
        "number": number,
        "others": len(people) - number,
        "stale": stale[:MOST_SESSIONS],
        "more": max(stale.count() - MOST_SESSIONS, 0),
    }
    return render(request, "campaigns/list_change_note.html", context)


def _people(request: HttpRequest, campaign: Campaign) -> list[PersonChange]:
    """What would change for the officials with a post where the user may see the campaign."""
    if campaign.state not in AMENDABLE:
        return []
    differences = list_differences(campaign)
    units = scope(request.user, Permission.VIEW_CAMPAIGNS)
    if units is not None:
        differences = _seen(differences, units)
    rules = {phase.pk: phase.rule_set.rules for phase in campaign.phases.select_related("rule_set")}
    return people_changed(campaign, differences, rules)


def _seen(differences: list[Difference], units: frozenset[int]) -> list[Difference]:
    """All changes of the officials of whom one change lies within the units: they are accepted together."""
    people = {d.appointment.official_id for d in differences if d.appointment.unit_id in units}
    return [d for d in differences if d.appointment.official_id in people]


def _accept(request: HttpRequest, campaign: Campaign, form: DocumentForm, ticked: set[int]) -> HttpResponse | None:
    """Accept; None with the refusal on the form."""
    if not form.is_valid():
        return None
    if not ticked:
        form.add_error(None, "Chưa chọn ai. Đánh dấu những người có thay đổi được duyệt.")
        return None
    try:
        version = accept_differences(
            by=request.user,
            campaign=campaign,
            officials=ticked,
            document=form.document(),
            seen={pk: mark for pk in ticked if (mark := request.POST.get(f"seen-{pk}"))},
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, f"Đã duyệt thay đổi của {len({c['code'] for c in version.changes})} người.")
    return redirect("list-history", campaign.code)
