"""The counts that a session has had, and opening it again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ballots.actions.reopening import (
    confirm_reopening,
    obstacle_to_reopening,
    propose_reopening,
    withdraw_reopening,
)
from ballots.forms import ReopeningForm
from ballots.presenters.versions import how_again, reopening_page, versions_page
from ballots.queries.versions import proposed_reopening
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused


@require_safe
def session_versions(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Every count of the session, each beside the one before it."""
    session = load_session(request, Permission.VIEW_RESULTS, campaign, code)
    context = {"session": session, **versions_page(session, request.user)}
    return render(request, "ballots/session_versions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_reopen(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Ask for a new count; it begins when a second person confirms."""
    session = load_session(request, Permission.REOPEN_COUNTS, campaign, code)
    form = ReopeningForm(request.POST or None, session=session)
    if request.method == "POST" and form.is_valid():
        scope, reason = form.cleaned_data["scope"], form.cleaned_data["reason"]
        try:
            propose_reopening(by=request.user, session=session, scope=scope, detail=form.detail(), reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi đề nghị. Hội nghị được mở lại khi người thứ hai xác nhận.")
            return redirect("session-versions", campaign, code)
    waiting = proposed_reopening(session)
    if request.method != "POST" and waiting is not None:
        return redirect("reopening-confirm", campaign, code, waiting.pk)
    context = {"session": session, "form": form, "obstacle": obstacle_to_reopening(session), "how": how_again(session)}
    return render(request, "ballots/session_reopen.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def reopening_confirm(request: HttpRequest, campaign: str, code: str, pk: int) -> HttpResponse:
    """The second person confirms, or the proposal is taken back."""
    session = load_session(request, Permission.REOPEN_COUNTS, campaign, code)
    rows = session.reopenings.select_related("session__unit", "session__campaign", "proposed_by", "confirmed_by")
    reopening = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        how = how_again(session)
        try:
            if request.POST.get("do") == "withdraw":
                withdraw_reopening(by=request.user, reopening=reopening)
                messages.success(request, "Đã rút đề nghị. Kết quả giữ nguyên.")
            else:
                confirm_reopening(by=request.user, reopening=reopening)
                messages.success(request, f"Đã mở lại. {how}")
        except (Refused, PermissionDenied) as refusal:
            messages.error(request, str(refusal))
        return redirect("session-versions", campaign, code)
    if reopening.state != reopening.State.PROPOSED:
        return redirect("session-versions", campaign, code)
    context = {"session": session, **reopening_page(session, reopening, request.user)}
    return render(request, "ballots/reopening_confirm.html", context)
