"""The shape of what people enter about venues."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.presenters.venues import VenueBoard
from officials.forms import PlainForm


class VenueForm(PlainForm):
    """A unit for each venue of an official, in order; one left open is filled by the priority. With the button "back"
    all of them are."""

    def __init__(self, *args: Any, board: VenueBoard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_back = "back" in self.data
        lines = [*board.taken, *board.left]
        choices = [
            ("", "Theo thứ tự ưu tiên"),
            *((str(line.unit_id), f"{line.name} ({line.titles})") for line in lines),
        ]
        self.slots = [f"slot-{place}" for place in range(1, board.slots + 1)]
        for place, name in enumerate(self.slots):
            self.fields[name] = forms.ChoiceField(
                label=f"Nơi thứ {place + 1}",
                choices=choices,
                required=False,
                initial=str(board.taken[place].unit_id) if place < len(board.taken) else "",
                error_messages={"invalid_choice": "Nơi này không còn chọn được. Tải lại trang rồi chọn lại."},
            )
        self.fields["reason"] = forms.CharField(
            label="Lý do",
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Ví dụ: theo đề nghị của Ban Thường vụ. Ghi vào nhật ký.",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        units = self.units()
        if self.is_back:
            return cleaned
        if len(set(units)) < len(units):
            raise ValidationError("Một đơn vị được chọn hai lần. Chọn hai nơi khác nhau.")
        if not units and not self.errors:
            raise ValidationError("Chọn ít nhất một nơi, hoặc dùng “Trở lại đề xuất”.")
        return cleaned

    def units(self) -> list[int]:
        if self.is_back:
            return []
        return [int(self.cleaned_data[name]) for name in self.slots if self.cleaned_data.get(name)]
