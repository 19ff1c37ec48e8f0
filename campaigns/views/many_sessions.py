"""The page that plans the sessions of a whole phase."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from campaigns.actions.many_sessions import propose_sessions, waiting_for
from campaigns.forms.many_sessions import ManySessionsForm
from campaigns.jobs import CREATE_SESSIONS, session_arguments
from campaigns.models import Phase
from campaigns.presenters.timetable import proposal_summary
from campaigns.rules.spreading import first_working_day
from config.accounts.permissions import Permission, require
from config.jobs.running import start


@require_http_methods(["GET", "POST"])
def session_create_many(request: HttpRequest, campaign: str, kind: str) -> HttpResponse:
    """Enter the pattern, look at what it makes of the units; then a job creates the sessions and leads back to the
    timetable."""
    require(request.user, Permission.EDIT_CAMPAIGNS)
    phase = get_object_or_404(Phase.objects.select_related("campaign"), campaign__code=campaign, kind=kind)
    initial = {"first": first_working_day(phase.earliest or phase.campaign.vote_on)}
    form = ManySessionsForm(request.POST or None, by=request.user, phase=phase, initial=initial)
    context: dict[str, Any] = {"form": form, "phase": phase, "campaign": phase.campaign}
    if request.method == "POST" and form.is_valid():
        pattern, selection = form.pattern(), form.selection()
        proposals = propose_sessions(by=request.user, phase=phase, pattern=pattern, selection=selection)
        context |= proposal_summary(proposals)
        if "create" in request.POST and context["possible"]:
            arguments = {
                "phase": phase.pk,
                "next": reverse("timetable-list", args=[campaign]),
                "back": request.path,
                **session_arguments(pattern, selection),
            }
            title = f"Lập hội nghị: {phase}, {phase.campaign}"[:200]
            job = start(by=request.user, kind=CREATE_SESSIONS, title=title, arguments=arguments)
            return redirect("job-detail", job.pk)
    context["units"] = waiting_for(request.user, phase)
    return render(request, "campaigns/session_create_many.html", context)
