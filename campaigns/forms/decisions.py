"""The shape of what people decide on single cases."""

from typing import Any

from django import forms
from django.http import QueryDict

from campaigns.actions.decisions import Override
from campaigns.forms.sessions import NO_SUCH_DAY
from officials.forms import DayInput, LikelyDayField, PlainForm

RESULTS = [("yes", "Lấy phiếu"), ("no", "Không lấy phiếu")]
LONGEST_ID = 18  # digits that surely fit the database's numbers


class AnswerForm(PlainForm):
    """The answer to a question of the rules."""

    result = forms.ChoiceField(
        label="Quyết định",
        choices=RESULTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn lấy phiếu hay không lấy phiếu."},
    )
    reason = forms.CharField(label="Lý do", max_length=500, error_messages={"required": "Ghi lý do quyết định."})

    @property
    def is_subject(self) -> bool:
        return bool(self.cleaned_data["result"] == "yes")


class CasesForm(AnswerForm):
    """The same answer for many. `waiting` is how many rows of the filter waited for a decision when the page was
    made, so that "all rows" never means rows that nobody has seen."""

    everything = forms.BooleanField(required=False)
    waiting = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def chosen(self) -> set[int]:
        """The ids of the appointments whose boxes are ticked."""
        typed = self.data.getlist("chosen") if isinstance(self.data, QueryDict) else []
        return {int(text) for text in typed if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("everything") and not self.chosen():
            self.add_error(None, "Chưa chọn chức vụ nào. Đánh dấu các dòng cần quyết định, hoặc chọn tất cả.")
        return cleaned


class OverrideForm(PlainForm):
    """A decision that differs from the rules, with its document."""

    result = forms.ChoiceField(label="Kết quả theo quyết định", choices=RESULTS, widget=forms.RadioSelect)
    number = forms.CharField(label="Số văn bản", max_length=60, help_text="Ví dụ: 15-QĐ/TU.")
    day = LikelyDayField(label="Ngày văn bản", widget=DayInput, error_messages={"invalid": NO_SUCH_DAY})
    authority = forms.CharField(label="Cấp quyết định", max_length=200, help_text="Ví dụ: Ban Thường vụ Tỉnh ủy.")
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def override(self) -> Override:
        names = ("reason", "number", "day", "authority")
        details = {name: self.cleaned_data[name] for name in names}
        return Override(is_subject=self.cleaned_data["result"] == "yes", **details)
