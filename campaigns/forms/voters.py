"""The shape of what people enter about a session's roll."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from campaigns.actions.voters import NewVoter
from campaigns.rules.roll_file import FileRow
from config.vietnamese import tidy
from officials.forms import PlainForm, WorkbookForm
from officials.models import Official
from officials.queries.officials import officials_called, usual_post

SALT = "campaigns.roll"
REASON = "Ví dụ: đại biểu mời theo Kế hoạch số 15-KH/TU."


def reason_field() -> forms.CharField:
    return forms.CharField(label="Lý do", max_length=300, help_text=REASON, widget=forms.Textarea(attrs={"rows": 2}))


class VoterForm(PlainForm):
    """Somebody by code or by name; a name that the register knows means that official."""

    person = forms.CharField(
        label="Họ và tên, hoặc mã cán bộ",
        max_length=120,
        help_text="Người có trong danh sách cán bộ: ghi mã là chắc nhất.",
    )
    title = forms.CharField(
        label="Chức danh, chức vụ", max_length=300, required=False, help_text="Để trống thì lấy theo danh sách cán bộ."
    )
    workplace = forms.CharField(label="Đơn vị", max_length=200, required=False)
    is_unknown = forms.BooleanField(
        label="Người này không có trong danh sách cán bộ",
        required=False,
        help_text="Chỉ đánh dấu khi trùng họ tên với một cán bộ khác.",
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        text = tidy(cleaned.get("person", ""))
        if not text:
            return cleaned
        self.official = None if cleaned.get("is_unknown") else self._official(text)
        return cleaned

    def _official(self, text: str) -> Official | None:
        found = officials_called(text)
        if len(found) > 1:
            codes = ", ".join(official.code for official in found)
            self.add_error("person", f"Có {len(found)} cán bộ mang tên này. Ghi mã cán bộ: {codes}.")
        elif not found and any(char.isdigit() for char in text):
            self.add_error("person", f"Không có cán bộ mang mã “{text}”. Ghi lại mã, hoặc ghi họ và tên.")
        return found[0] if len(found) == 1 else None

    def voter(self) -> NewVoter:
        title, workplace = tidy(self.cleaned_data["title"]), tidy(self.cleaned_data["workplace"])
        if self.official and not title and not workplace:
            title, workplace = usual_post(self.official)
        return NewVoter(self.cleaned_data["person"], title, workplace, self.official)


class RollRowsForm(PlainForm):
    """The rows of a workbook that were shown, signed, to be added now."""

    rows = forms.CharField(widget=forms.HiddenInput)
    with_unknown = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300, widget=forms.HiddenInput)

    @staticmethod
    def signed(rows: Sequence[FileRow]) -> str:
        return signing.dumps([astuple(row) for row in rows], salt=SALT, compress=True)

    def clean_rows(self) -> list[FileRow]:
        try:
            return [FileRow(*row) for row in signing.loads(self.cleaned_data["rows"], salt=SALT)]
        except signing.BadSignature:
            raise ValidationError("Nội dung tệp không còn nguyên vẹn. Tải tệp lên lại.")


class RollFileForm(WorkbookForm):
    """A workbook of voters, why they are added, and whether those whom the register does not know may be."""

    with_unknown = forms.BooleanField(
        label="Ghi cả những người không có trong danh sách cán bộ",
        required=False,
        help_text="Nếu không đánh dấu, phần mềm nêu tên những người này và chưa lưu gì.",
    )
    reason = reason_field()

    def clean_reason(self) -> str:
        reason = tidy(self.cleaned_data["reason"])
        if not reason:
            raise ValidationError("Ghi lý do để lưu cùng danh sách.")
        return reason
