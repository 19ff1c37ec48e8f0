"""The shape of what people enter at the ballot box: holders, cards, numbers of slips, a spoiled code."""

from typing import Any

from django import forms

from ballots.actions.code_slips import MOST_SLIPS
from ballots.actions.kiosks import LONGEST_NAME
from ballots.rules.key_cards import MOST_CARDS
from officials.forms import PlainForm

USUAL_HOLDERS = 3
USUAL_THRESHOLD = 2
RESERVE_SHARE = 10  # one slip in so many is a reserve
LEAST_RESERVE = 5
LONGEST_NUMBER = 9
TYPED_CARD = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "box-card"}


def usual_reserve(voters: int) -> int:
    """A tenth more, at least five."""
    return max(LEAST_RESERVE, -(-voters // RESERVE_SHARE))


class LockForm(PlainForm):
    holders = forms.CharField(
        label="Người giữ thẻ khóa",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Mỗi dòng một người, từ 2 đến {MOST_CARDS} người. Mỗi người giữ một thẻ, không ai giữ hai thẻ.",
        error_messages={"required": "Ghi tên từng người giữ thẻ khóa, mỗi dòng một người."},
    )
    threshold = forms.IntegerField(
        label="Số thẻ cần để mở hòm",
        min_value=2,
        max_value=MOST_CARDS,
        initial=USUAL_THRESHOLD,
        help_text="Ít nhất 2. Nhỏ hơn số người giữ thì mất một thẻ vẫn mở được hòm.",
        error_messages={"required": "Ghi số thẻ cần để mở hòm.", "invalid": "Ghi số thẻ bằng chữ số, ví dụ 2."},
    )

    def names(self) -> list[str]:
        return [line for line in self.cleaned_data["holders"].splitlines() if line.strip()]


class CardsForm(PlainForm):
    """A field for each card that it takes."""

    def __init__(self, *args: Any, cards: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, cards + 1):
            field = forms.CharField(
                label=f"Thẻ nhập thứ {number}",
                max_length=200,
                widget=forms.TextInput(attrs=TYPED_CARD),
                error_messages={"required": "Quét mã QR trên thẻ, hoặc gõ các nhóm ký tự."},
            )
            self.fields[f"card_{number}"] = field

    def texts(self) -> list[str]:
        return list(self.cleaned_data.values())


class CodesForm(PlainForm):
    """`voters` on the roll get a slip each; the form asks for those in reserve."""

    reserve = forms.IntegerField(
        label="Số phiếu mã dự phòng",
        min_value=0,
        max_value=MOST_SLIPS,
        help_text="Để đổi phiếu hỏng. Phiếu không phát sẽ hết giá trị khi đóng hòm.",
        error_messages={"required": "Ghi số phiếu dự phòng.", "invalid": "Ghi số phiếu bằng chữ số, ví dụ 5."},
    )
    wifi = forms.CharField(
        label="Tên mạng Wi-Fi in trên phiếu",
        max_length=60,
        required=False,
        help_text="Không bắt buộc; chỉ in ra, không lưu lại.",
    )

    def __init__(self, *args: Any, voters: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voters = voters
        self.fields["reserve"].initial = usual_reserve(voters)

    def number(self) -> int:
        return self.voters + int(self.cleaned_data["reserve"])


class ExchangeForm(PlainForm):
    code = forms.CharField(
        label="Mã trên phiếu hỏng",
        max_length=60,
        widget=forms.TextInput(attrs={**TYPED_CARD, "class": "box-code"}),
        error_messages={"required": "Gõ mã trên phiếu mà đại biểu trả lại."},
    )


class UnusedForm(PlainForm):
    unused = forms.IntegerField(
        label="Số phiếu mã còn lại, chưa phát",
        min_value=0,
        max_value=MOST_SLIPS,
        help_text="Đếm phiếu còn trong bát và phiếu dự phòng; không tính phiếu hỏng đã đổi.",
        error_messages={"required": "Đếm rồi ghi số phiếu mã còn lại.", "invalid": "Ghi bằng chữ số, ví dụ 6."},
    )


class ExplanationForm(PlainForm):
    explanation = forms.CharField(
        label="Giải trình chênh lệch",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def seen(self) -> int | None:
        """How many slips were out as the page showed it: it carries that beside the form, anew each time."""
        number = str(self.data.get("seen", ""))
        return int(number) if number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER else None


class DropForm(PlainForm):
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do bỏ hòm phiếu, ví dụ: mất thẻ khóa."},
    )


class RevoteForm(PlainForm):
    reason = forms.CharField(
        label="Vì sao không mở được hòm",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do không mở được hòm phiếu, ví dụ: mất hai thẻ khóa."},
        help_text="Ghi vào biên bản kiểm phiếu và nhật ký.",
    )


class KioskForm(PlainForm):
    name = forms.CharField(
        label="Tên máy",
        max_length=LONGEST_NAME,
        help_text="Để nhận ra máy trong hội trường, ví dụ: Máy bàn 1.",
        error_messages={"required": "Ghi tên máy, ví dụ: Máy bàn 1."},
    )
