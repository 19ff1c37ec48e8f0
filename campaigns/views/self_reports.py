"""The signed self-report of somebody voted on: the file itself, and the page on which it is filed and taken out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.actions.self_reports import file_self_report, remove_self_report
from campaigns.forms.dossiers import SelfReportForm
from campaigns.models import COUNTED, SelfReportFile, Subject
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused
from config.files import pdf_answer


@require_safe
def self_report_file(request: HttpRequest, campaign: str, code: str, pk: int) -> HttpResponse:
    session = load_session(request, Permission.VIEW_CAMPAIGNS, campaign, code)
    found = get_object_or_404(SelfReportFile, subject=pk, subject__style__session=session)
    return pdf_answer(bytes(found.content), f"tu-danh-gia-{session.code}-{pk}.pdf")


@require_http_methods(["GET", "POST"])
def self_report_edit(request: HttpRequest, campaign: str, code: str, pk: int) -> HttpResponse:
    """`do` names what was pressed: nothing for a new file, "remove" to be without one."""
    session = load_session(request, Permission.EDIT_CAMPAIGNS, campaign, code)
    subjects = Subject.objects.select_related("style__session__unit").filter(style__session=session)
    subject = get_object_or_404(subjects, pk=pk)
    form = SelfReportForm()
    if request.method == "POST":
        if request.POST.get("do") == "remove":
            return _removed(request, subject)
        form = SelfReportForm(request.POST, request.FILES)
        if form.is_valid() and _filed(request, subject, form):
            return redirect("session-dossier", campaign, code)
    context = {
        "session": session,
        "subject": subject,
        "form": form,
        "file": SelfReportFile.objects.filter(subject=subject).defer("content").first(),
        "may_edit": session.state not in COUNTED,
    }
    return render(request, "campaigns/self_report_edit.html", context, status=422 if form.errors else 200)


def _filed(request: HttpRequest, subject: Subject, form: SelfReportForm) -> bool:
    try:
        file_self_report(by=request.user, subject=subject, content=form.cleaned_data["file"])
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return False
    messages.success(request, f"Đã lưu bản tự đánh giá của {subject}.")
    return True


def _removed(request: HttpRequest, subject: Subject) -> HttpResponse:
    session = subject.style.session
    try:
        remove_self_report(by=request.user, subject=subject)
        messages.success(request, f"Đã bỏ tệp của {subject}. Ngày nhận báo cáo vẫn giữ.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("session-dossier", session.campaign.code, session.code)
