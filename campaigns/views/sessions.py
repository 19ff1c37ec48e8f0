"""Pages of a session: planning it, its ballots, and the steps of its day."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.actions.ballots import update_ballots
from campaigns.actions.casting import choose_casting
from campaigns.actions.day import mark_printed, open_check_in, open_voting, prepare_session, step_back
from campaigns.actions.disclosure import obstacle_to_disclosing, set_disclosure
from campaigns.actions.sessions import (
    create_session,
    delete_session,
    edit_session,
    order_subjects,
    people_on,
    remove_subject,
)
from campaigns.forms.sessions import (
    AttendanceForm,
    CastingForm,
    DisclosureForm,
    NewSessionForm,
    OrderForm,
    ReasonForm,
    SessionForm,
    Setting,
)
from campaigns.models import BallotStyle, Campaign, Casting, Disclosure, Phase, SessionState, Subject, VotingSession
from campaigns.presenters.decisions import mark_overrides
from campaigns.presenters.dossiers import dossiers_of
from campaigns.presenters.lists import ballots_question
from campaigns.presenters.sessions import session_page
from campaigns.queries.attendance import attendance_of
from campaigns.queries.ballots import ballot_changes
from campaigns.queries.chairs import chair_text
from campaigns.queries.dossiers import subjects_with_papers
from campaigns.queries.sessions import holdings_to_vote_on, same_place_committee, session_before, units_waiting
from campaigns.rules.ballot_lines import Ballot, ballots
from campaigns.rules.spreading import first_working_day
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.vietnamese import search_key
from officials.models import BallotGroup, OrganisationUnit
from officials.permissions import within

MOST_UNITS_SHOWN = 100
STEPS: dict[str, Callable[..., VotingSession]] = {
    SessionState.PREPARED: prepare_session,
    "printed": mark_printed,
    SessionState.CHECKING_IN: open_check_in,
}
STEPS_SAID: dict[str, str] = {
    SessionState.PREPARED: "Đã chuẩn bị xong: phiếu và danh sách người ghi phiếu đã chốt.",
    "printed": "Đã đánh dấu là đã in phiếu.",
    SessionState.CHECKING_IN: "Đã bắt đầu điểm danh.",
}


@require_http_methods(["GET", "POST"])
def session_create(request: HttpRequest, campaign: str) -> HttpResponse:
    """Choose a unit whose people wait for a session; then say when and where."""
    require(request.user, Permission.EDIT_CAMPAIGNS)
    found = get_object_or_404(Campaign, code=campaign)
    if "don-vi" not in request.GET:
        return _choose_unit(request, found)
    phase = get_object_or_404(found.phases.select_related("rule_set", "campaign"), kind=request.GET.get("giai-doan"))
    waiting = within(units_waiting(found, phase), request.user, Permission.EDIT_CAMPAIGNS, path="pk")
    unit = waiting.filter(code=request.GET["don-vi"]).first()
    if unit is None:
        messages.error(request, "Đơn vị này không còn ai chờ lấy phiếu, hoặc ngoài phạm vi của đồng chí.")
        return redirect("session-create", campaign)
    return _plan_session(request, found, phase, unit)


def _choose_unit(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    words = search_key(request.GET.get("tim", "")).split()
    phases = []
    for phase in campaign.phases.all():
        units = within(units_waiting(campaign, phase), request.user, Permission.EDIT_CAMPAIGNS, path="pk")
        for word in words:
            units = units.filter(search_key__contains=word)
        phases.append((phase, list(units[:MOST_UNITS_SHOWN])))
    context = {"campaign": campaign, "phases": phases, "is_empty": not any(units for _, units in phases)}
    return render(request, "campaigns/session_choose_unit.html", context)


def _plan_session(request: HttpRequest, campaign: Campaign, phase: Phase, unit: OrganisationUnit) -> HttpResponse:
    committee = same_place_committee(unit)
    units = [unit, committee] if committee else [unit]
    made = ballots(holdings_to_vote_on(campaign, [u.pk for u in units], phase))
    setting = Setting(request.user, phase, unit, tuple(people_on(made)))
    form = NewSessionForm(request.POST or None, setting=setting, initial=_proposed(phase, unit))
    if request.method == "POST" and form.is_valid() and not _is_check(request):
        reason = form.cleaned_data["reason"]
        try:
            session = create_session(
                by=request.user, phase=phase, unit=unit, units=units, plan=form.plan(), reason=reason
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã tạo hội nghị. Xem lại danh sách trên phiếu.")
            return redirect("session-detail", campaign.code, session.code)
    if _is_check(request):
        return _checked(request, form)
    context = {"campaign": campaign, "phase": phase, "unit": unit, "form": form, "ballots": _named(made)}
    return render(request, "campaigns/session_create.html", context)


def _proposed(phase: Phase, unit: OrganisationUnit) -> dict[str, Any]:
    """What the form of a new session begins with: as in the campaign before, where there is one."""
    proposed: dict[str, Any] = {
        "code": f"HN-{unit.code}",
        "name": f"Hội nghị lấy phiếu tín nhiệm tại {unit.name}",
        "day": first_working_day(phase.earliest or phase.campaign.vote_on),
    }
    before = session_before(phase, unit)
    if before is not None:
        proposed |= {"hour": timezone.localtime(before.held_at).time(), **_entered(before, "place", "minutes_long")}
        proposed["chair"] = chair_text(before)
    return proposed


def _entered(session: VotingSession, *names: str) -> dict[str, Any]:
    return {name: getattr(session, name) for name in names}


def _is_check(request: HttpRequest) -> bool:
    """Whether the page only asks for the conflicts of what is typed so far."""
    return request.method == "POST" and "check" in request.POST


def _checked(request: HttpRequest, form: SessionForm) -> HttpResponse:
    form.is_valid()
    return render(request, "campaigns/session_conflicts.html", {"form": form})


def _named(made: tuple[Ballot, ...]) -> list[tuple[str, Ballot]]:
    return [(BallotGroup(ballot.group).label, ballot) for ballot in made]


@require_safe
def session_detail(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    return _detail(request, session, AttendanceForm(initial=_attendance(session)))


def _attendance(session: VotingSession) -> dict[str, int | None]:
    """What is known; the roll says how many are summoned, and the doors how many are there."""
    known = {name: getattr(session, name) for name in ("total_members", "summoned", "present")}
    known["summoned"] = known["summoned"] or session.voter_count or None
    if session.state == SessionState.CHECKING_IN:
        found = attendance_of(session)
        if found.is_used:
            known |= {"summoned": found.on_roll, "present": found.present}
    return known


def _detail(
    request: HttpRequest, session: VotingSession, attendance: AttendanceForm, status: int = 200
) -> HttpResponse:
    styles = list(session.styles.prefetch_related("subjects"))
    mark_overrides(session.campaign, [subject for style in styles for subject in style.subjects.all()])
    context: dict[str, Any] = {
        "session": session,
        "styles": styles,
        "attendance": attendance,
        "dossiers": dossiers_of(session, list(subjects_with_papers(session)), timezone.localdate()),
        **session_page(session, request.user),
    }
    return render(request, "campaigns/session_detail.html", context, status=status)


@require_POST
def session_step(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Move on by the step that the button names."""
    session = load_session(request, Permission.RUN_SESSIONS, campaign, code)
    action = STEPS.get(request.POST.get("target", ""))
    if action is None:
        messages.error(request, "Không có bước này. Tải lại trang để xem bước hiện tại.")
        return redirect("session-detail", campaign, code)
    said = STEPS_SAID[request.POST["target"]]
    return _done(request, session, lambda: action(by=request.user, session=session), said=said)


@require_POST
def session_attendance(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Record who is there and open the voting; what is wrong is said beside the numbers, which stay."""
    session = load_session(request, Permission.RUN_SESSIONS, campaign, code)
    form = AttendanceForm(request.POST)
    if form.is_valid():
        try:
            open_voting(by=request.user, session=session, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã mở ghi phiếu.")
            return redirect("session-detail", campaign, code)
    return _detail(request, session, form, status=422)


@require_http_methods(["GET", "POST"])
def session_back(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    session = load_session(request, Permission.RUN_SESSIONS, campaign, code)
    return _with_reason(
        request,
        session,
        {"heading": "Lùi lại một bước", "question": f"Hội nghị đang ở bước “{session.get_state_display()}”."},
        lambda reason: step_back(by=request.user, session=session, reason=reason),
    )


@require_http_methods(["GET", "POST"])
def session_edit(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    held_at = timezone.localtime(session.held_at)
    initial = _entered(session, "name", "place", "minutes_long")
    initial |= {"day": held_at.date(), "hour": held_at.time(), "chair": chair_text(session)}
    setting = Setting(request.user, session.phase, session.unit, session=session)
    form = SessionForm(request.POST or None, setting=setting, initial=initial)
    if _is_check(request):
        return _checked(request, form)
    if request.method == "POST" and form.is_valid():
        changes, reason = form.planned(), form.cleaned_data["reason"]
        return _done(
            request, session, lambda: edit_session(by=request.user, session=session, changes=changes, reason=reason)
        )
    return render(request, "campaigns/session_edit.html", {"session": session, "form": form})


@require_http_methods(["GET", "POST"])
def session_disclosure(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Who sees the result on the hall's screen."""
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    if request.method == "GET" and (sentence := obstacle_to_disclosing(session)):
        messages.info(request, sentence)
        return redirect("session-detail", campaign, code)
    form = DisclosureForm(request.POST or None, initial={"disclosure": session.disclosure})
    if request.method == "POST" and form.is_valid():
        disclosure = Disclosure(form.cleaned_data["disclosure"])
        return _done(request, session, lambda: set_disclosure(by=request.user, session=session, disclosure=disclosure))
    words = {"heading": "Công bố kết quả tại hội nghị", "question": f"Ai xem kết quả của “{session.name}”?"}
    context = {"session": session, "form": form, "submit": "Lưu", **words}
    return render(request, "campaigns/session_confirm.html", context)


@require_http_methods(["GET", "POST"])
def session_casting(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """On paper, on screen, or both; where the rule set does not let it be chosen, why and where that is settled."""
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    form = CastingForm(request.POST or None, initial={"casting": session.casting})
    if request.method == "POST" and form.is_valid():
        casting = Casting(form.cleaned_data["casting"])
        return _done(request, session, lambda: choose_casting(by=request.user, session=session, casting=casting))
    may_choose = session.rules.screen_casting or session.has_screen
    context = {"session": session, "form": form, "may_choose": may_choose, "rule_set": session.phase.rule_set}
    return render(request, "campaigns/session_casting.html", context)


@require_http_methods(["GET", "POST"])
def session_delete(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    return _with_reason(
        request,
        session,
        {"heading": "Xóa hội nghị", "question": f"Xóa “{session.name}”? Những người trên phiếu sẽ chờ hội nghị khác."},
        lambda reason: delete_session(by=request.user, session=session, reason=reason),
        gone=True,
    )


@require_http_methods(["GET", "POST"])
def subject_remove(request: HttpRequest, campaign: str, code: str, pk: int) -> HttpResponse:
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    subject = get_object_or_404(Subject.objects.select_related("style__session"), pk=pk, style__session=session)
    return _with_reason(
        request,
        session,
        {"heading": "Bỏ khỏi phiếu", "question": f"Bỏ {subject.printed_name} ({subject.printed_title}) khỏi phiếu?"},
        lambda reason: remove_subject(by=request.user, subject=subject, reason=reason),
    )


@require_http_methods(["GET", "POST"])
def session_ballots(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """Bring the ballots up to date with the list, after saying what that changes."""
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    return _with_reason(
        request,
        session,
        {"heading": "Cập nhật phiếu", "question": ballots_question(session.name, ballot_changes(session))},
        lambda reason: update_ballots(by=request.user, session=session, reason=reason),
    )


@require_http_methods(["GET", "POST"])
def style_order(request: HttpRequest, campaign: str, code: str, pk: int) -> HttpResponse:
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    style = get_object_or_404(BallotStyle.objects.select_related("session"), pk=pk, session=session)
    form = OrderForm(request.POST or None, style=style)
    if request.method == "POST" and form.is_valid():
        return _done(request, session, lambda: order_subjects(by=request.user, style=style, order=form.order()))
    return render(request, "campaigns/style_order.html", {"session": session, "style": style, "form": form})


def _with_reason(
    request: HttpRequest, session: VotingSession, words: dict[str, str], act: Any, *, gone: bool = False
) -> HttpResponse:
    """Ask for the reason, then act."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _done(request, session, lambda: act(form.cleaned_data["reason"]), gone=gone)
    return render(request, "campaigns/session_confirm.html", {"session": session, "form": form, **words})


def _done(
    request: HttpRequest, session: VotingSession, act: Any, *, gone: bool = False, said: str = "Đã xong."
) -> HttpResponse:
    """Act and go back to the session's page with a word, or with the sentence that refuses."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        gone = not VotingSession.objects.filter(pk=session.pk).exists()
    else:
        messages.success(request, said)
    if gone:
        return redirect("campaign-detail", session.campaign.code)
    return redirect("session-detail", session.campaign.code, session.code)
