"""The shape of what people enter about counts."""

from typing import Any

from django import forms

from campaigns.models import Campaign, CampaignState
from officials.forms import WorkbookForm


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
