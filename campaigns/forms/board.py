"""The shape of what people enter about a session's counting board."""

from collections.abc import Sequence
from typing import Any

from django import forms

from campaigns.actions.board import BoardEntry
from campaigns.models import BoardMember, Voter
from config.vietnamese import tidy, tidy_name
from officials.forms import PlainForm
from officials.models import Official
from officials.queries.officials import officials_called, usual_post

OUT = "out"
STALE = "Ban kiểm phiếu vừa được sửa ở nơi khác, dưới đây là danh sách mới nhất. Xem lại rồi lưu lại."


class BoardForm(PlainForm):
    """The members as they stand, with their task and place; those chosen from the roll; one more by name or code."""

    name = forms.CharField(
        label="Thêm người không có trong danh sách ghi phiếu",
        max_length=120,
        required=False,
        help_text="Ghi họ và tên, hoặc mã cán bộ.",
    )
    title = forms.CharField(label="Chức danh, chức vụ", max_length=300, required=False)
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        required=False,
        help_text="Cần khi có cảnh báo trùng lịch; được lưu vào nhật ký.",
    )

    def __init__(self, *args: Any, members: Sequence[BoardMember], suggested: Sequence[Voter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members, self.suggested = members, suggested
        roles = [*BoardMember.Role.choices, (OUT, "Bỏ khỏi ban")]
        for member in members:
            self.fields[f"role-{member.pk}"] = forms.ChoiceField(
                label=f"Nhiệm vụ của {member.name}",
                choices=roles,
                initial=member.role,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"place-{member.pk}"] = forms.DecimalField(
                label=f"Thứ tự của {member.name}",
                initial=member.position,
                max_digits=5,
                decimal_places=1,
                widget=forms.NumberInput(attrs={"class": "form-control num"}),
            )
        self.fields["voters"] = forms.MultipleChoiceField(
            label="Chọn từ danh sách ghi phiếu",
            required=False,
            choices=[(str(voter.pk), voter.name) for voter in suggested],
            error_messages={"invalid_choice": "Danh sách ghi phiếu đã thay đổi. Chọn lại."},
        )
        self.is_stale = self.is_bound and self._seen() != {f"role-{member.pk}" for member in members}
        if self.is_stale:
            self.data = self._brought_up_to_date()

    def _seen(self) -> set[str]:
        return {name for name in self.data if name.startswith("role-")}

    def _brought_up_to_date(self) -> dict[str, Any]:
        """What was typed and ticked, with the members as they are now."""
        data: dict[str, Any] = {name: self.data.get(name, "") for name in ("name", "title")}
        data["voters"] = self["voters"].value() or []
        for member in self.members:
            data |= {f"role-{member.pk}": member.role, f"place-{member.pk}": member.position}
        return data

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_stale:
            self.add_error(None, STALE)
        return cleaned

    def rows(self) -> list[tuple[BoardMember, Any, Any]]:
        """Each member with the fields of task and place."""
        return [(member, self[f"role-{member.pk}"], self[f"place-{member.pk}"]) for member in self.members]

    def clean_name(self) -> str:
        text = tidy(self.cleaned_data["name"])
        found = officials_called(text) if text else []
        if len(found) > 1:
            codes = ", ".join(official.code for official in found)
            raise forms.ValidationError(f"Có {len(found)} cán bộ mang tên này. Ghi mã cán bộ: {codes}.")
        self.official: Official | None = found[0] if found else None
        return text

    def entries(self) -> list[BoardEntry]:
        """The board as wanted: who stays, in the order of their places, then those added."""
        data = self.cleaned_data
        staying = [member for member in self.members if data[f"role-{member.pk}"] != OUT]
        staying.sort(key=lambda member: data[f"place-{member.pk}"])
        entries = [
            BoardEntry(member.name, data[f"role-{member.pk}"], member.title, member.official) for member in staying
        ]
        chosen = set(data["voters"])
        entries += [
            BoardEntry(voter.name, title=voter.title, official=voter.official)
            for voter in self.suggested
            if str(voter.pk) in chosen
        ]
        return [*entries, *self._typed()]

    def _typed(self) -> list[BoardEntry]:
        name, title = self.cleaned_data["name"], tidy(self.cleaned_data["title"])
        if not name:
            return []
        if self.official is None:
            return [BoardEntry(tidy_name(name), title=title)]
        return [
            BoardEntry(self.official.full_name, title=title or usual_post(self.official)[0], official=self.official)
        ]
