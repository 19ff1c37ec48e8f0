"""The shape of what people enter about counts, and at the door."""

from typing import Any

from django import forms

from ballots.actions.check_in import LONGEST_DECISION
from campaigns.models import Attendance, Campaign, CampaignState, Voter, VotingSession
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
