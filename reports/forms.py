"""The shape of what people choose about papers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from ballots.rules.ballot_geometry import Size
from campaigns.models import Casting
from config.vietnamese import decimal_comma
from officials.forms import PlainForm
from reports.presenters.pack import AUTOMATIC, PART_NAMES, SIZE_WORDS, PackOptions, Part

MOST_RESERVE = 500  # ballots beyond one a voter


class PackForm(PlainForm):
    """What goes into a session's pack of papers. `parts` can be chosen."""

    parts = forms.MultipleChoiceField(
        label="Giấy tờ",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một loại giấy tờ."},
    )
    ballots = forms.IntegerField(label="Số phiếu giấy, mỗi loại", required=False)
    size = forms.ChoiceField(
        label="Số phiếu trên một tờ",
        choices=[
            (AUTOMATIC, "Tự chọn: nhiều nhất mà vẫn dễ đọc"),
            *((str(size), SIZE_WORDS[size]) for size in (Size.WHOLE, Size.HALF, Size.QUARTER)),
        ],
    )
    with_criteria = forms.BooleanField(label="In tiêu chí ở mặt sau phiếu", required=False)

    def __init__(self, *args: Any, parts: Iterable[Part], voters: int, casting: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(str(part), PART_NAMES[part]) for part in parts]  # type: ignore[attr-defined]
        if casting == Casting.SCREEN:
            del self.fields["ballots"]
        else:
            self._ask_how_many(voters, casting)

    def _ask_how_many(self, voters: int, casting: str) -> None:
        """One a voter at least, unless some of them vote on the screen."""
        number, least, most = self.fields["ballots"], voters if casting == Casting.PAPER else 1, voters + MOST_RESERVE
        number.help_text = _how_many(voters, casting)
        number.validators = [
            MinValueValidator(least, f"In ít nhất {decimal_comma(least)} phiếu."),
            MaxValueValidator(most, f"Nhiều quá số người ghi phiếu. In nhiều nhất {decimal_comma(most)} phiếu."),
        ]
        number.widget.attrs |= {"min": least, "max": most}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        has_number = given.get("ballots") is not None or "ballots" in self.errors
        if "ballots" in self.fields and Part.BALLOTS in given.get("parts", []) and not has_number:
            self.add_error("ballots", "Ghi số phiếu giấy cần in của mỗi loại, kể cả phiếu dự phòng.")
        return given

    def options(self) -> PackOptions:
        given = self.cleaned_data
        return PackOptions(tuple(given["parts"]), given.get("ballots") or 0, given["size"], given["with_criteria"])


def _how_many(voters: int, casting: str) -> str:
    known = f"Có {decimal_comma(voters)} người ghi phiếu"
    if casting == Casting.PAPER:
        return f"{known}; in dư vài phiếu để đổi phiếu hỏng."
    return f"{known}, một phần ghi trên màn hình. Ghi số phiếu giấy cần in, kể cả phiếu dự phòng."
