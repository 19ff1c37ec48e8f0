"""The disclosure forecast, a panel of the session's page before the voting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ballots.presenters.forecast import forecast_card
from ballots.queries.forecast import forecast_of
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission


@require_safe
def session_forecast(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """How likely the figures of this session tell how everybody voted."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    template = "ballots/_forecast.html" if request.headers.get("HX-Request") else "ballots/forecast.html"
    card = forecast_card(forecast_of(session, request.user))
    return render(request, template, {"session": session, "card": card})
