"""The page of a session's counting board."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.actions.board import PROPOSABLE, propose_board
from campaigns.forms.board import BoardForm
from campaigns.models import BoardMember, VotingSession
from campaigns.queries.board import members_of, possible_members
from campaigns.queries.sessions import people_on_ballot
from campaigns.queries.timetable import board_meetings
from campaigns.rules.board import board_warnings
from campaigns.rules.conflicts import Person, blocking, board_conflicts, to_answer
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission, require
from config.errors import Refused

MOST_SUGGESTED = 30


@require_http_methods(["GET", "POST"])
def board(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Show the board with what is wrong with it, and let staff change it; what was typed stays when it is refused."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    may_edit = request.user.has_perm(Permission.EDIT_CAMPAIGNS, session.unit) and session.state in PROPOSABLE
    members, found = members_of(session), possible_members(session, request.GET.get("tim", ""))
    # who was ticked is found whatever the search shows
    suggested = list(found if request.method == "POST" else found[:MOST_SUGGESTED])
    form = BoardForm(request.POST or None, members=members, suggested=suggested)
    if request.method == "POST":
        require(request.user, Permission.EDIT_CAMPAIGNS, session.unit)
        if form.is_valid():
            try:
                propose_board(
                    by=request.user, session=session, entries=form.entries(), reason=form.cleaned_data["reason"]
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Đã lưu ban kiểm phiếu.")
                return redirect("session-board", campaign, code)
    rules = session.rules
    citation = rules.citations.get("board", "")
    people = [Person(member.name, member.official_id) for member in members]
    on_ballot = board_conflicts(people, people_on_ballot(session), citation)
    busy = board_meetings(request.user, session, people) if session.state in PROPOSABLE else []
    heads = sum(member.role == BoardMember.Role.HEAD for member in members)
    context = {
        "session": session,
        "form": form,
        "members": members,
        "chosen": form["voters"].value() or [],
        "suggested": [(str(voter.pk), voter) for voter in suggested[:MOST_SUGGESTED]],
        "more": max(0, found.count() - MOST_SUGGESTED),
        "problems": [conflict.sentence for conflict in (*on_ballot, *blocking(busy))],
        "warnings": [
            *board_warnings(len(members), heads, rules, with_chair=_has_chair(session, people)),
            *(conflict.sentence for conflict in to_answer(busy)),
        ],
        "citation": citation,
        "size": rules.board_size,
        "may_edit": may_edit,
    }
    return render(request, "campaigns/session_board.html", context)


def _has_chair(session: VotingSession, people: list[Person]) -> bool:
    chair = Person(session.chair, session.chair_official_id)
    return bool(session.chair) and any(board_conflicts(people, [chair], ""))
