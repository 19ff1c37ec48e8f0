"""The shape of what people enter about the list of people."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from campaigns.actions.lists import Document
from campaigns.forms.sessions import NO_SUCH_DAY
from officials.forms import DayInput, LikelyDayField, PlainForm


class SubmitForm(PlainForm):
    note = forms.CharField(
        label="Ghi chú cho người duyệt",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Không bắt buộc. Ví dụ: trình Ban Thường vụ tại phiên họp ngày 20/6.",
    )


class DocumentForm(PlainForm):
    """The paper by which a list, or a change to it, is approved."""

    number = forms.CharField(label="Số văn bản", max_length=60, help_text="Ví dụ: 125-QĐ/TU.")
    day = LikelyDayField(label="Ngày văn bản", widget=DayInput, error_messages={"invalid": NO_SUCH_DAY})
    note = forms.CharField(label="Ý kiến", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()

    def document(self) -> Document:
        day: date = self.cleaned_data["day"]
        return Document(self.cleaned_data["number"], day, self.cleaned_data["note"])


class ReturnForm(PlainForm):
    note = forms.CharField(label="Điều cần sửa", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
