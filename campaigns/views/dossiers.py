"""Pages of the papers that people hand in before a session, and of its own steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.actions.dossiers import ask_explanation, receive_all, save_dossier, undo_paper, waive_paper
from campaigns.forms.dossiers import DossierForm, ReceiveAllForm, WaiveForm
from campaigns.models import COUNTED, DossierItem, Subject, VotingSession
from campaigns.presenters.dossiers import dossiers_of, form_fields
from campaigns.queries.dossiers import subjects_with_papers
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission, require
from config.errors import Refused

SAVED = {0: "Không có gì thay đổi."}


@require_http_methods(["GET", "POST"])
def session_dossier(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """The grid of people and papers, the steps, and what is missing; `do` names which of the two forms was sent."""
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    subjects = list(subjects_with_papers(session))
    today = timezone.localdate()
    sent = request.POST.get("do") if request.method == "POST" else None
    if request.method == "POST":
        require(request.user, Permission.EDIT_CAMPAIGNS, session.unit)
    form = DossierForm(
        request.POST if sent == "save" else None, initial={"day": today}, **form_fields(session, subjects)
    )
    all_form = ReceiveAllForm(request.POST if sent == "all" else None, initial={"day": today}, prefix="all")
    if sent and _saved(request, session, form if sent == "save" else all_form):
        return redirect("session-dossier", campaign, code)
    may_edit = request.user.has_perm(Permission.EDIT_CAMPAIGNS, session.unit) and session.state not in COUNTED
    context = {
        "session": session,
        "form": form,
        "all_form": all_form,
        "may_edit": may_edit,
        "is_counted": session.state in COUNTED,
        "dossiers": dossiers_of(session, subjects, today, form if may_edit else None),
        "today": today,
    }
    return render(request, "campaigns/session_dossier.html", context, status=422 if sent else 200)


def _saved(request: HttpRequest, session: VotingSession, form: DossierForm | ReceiveAllForm) -> bool:
    """Whether what was entered is stored; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        if isinstance(form, DossierForm):
            changed = save_dossier(by=request.user, session=session, entries=form.entries())
        else:
            changed = receive_all(by=request.user, session=session, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, SAVED.get(changed, f"Đã lưu {changed} thay đổi."))
    return True


@require_http_methods(["GET", "POST"])
def dossier_paper(request: HttpRequest, campaign: str, code: str, pk: int, kind: str) -> HttpResponse:
    """One paper of one person: excuse from it, ask for it, or take back what was entered (`do`)."""
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    if kind not in DossierItem.Kind:
        raise Http404
    subjects = Subject.objects.select_related("style__session__unit").filter(style__session=session)
    subject = get_object_or_404(subjects, pk=pk)
    item = subject.dossier.filter(kind=kind).first()
    sent = request.POST.get("do", "") if request.method == "POST" else None
    form = WaiveForm(request.POST if sent == "waive" else None)
    if sent == "waive" and not form.is_valid():
        return _paper_page(request, session, subject, item, form, kind, status=422)
    if sent is not None:
        return _paper_changed(request, session, subject, kind, sent, form)
    return _paper_page(request, session, subject, item, form, kind)


def _paper_page(
    request: HttpRequest,
    session: VotingSession,
    subject: Subject,
    item: DossierItem | None,
    form: WaiveForm,
    kind: str,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "session": session,
        "subject": subject,
        "item": item,
        "form": form,
        "label": DossierItem.Kind(kind).label,
        "is_asked_for": item is not None or kind != DossierItem.Kind.EXPLANATION,
    }
    return render(request, "campaigns/dossier_paper.html", context, status=status)


def _paper_changed(
    request: HttpRequest, session: VotingSession, subject: Subject, kind: str, sent: str, form: WaiveForm
) -> HttpResponse:
    try:
        _change(request.user, subject, kind, sent, form)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã lưu.")
    return redirect("session-dossier", session.campaign.code, session.code)


def _change(by: Any, subject: Subject, kind: str, sent: str, form: WaiveForm) -> None:
    if sent == "waive":
        waive_paper(by=by, subject=subject, kind=kind, reason=form.cleaned_data["reason"])
    elif sent == "ask" and kind == DossierItem.Kind.EXPLANATION:
        ask_explanation(by=by, subject=subject)
    elif sent == "undo":
        undo_paper(by=by, subject=subject, kind=kind)
    else:
        raise Refused("Không có việc này. Tải lại trang để xem.")
