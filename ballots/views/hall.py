"""The screen of the hall, for a projector."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ballots.presenters.hall import hall_screen
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission


@require_safe
def session_hall(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """It looks again by itself every few seconds, and turns the pages of a long result unless somebody holds it."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    context = hall_screen(session, request.GET.get("trang", ""), is_paused="dung" in request.GET)
    return render(request, "ballots/_hall.html" if request.headers.get("HX-Request") else "ballots/hall.html", context)
