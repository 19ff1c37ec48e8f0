"""The shape of what people enter about counts."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, CampaignState
from config.errors import Refused
from officials.forms import PlainForm
from officials.workbooks import check_content


class TotalsForm(PlainForm):
    campaign = forms.ModelChoiceField(
        label="Đợt lấy phiếu", queryset=Campaign.objects.none(), to_field_name="code", empty_label="Chọn đợt"
    )
    file = forms.FileField(
        label="Tệp kết quả",
        help_text="Tệp Excel (.xlsx, .xlsm, .xls) có hai trang “Hội nghị” và “Kết quả”.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls"}),
        allow_empty_file=True,
    )
    file_name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_campaigns = Campaign.objects.exclude(state=CampaignState.ARCHIVED)
        self.fields["campaign"].queryset = open_campaigns  # type: ignore[attr-defined]

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        self.file_name = PurePath(upload.name or "").name
        try:
            check_content(upload.size, upload.read)
        except Refused as refusal:
            raise ValidationError(str(refusal))
        upload.seek(0)
        return bytes(upload.read())
