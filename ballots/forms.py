"""The shape of what people enter about counts, and at the door."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ballots.actions.check_in import LONGEST_DECISION
from ballots.actions.minutes import MOST_COPIES, MinutesEntry
from ballots.actions.motions import LONGEST_TRIGGER
from ballots.models import Bundle, Reopening
from ballots.queries.motions import Nominee
from campaigns.forms.sessions import NewSessionForm
from campaigns.models import Attendance, Campaign, CampaignState, Counting, Subject, Voter, VotingSession
from campaigns.rules.conflicts import Conflict
from config.vietnamese import tidy
from officials.forms import PlainForm, WorkbookForm

TYPED = ("%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M")
NO_TIME = "Ghi ngày và giờ, ví dụ 05/07/2028 10:15."


class TotalsForm(WorkbookForm):
    campaign = forms.ModelChoiceField(
        label="Đợt lấy phiếu", queryset=Campaign.objects.none(), to_field_name="code", empty_label="Chọn đợt"
    )
    field_order = ("campaign", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_campaigns = Campaign.objects.exclude(state__in=(CampaignState.COMPLETED, CampaignState.ARCHIVED))
        self.fields["campaign"].queryset = open_campaigns  # type: ignore[attr-defined]
        self.fields["file"].label = "Tệp kết quả"
        self.fields["file"].help_text = "Tệp Excel (.xlsx, .xlsm, .xls) có hai trang “Hội nghị” và “Kết quả”."


class MarkForm(forms.Form):
    """A tap at the door: a person of the session's roll, and the mark, none to take it back."""

    voter = forms.ModelChoiceField(Voter.objects.none())
    attendance = forms.ChoiceField(choices=Attendance, required=False)

    def __init__(self, *args: Any, session: VotingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voter"].queryset = session.voters.select_related("session__unit")  # type: ignore[attr-defined]


class LateForm(PlainForm):
    """People who came late, and the decision that lets them in."""

    voter = forms.ModelMultipleChoiceField(
        Voter.objects.none(),
        error_messages={
            "required": "Chọn người đến muộn ở danh sách bên dưới.",
            "invalid_choice": "Có người không còn trong danh sách người ghi phiếu. Tải lại trang rồi chọn lại.",
            "invalid_pk_value": "Có người không còn trong danh sách người ghi phiếu. Tải lại trang rồi chọn lại.",
        },
    )
    decision = forms.CharField(
        label="Quyết định cho dự muộn",
        max_length=LONGEST_DECISION,
        help_text="Ai quyết định, ví dụ: Chủ tọa đồng ý.",
    )

    def __init__(self, *args: Any, session: VotingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voter"].queryset = session.voters.all()  # type: ignore[attr-defined]


class ReopeningForm(PlainForm):
    """What is counted again, and why. Which parts can be taken by themselves depends on how the session counts."""

    scope = forms.ChoiceField(label="Kiểm lại", widget=forms.RadioSelect, initial=Reopening.Scope.ALL)
    subject = forms.ModelChoiceField(
        label="Người được kiểm lại", queryset=Subject.objects.none(), required=False, empty_label="Chọn một người"
    )
    bundles = forms.ModelMultipleChoiceField(
        label="Bó phiếu được kiểm lại",
        queryset=Bundle.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, session: VotingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_totals = session.counting == Counting.TOTALS
        part = Reopening.Scope.COLUMN if by_totals else Reopening.Scope.BUNDLES
        scopes = (Reopening.Scope.ALL, part)
        self.fields["scope"].choices = [(scope.value, scope.label) for scope in scopes]  # type: ignore[attr-defined]
        self.fields.pop("bundles" if by_totals else "subject")
        if by_totals:
            subjects = session.subjects().order_by("style__position", "position")
            self.fields["subject"].queryset = subjects  # type: ignore[attr-defined]
        else:
            bundles = Bundle.objects.filter(style__session=session, version=session.count_version)
            self.fields["bundles"].queryset = bundles.select_related("style")  # type: ignore[attr-defined]

    def detail(self) -> list[int]:
        """The ids of what is counted again by itself; none for everything."""
        scope, data = self.cleaned_data["scope"], self.cleaned_data
        if scope == Reopening.Scope.COLUMN and data["subject"]:
            return [data["subject"].pk]
        if scope == Reopening.Scope.BUNDLES:
            return sorted(bundle.pk for bundle in data["bundles"])
        return []


def _moment(label: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        input_formats=TYPED,
        widget=forms.DateTimeInput(format=TYPED[0], attrs={"type": "datetime-local"}),
        error_messages={"invalid": NO_TIME},
    )


def _lines(label: str, help_text: str, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class MinutesForm(PlainForm):
    began_at = _moment("Bắt đầu kiểm phiếu")
    ended_at = _moment("Kết thúc kiểm phiếu")
    copies = forms.IntegerField(
        label="Số bản",
        required=False,
        min_value=1,
        max_value=MOST_COPIES,
        help_text="Để trống thì biên bản in dấu chấm để ghi tay.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), f"Ghi một số từ 1 đến {MOST_COPIES}."),
    )
    witnesses = _lines(
        "Đại diện chứng kiến", "Mỗi người một dòng, ghi họ và tên. Người chứng kiến không ở trong ban kiểm phiếu.", 2
    )
    recipients = _lines("Nơi nhận", "Mỗi nơi một dòng. Để trống thì ghi chủ trì hội nghị và hồ sơ.", 3)

    def clean_witnesses(self) -> str:
        return _tidied(self.cleaned_data["witnesses"])

    def clean_recipients(self) -> str:
        return _tidied(self.cleaned_data["recipients"])

    def entry(self) -> MinutesEntry:
        return MinutesEntry(**self.cleaned_data)


def _tidied(text: str) -> str:
    """One to a line, without empty lines and the signs that the paper sets itself."""
    lines = (tidy(line).lstrip("-").rstrip(".;").strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class MotionForm(NewSessionForm):
    """A vote of confidence or no confidence on some people of a counted session."""

    subjects = forms.MultipleChoiceField(
        label="Người được bỏ phiếu tín nhiệm",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chọn ít nhất một người.",
            "invalid_choice": "Có người không còn trên phiếu. Tải lại trang rồi chọn lại.",
        },
    )
    trigger = forms.CharField(
        label="Căn cứ bỏ phiếu",
        required=False,
        max_length=LONGEST_TRIGGER,
        help_text="Bắt buộc khi có người mà kết quả không dẫn đến bỏ phiếu tín nhiệm: ai kiến nghị (Thường trực HĐND, "
        "nhóm đại biểu, Ủy ban Mặt trận Tổ quốc), theo văn bản nào.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("subjects", "trigger", "code", "name")

    def __init__(self, *args: Any, nominees: Sequence[Nominee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = [  # type: ignore[attr-defined]
            (str(nominee.subject.pk), _nominee_words(nominee)) for nominee in nominees
        ]

    def _check(self) -> tuple[Conflict, ...]:
        """The session that led to it is over: it is in nobody's way."""
        super()._check()
        origin = self.setting.origin
        self.found = tuple(one for one in self.found if one.other is None or one.other.id != origin)
        return ()


def _nominee_words(nominee: Nominee) -> str:
    band = f": {nominee.band}" if nominee.band else ""
    return f"{nominee.subject.printed_name}, {nominee.subject.printed_title}. {nominee.result}{band}"
