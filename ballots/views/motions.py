"""Planning a follow-up vote from the result of a session."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ballots.actions.motions import create_motion, obstacle_to_motion
from ballots.forms import MotionForm
from ballots.queries.motions import Nominee, nominees_of
from campaigns.forms.sessions import Setting
from campaigns.models import VotingSession
from campaigns.queries.sessions import free_code
from campaigns.rules.conflicts import Person
from campaigns.rules.spreading import first_working_day
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission, require
from config.errors import Refused


@require_http_methods(["GET", "POST"])
def motion_create(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Choose the people, say when and where; those over a threshold are chosen beforehand."""
    origin = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    require(request.user, Permission.VIEW_RESULTS, origin.unit)
    nominees, sentence = _nominees(origin)
    if sentence:
        messages.error(request, sentence)
        return redirect("session-detail", campaign, code)
    form = MotionForm(
        request.POST or None,
        setting=_setting(request, origin, nominees),
        nominees=nominees,
        initial=_proposed(request, origin, nominees),
    )
    if request.method == "POST" and "check" in request.POST:
        form.is_valid()
        return render(request, "campaigns/session_conflicts.html", {"form": form})
    if request.method == "POST" and form.is_valid() and (made := _made(request, origin, form)):
        messages.success(request, "Đã lập hội nghị bỏ phiếu tín nhiệm. Xem lại phiếu và danh sách người ghi phiếu.")
        return redirect("session-detail", campaign, made.code)
    context = {"session": origin, "form": form, "rules": origin.rules.motion}
    return render(request, "ballots/motion_create.html", context, status=200 if request.method == "GET" else 422)


def _nominees(origin: VotingSession) -> tuple[list[Nominee], str]:
    """The people, or why there is nobody to choose from."""
    try:
        sentence = obstacle_to_motion(origin)
        return ([] if sentence else nominees_of(origin)), sentence
    except ValueError as incomplete:
        return [], str(incomplete)


def _made(request: HttpRequest, origin: VotingSession, form: MotionForm) -> VotingSession | None:
    try:
        return create_motion(
            by=request.user,
            origin=origin,
            subjects=[int(pk) for pk in form.cleaned_data["subjects"]],
            plan=form.plan(),
            trigger=form.cleaned_data["trigger"],
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _setting(request: HttpRequest, origin: VotingSession, nominees: list[Nominee]) -> Setting:
    chosen = set(request.POST.getlist("subjects")) or {
        str(nominee.subject.pk) for nominee in nominees if nominee.follows
    }
    ballot = tuple(
        Person(nominee.subject.printed_name, nominee.subject.official_id)
        for nominee in nominees
        if str(nominee.subject.pk) in chosen
    )
    return Setting(request.user, origin.phase, origin.unit, ballot, is_motion=True, origin=origin.pk)


def _proposed(request: HttpRequest, origin: VotingSession, nominees: list[Nominee]) -> dict[str, Any]:
    """What the form begins with: those whose result leads to it, or the one whose button was pressed."""
    own = [str(nominee.subject.pk) for nominee in nominees if str(nominee.subject.pk) == request.GET.get("nguoi")]
    return {
        "subjects": own or [str(nominee.subject.pk) for nominee in nominees if nominee.follows],
        "code": free_code(origin, "BP"),
        "name": f"Hội nghị bỏ phiếu tín nhiệm tại {origin.unit.name}"[:200],
        "day": first_working_day(max(timezone.localdate(), timezone.localdate(origin.held_at))),
        "place": origin.place,
        "chair": origin.chair,
    }
