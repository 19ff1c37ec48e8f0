"""The page on which the counting board writes what its minutes say besides the figures."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ballots.actions.minutes import entry_of, why_not_writable, write_minutes
from ballots.forms import MinutesForm
from campaigns.models import VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_edit(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """When it was counted, who watched, how many copies, for whom; what was typed stays when it is refused."""
    session = load_session(request, Permission.CONFIRM_COUNT, campaign, code)
    form = MinutesForm(request.POST or None, initial=_known(session))
    if request.method == "POST" and form.is_valid():
        try:
            write_minutes(by=request.user, session=session, entry=form.entry())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu. Biên bản và báo cáo kết quả in theo thông tin này.")
            return redirect("session-detail", campaign, code)
    context = {"session": session, "form": form, "obstacle": why_not_writable(session)}
    return render(request, "ballots/minutes_edit.html", context, status=422 if form.errors else 200)


def _known(session: VotingSession) -> dict[str, object]:
    """What is written so far; the count is taken to begin on the day of the session."""
    written = asdict(entry_of(session))
    return {**written, "began_at": written["began_at"] or timezone.localtime(session.held_at)}
