"""The shape of what people choose about papers."""

from typing import Any

from django import forms

from ballots.rules.ballot_geometry import Size
from officials.forms import PlainForm
from reports.presenters.pack import AUTOMATIC, PART_NAMES, SIZE_WORDS, PackOptions, Part

MOST_RESERVE = 500


class PackForm(PlainForm):
    """What goes into a session's pack of papers. Ballots can be chosen where they may be printed."""

    parts = forms.MultipleChoiceField(
        label="Giấy tờ",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một loại giấy tờ."},
    )
    reserve = forms.IntegerField(
        label="Phiếu dự phòng, mỗi loại",
        min_value=0,
        max_value=MOST_RESERVE,
        help_text="In thêm ngoài số người ghi phiếu, để đổi phiếu hỏng.",
    )
    size = forms.ChoiceField(
        label="Số phiếu trên một tờ",
        choices=[
            (AUTOMATIC, "Tự chọn: nhiều nhất mà vẫn dễ đọc"),
            *((str(size), SIZE_WORDS[size]) for size in (Size.WHOLE, Size.HALF, Size.QUARTER)),
        ],
    )
    with_criteria = forms.BooleanField(label="In tiêu chí ở mặt sau phiếu", required=False)

    def __init__(self, *args: Any, has_ballots: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [part for part in Part if has_ballots or part != Part.BALLOTS]
        self.fields["parts"].choices = [(str(part), PART_NAMES[part]) for part in parts]  # type: ignore[attr-defined]

    def options(self) -> PackOptions:
        given = self.cleaned_data
        return PackOptions(tuple(given["parts"]), given["reserve"], given["size"], given["with_criteria"])
