"""The shape of what people hand in to have it verified."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ballots.rules.seal_codes import MOST_TEXT
from ballots.scans import LIMIT_MB, MEGABYTE, TOO_LARGE, Scan, scan
from campaigns.models import Campaign, CampaignState
from config.errors import Refused
from officials.forms import PlainForm

MOST_FILES = 10


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class VerifyForm(PlainForm):
    papers = FilesField(
        label="Biên bản (PDF) hoặc ảnh chụp mã",
        required=False,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.txt"}),
        help_text=f"Chọn được nhiều ảnh, mỗi tệp không quá {LIMIT_MB} MB.",
    )
    text = forms.CharField(
        label="Hoặc dán nội dung các mã",
        required=False,
        strip=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Quét từng mã bằng điện thoại rồi dán vào đây, thứ tự nào cũng được.",
    )

    def clean_papers(self) -> Sequence[Scan]:
        uploads = self.cleaned_data["papers"]
        if len(uploads) > MOST_FILES:
            raise ValidationError(f"Chọn không quá {MOST_FILES} tệp một lần.")
        if any(upload.size > LIMIT_MB * MEGABYTE for upload in uploads):
            raise ValidationError(TOO_LARGE)
        try:
            return [scan(upload.read()) for upload in uploads]
        except Refused as refusal:
            raise ValidationError(str(refusal))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data["papers"] and not data["text"].strip():
            raise ValidationError("Chọn tệp hoặc dán nội dung mã cần xác minh.")
        return data

    def scans(self) -> list[Scan]:
        return [*self.cleaned_data["papers"], Scan(self.cleaned_data["text"])]


class TakeOverForm(PlainForm):
    """Which campaign a verified result goes into; the codes come along."""

    campaign = forms.ModelChoiceField(
        label="Nhập vào đợt", queryset=Campaign.objects.none(), to_field_name="code", empty_label="Chọn đợt"
    )
    text = forms.CharField(max_length=MOST_TEXT, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_campaigns = Campaign.objects.exclude(state__in=(CampaignState.COMPLETED, CampaignState.ARCHIVED))
        self.fields["campaign"].queryset = open_campaigns  # type: ignore[attr-defined]
