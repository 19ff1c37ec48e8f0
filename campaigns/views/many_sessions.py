"""The page that plans the sessions of a whole phase."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from campaigns.actions.many_sessions import waiting_for
from campaigns.forms.many_sessions import ManySessionsForm
from campaigns.jobs import CREATE_SESSIONS
from campaigns.models import Phase
from config.accounts.permissions import Permission, require
from config.jobs.running import start


@require_http_methods(["GET", "POST"])
def session_create_many(request: HttpRequest, campaign: str, kind: str) -> HttpResponse:
    """Enter what the sessions have in common; a job creates them and leads back to the campaign."""
    require(request.user, Permission.EDIT_CAMPAIGNS)
    phase = get_object_or_404(Phase.objects.select_related("campaign"), campaign__code=campaign, kind=kind)
    initial = {"day": phase.earliest or phase.campaign.vote_on}
    form = ManySessionsForm(request.POST or None, campaign=phase.campaign, phase=phase, initial=initial)
    if request.method == "POST" and form.is_valid():
        back = reverse("campaign-detail", args=[campaign])
        arguments = {"phase": phase.pk, "next": back, "back": request.path, **form.arguments()}
        title = f"Lập hội nghị: {phase}, {phase.campaign}"[:200]
        return redirect("job-detail", start(by=request.user, kind=CREATE_SESSIONS, title=title, arguments=arguments).pk)
    context = {"form": form, "phase": phase, "campaign": phase.campaign, "units": waiting_for(request.user, phase)}
    return render(request, "campaigns/session_create_many.html", context)
