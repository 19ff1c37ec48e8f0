"""The shape of what people enter about counts, and at the door."""

from typing import Any

from django import forms

from ballots.actions.check_in import LONGEST_DECISION
from ballots.models import Bundle, Reopening
from campaigns.models import Attendance, Campaign, CampaignState, Counting, Subject, Voter, VotingSession
from officials.forms import PlainForm, WorkbookForm


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
