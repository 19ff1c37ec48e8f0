"""The list at the door: marking who is there, keeping two doors in step, letting people in late.

Who is marked stands in the body of a request, never in its address: the address of each request is logged with its
moment, and that would be a time of arrival.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from ballots.actions.check_in import GONE, admit_late, mark_attendance
from ballots.filters import AWAY, DoorFilter
from ballots.forms import LateForm, MarkForm
from ballots.presenters.check_in import door_line, explanation, numbers, seen
from ballots.queries.check_in import quorum_at
from campaigns.models import SessionState, Voter, VotingSession
from campaigns.presenters.sessions import quorum_note
from campaigns.queries.attendance import AttendanceCount, attendance_of
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused

PAGE_LENGTH = 50
MOST_WATCHED = 100


@require_http_methods(["GET", "POST"])
def session_check_in(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Search the roll and tap; each tap is a form of its own. htmx gets the line back, and the numbers."""
    if request.method != "POST":
        session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
        return _page(request, session, LateForm(session=session))
    session = load_session(request, Permission.CHECK_IN, campaign, code)
    form, refusal = MarkForm(request.POST, session=session), GONE
    if form.is_valid():
        voter = form.cleaned_data["voter"]
        try:
            voter = mark_attendance(by=request.user, voter=voter, attendance=form.cleaned_data["attendance"])
        except Refused as refused:
            refusal = str(refused)
        else:
            return _marked(request, session, voter)
    messages.error(request, refusal)
    return _again(request, session)


def _marked(request: HttpRequest, session: VotingSession, voter: Voter) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(f"{request.get_full_path()}#voter-{voter.pk}")
    context = {"session": session, "line": door_line(voter), "may_mark": True, "is_fragment": True}
    return render(request, "ballots/_door_marked.html", {**context, **_numbers(session, attendance_of(session))})


def _again(request: HttpRequest, session: VotingSession) -> HttpResponse:
    """The whole page with the same search, asked for anew, with what there is to say: loading it again would send what
    brought it a second time, where that was a form. htmx tells the search in the address that the browser shows."""
    if not request.headers.get("HX-Request"):
        return redirect(_searched(session, request.GET.urlencode()))
    shown = request.headers.get("HX-Current-URL", "").partition("#")[0]
    return HttpResponseClientRedirect(_searched(session, shown.partition("?")[2]))


def _searched(session: VotingSession, search: str) -> str:
    """The address of the list narrowed as it was."""
    door = reverse("session-check-in", args=[session.campaign.code, session.code])
    return f"{door}?{search}" if search else door


@require_safe
def session_check_in_rows(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """What another door has changed in the lines that this one shows, and in the numbers; an empty answer while that is
    what it shows already. A line stays in its place however it is marked, so that nobody taps beside it."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    if not request.headers.get("HX-Request"):
        return redirect("session-check-in", campaign, code)
    if session.state != SessionState.CHECKING_IN:  # fetched anew: what was sent and refused is not sent again
        return HttpResponseClientRedirect(reverse("session-check-in", args=[campaign, code]))
    shown = [int(pk) for pk in request.GET.getlist("shown")[:MOST_WATCHED] if pk.isascii() and pk.isdigit()]
    voters, count = list(_roll(session).filter(pk__in=shown)), attendance_of(session)
    if request.GET.get("seen") == seen(count, voters):
        return HttpResponse(status=204)
    context = {**_numbers(session, count), **_lines(request, session, voters, count), "is_fragment": True}
    return render(request, "ballots/_door_rows.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_late(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Let the ticked people in by a decision; what is wrong is said beside the decision, which stays. Who searches on
    from there, or turns the page, goes on at the list."""
    if request.method != "POST":
        session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
        return redirect(_searched(session, request.GET.urlencode()))
    session = load_session(request, Permission.CHECK_IN, campaign, code)
    form = LateForm(request.POST, session=session)
    if form.is_valid():
        voters = list(form.cleaned_data["voter"])
        try:
            admit_late(by=request.user, session=session, voters=voters, decision=form.cleaned_data["decision"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi {len(voters)} người đến muộn.")
            return redirect(_searched(session, request.GET.urlencode()))
    if session.state != SessionState.VOTING:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(_searched(session, request.GET.urlencode()))
    return _page(request, session, form, status=422)


def _page(request: HttpRequest, session: VotingSession, late: LateForm, status: int = 200) -> HttpResponse:
    asked = request.GET.copy()
    if session.state == SessionState.VOTING:
        asked.setdefault("mark", AWAY)
    found = DoorFilter(asked, queryset=_roll(session))
    page = Paginator(found.qs, PAGE_LENGTH).get_page(request.GET.get("page"))
    count = attendance_of(session)
    context: dict[str, Any] = {
        "session": session,
        "here": request.get_full_path(),
        "filter": found,
        "page": page,
        "late": late,
        "chosen": request.POST.getlist("voter"),
        "explanation": explanation(session),
        "quorum_note": quorum_note(session),
        "is_voting": session.state == SessionState.VOTING,
        "may_admit": session.state == SessionState.VOTING and _may_mark(request, session),
        **_numbers(session, count),
        **_lines(request, session, list(page), count),
    }
    return render(request, "ballots/session_check_in.html", context, status=status)


def _roll(session: VotingSession) -> QuerySet[Voter]:
    return session.voters.filter(is_removed=False).order_by("sort_key", "pk")


def _may_mark(request: HttpRequest, session: VotingSession) -> bool:
    return bool(request.user.has_perm(Permission.CHECK_IN, session.unit))


def _numbers(session: VotingSession, count: AttendanceCount) -> dict[str, Any]:
    return {"numbers": numbers(count, quorum_at(session, count))}


def _lines(request: HttpRequest, session: VotingSession, voters: list[Voter], count: AttendanceCount) -> dict[str, Any]:
    is_checking_in = session.state == SessionState.CHECKING_IN
    return {
        "session": session,
        "lines": [door_line(voter) for voter in voters],
        "may_mark": is_checking_in and _may_mark(request, session),
        "is_watched": is_checking_in,
        "seen": seen(count, voters),
    }
