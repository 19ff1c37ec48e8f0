"""The papers of a session day: what is in the pack, how much of it, and where it is fetched."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import SessionState, VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused
from config.jobs.models import Job
from reports.actions.pack import issue_part, may_print_ballots, sample
from reports.actions.paper_jobs import start_pack_pdf
from reports.forms import PackForm
from reports.jobs import PACK_PDF
from reports.presenters.pack import AUTOMATIC, PART_NAMES, PackOptions, Part, parts_of, style_summaries, usual_ballots
from reports.queries.pack import PackFacts, pack_facts
from reports.views.results import PDF, download
from reports.views.set_papers import handed_out, has_file, set_paper

PREVIEW_DPI = 60


@require_http_methods(["GET", "POST"])
def session_pack(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Choose and set the pack, or see first what the choices amount to (`look`; they may come in the address, too)."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    facts = pack_facts(session)
    has_ballots = may_print_ballots(session) and request.user.has_perm(Permission.RUN_SESSIONS, session.unit)
    form = _form(request, session, facts, has_ballots=has_ballots)
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        name = f"bo-giay-to-{campaign}-{code}.pdf"
        try:
            job = start_pack_pdf(by=request.user, session=session, options=form.options(), file_name=name)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("job-detail", job.pk)
    options = form.options() if form.is_bound and form.is_valid() else _usual(session, facts)
    context = {
        "session": session,
        "form": form,
        "has_ballots": has_ballots,
        "voters": facts.voters,
        "is_planned": facts.is_planned,
        "styles": style_summaries(facts, options),
        "parts": [(part, PART_NAMES[part]) for part in _every_part(session) if part != Part.BALLOTS],
        "chosen": {"size": options.size, "with_criteria": options.with_criteria},
        "may_mark_printed": has_ballots and session.state == SessionState.PREPARED and session.printed_at is None,
    }
    return render(request, "reports/session_pack.html", context)


@require_safe
def session_pack_part(request: HttpRequest, campaign: str, code: str, part: str) -> HttpResponse:
    """One paper at once; ballots as samples, which show what is cast on screen, too."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    if part not in {Part.BALLOTS, *_every_part(session)}:
        raise Http404
    try:
        pdf = issue_part(by=request.user, session=session, part=Part(part))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("session-pack", campaign, code)
    return download(pdf, PDF, f"{part}-{campaign}-{code}.pdf")


@require_safe
def session_pack_preview(request: HttpRequest, campaign: str, code: str, position: int) -> HttpResponse:
    """A picture of the first page of a sample of one kind of ballot."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    facts = pack_facts(session)
    style = next((found for found in facts.styles if found.position == position and found.people), None)
    form = _form(request, session, facts, has_ballots=True)
    if style is None:
        raise Http404
    options = form.options() if form.is_bound and form.is_valid() else _usual(session, facts)
    from reports.pdf import picture  # noqa: PLC0415 - takes most of a second to load, and only papers need it

    try:
        image = picture(sample(facts, style, options), PREVIEW_DPI)
    except Refused:
        raise Http404
    return HttpResponse(image, content_type="image/png", headers={"Cache-Control": "no-store"})


@require_safe
def session_pack_ready(request: HttpRequest, campaign: str, code: str, pk: UUID) -> HttpResponse:
    """Where the pack that a job has set can be fetched; `?file` gives it."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    job = set_paper(request, pk, PACK_PDF, session=session.pk)
    if "file" not in request.GET:
        return render(request, "reports/session_pack_ready.html", _ready(request, session, job))
    return handed_out(request, job, "bộ giấy tờ", "session-pack", campaign, code)


def _ready(request: HttpRequest, session: VotingSession, job: Job) -> dict[str, object]:
    may_run = request.user.has_perm(Permission.RUN_SESSIONS, session.unit)
    awaits = session.state == SessionState.PREPARED and session.printed_at is None
    return {
        "session": session,
        "job": job,
        "has_file": has_file(job),
        "may_mark_printed": may_run and awaits and Part.BALLOTS in job.arguments["options"]["parts"],
    }


def _form(request: HttpRequest, session: VotingSession, facts: PackFacts, *, has_ballots: bool) -> PackForm:
    usual = _usual(session, facts)
    initial = {"parts": list(usual.parts), "ballots": usual.ballots or None, "size": usual.size}
    given = request.POST if request.method == "POST" else request.GET
    return PackForm(
        given if "size" in given else None,
        initial=initial,
        parts=[part for part in _every_part(session) if has_ballots or part != Part.BALLOTS],
        voters=facts.voters,
        casting=session.casting,
    )


def _usual(session: VotingSession, facts: PackFacts) -> PackOptions:
    parts = tuple(str(part) for part in _every_part(session))
    return PackOptions(parts, usual_ballots(facts.voters, session.casting), AUTOMATIC)


def _every_part(session: VotingSession) -> tuple[Part, ...]:
    """What a pack of such a session may hold."""
    return parts_of(is_rehearsal=session.is_rehearsal, has_paper=session.has_paper)
