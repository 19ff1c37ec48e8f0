"""The ballot box of a session that votes on screen: one page from the lock to the count.

What is typed here opens the box or spends a code, so nothing of it goes into a message or a report of errors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from ballots.actions.box_closing import confirm_closing, propose_closing, withdraw_closing
from ballots.actions.box_opening import open_box
from ballots.actions.boxes import NO_BOX, drop_box, try_cards
from ballots.actions.code_slips import exchange_code
from ballots.actions.revote import confirm_revote, propose_revote, withdraw_revote
from ballots.box_forms import CardsForm, DropForm, ExchangeForm, ExplanationForm, RevoteForm, UnusedForm
from ballots.models import BallotBox
from ballots.presenters.boxes import box_page
from ballots.queries.boxes import box_of
from campaigns.models import VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused


@dataclass(frozen=True)
class Step:
    """A button of the page: the form that it sends and the name under which it comes back, what is done with it, and
    what is said afterwards."""

    name: str
    form: Callable[..., forms.Form]
    act: Callable[[Any, VotingSession, Any], object]
    done: str


STEPS = {
    "try": Step(
        "cards_form",
        CardsForm,
        lambda by, session, form: try_cards(by=by, session=session, cards=form.texts()),
        "Các thẻ mở được phiếu thử. In phiếu mã.",
    ),
    "drop": Step(
        "drop_form",
        DropForm,
        lambda by, session, form: drop_box(by=by, session=session, reason=form.cleaned_data["reason"]),
        "Đã bỏ hòm phiếu cùng thẻ khóa và phiếu mã của nó. Hủy các bản đã in, rồi khóa lại.",
    ),
    "exchange": Step(
        "exchange_form",
        ExchangeForm,
        lambda by, session, form: exchange_code(by=by, session=session, code=form.cleaned_data["code"]),
        "Mã cũ đã hết giá trị. Mời đại biểu rút một phiếu mã khác.",
    ),
    "propose": Step(
        "unused_form",
        UnusedForm,
        lambda by, session, form: propose_closing(by=by, session=session, unused=form.cleaned_data["unused"]),
        "Đã đề nghị đóng hòm phiếu. Một người khác xem lại và xác nhận.",
    ),
    "withdraw": Step(
        "withdraw_form",
        forms.Form,
        lambda by, session, _form: withdraw_closing(by=by, session=session),
        "Đã rút đề nghị đóng hòm phiếu.",
    ),
    "confirm": Step(
        "explanation_form",
        ExplanationForm,
        lambda by, session, form: confirm_closing(
            by=by, session=session, explanation=form.cleaned_data["explanation"], seen=form.seen()
        ),
        "Đã đóng hòm phiếu. Mời những người giữ thẻ khóa mở hòm để kiểm phiếu.",
    ),
    "open": Step(
        "cards_form",
        CardsForm,
        lambda by, session, form: open_box(by=by, session=session, cards=form.texts()),
        "Đã mở hòm và kiểm xong phiếu ghi trên màn hình.",
    ),
    "propose-revote": Step(
        "revote_form",
        RevoteForm,
        lambda by, session, form: propose_revote(by=by, session=session, reason=form.cleaned_data["reason"]),
        "Đã đề nghị hủy hòm phiếu để ghi phiếu lại. Một người khác xem lại và xác nhận.",
    ),
    "withdraw-revote": Step(
        "withdraw_form",
        forms.Form,
        lambda by, session, _form: withdraw_revote(by=by, session=session),
        "Đã rút đề nghị hủy hòm phiếu.",
    ),
    "confirm-revote": Step(
        "confirm_revote_form",
        forms.Form,
        lambda by, session, _form: confirm_revote(by=by, session=session),
        "Đã hủy hòm phiếu cùng mọi phiếu trong đó. Khóa hòm mới, rồi mời đại biểu ghi phiếu lại.",
    ),
}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def session_box(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Where the box stands, and the step that is next; a refused step comes back with what was typed."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        return shown(request, session)
    box = box_of(session)
    if box is None:
        messages.error(request, NO_BOX)
        return redirect("session-box", campaign, code)
    form = _form(step, request, box)
    if form.is_valid():
        try:
            step.act(request.user, session, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, step.done)
            return redirect("session-box", campaign, code)
    session.refresh_from_db()
    return shown(request, session, {step.name: form}, status=422)


@require_safe
def box_turnout(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """How many ballots are in the box, for the page that looks again and again; the whole page once the box moved on.
    The number stands in the answer, never in an address that is logged with its moment. The page is fetched anew, not
    loaded again: where it answers a refused step, that would send the step once more, with nobody's hand. An alarm is
    read out when it comes, not again with every look."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    if not request.headers.get("HX-Request"):
        return redirect("session-box", campaign, code)
    page = box_page(session, request.user)
    if request.GET.get("stage") != page["stage"]:
        return HttpResponseClientRedirect(reverse("session-box", args=[campaign, code]))
    return render(request, "ballots/_box_turnout.html", {**page, "is_told": "told" in request.GET})


def shown(
    request: HttpRequest, session: VotingSession, given: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """The page; `given` are forms that were sent and refused, the app above sends some of its own."""
    return render(request, "ballots/box.html", box_page(session, request.user, given), status=status)


def _form(step: Step, request: HttpRequest, box: BallotBox) -> forms.Form:
    return step.form(request.POST, cards=box.threshold) if step.form is CardsForm else step.form(request.POST)
