"""The papers of a ballot box: each is the answer to the form that makes it, once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from ballots.box_forms import CodesForm, LockForm
from ballots.models import BallotBox
from ballots.views.boxes import shown
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused
from reports.actions.box_papers import issue_code_slips, issue_destruction_record, issue_key_cards
from reports.views.results import PDF, download


@sensitive_post_parameters()
@require_POST
def key_cards(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Lock the box and hand out its key cards; refused, the page of the box with what was typed."""
    session = load_session(request, Permission.RUN_SESSIONS, campaign, code)
    form = LockForm(request.POST)
    if form.is_valid():
        holders, threshold = form.names(), form.cleaned_data["threshold"]
        try:
            pdf = issue_key_cards(by=request.user, session=session, holders=holders, threshold=threshold)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return download(pdf, PDF, f"the-khoa-{campaign}-{code}.pdf")
    session.refresh_from_db()
    return shown(request, session, {"lock_form": form}, status=422)


@sensitive_post_parameters()
@require_POST
def code_slips(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Make the codes and hand out their slips; refused, the page of the box with what was typed."""
    session = load_session(request, Permission.RUN_SESSIONS, campaign, code)
    form = CodesForm(request.POST, voters=session.voter_count)
    if form.is_valid():
        wifi = form.cleaned_data["wifi"]

        def address_of(box: BallotBox) -> str:
            return request.build_absolute_uri(reverse("cast-home", args=[box.address]))

        try:
            pdf = issue_code_slips(
                by=request.user, session=session, number=form.number(), wifi=wifi, address_of=address_of
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return download(pdf, PDF, f"phieu-ma-{campaign}-{code}.pdf")
    session.refresh_from_db()
    return shown(request, session, {"codes_form": form}, status=422)


@require_safe
def destruction(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """The record of what the seal destroyed."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    try:
        pdf = issue_destruction_record(by=request.user, session=session)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("session-box", campaign, code)
    return download(pdf, PDF, f"bien-ban-huy-manh-phieu-{campaign}-{code}.pdf")
