"""The shape of what people enter to plan the sessions of a phase, or to move many."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.actions.many_sessions import NAME, UNIT, Pattern, Selection
from campaigns.actions.move_sessions import Shift
from campaigns.forms.sessions import NO_SUCH_DAY, minutes_field
from campaigns.models import Phase
from campaigns.rules.spreading import Spread
from config.accounts.permissions import Permission
from config.vietnamese import tidy
from officials.forms import MOST_SUGGESTIONS, DayInput, LikelyDayField, PlainForm, SuggestInput
from officials.models import OrganisationUnit, Tier, UnitKind
from officials.permissions import within

HOUR = re.compile(r"([01]?\d|2[0-3])[:h]([0-5]\d)?")
LONGEST_SPREAD = 366  # days


class ManySessionsForm(PlainForm):
    """Which units, on which days and at which hours, and what the sessions have in common."""

    tier = forms.ChoiceField(label="Cấp", choices=[("", "Tất cả"), *Tier.choices], required=False)
    kind = forms.ChoiceField(label="Loại đơn vị", choices=[("", "Tất cả"), *UnitKind.choices], required=False)
    above = forms.CharField(
        label="Thuộc đơn vị",
        required=False,
        widget=SuggestInput,
        help_text="Mã hoặc tên; gồm cả đơn vị trực thuộc. Để trống là tất cả.",
    )
    name = forms.CharField(
        label="Tên các hội nghị", max_length=160, initial=NAME, help_text=f"{UNIT} được thay bằng tên của từng đơn vị."
    )
    first = LikelyDayField(label="Từ ngày", widget=DayInput, error_messages={"invalid": NO_SUCH_DAY})
    last = LikelyDayField(
        label="Đến ngày",
        widget=DayInput,
        required=False,
        help_text="Để trống nếu chỉ một ngày.",
        error_messages={"invalid": NO_SUCH_DAY},
    )
    working_days_only = forms.BooleanField(
        label="Chỉ ngày làm việc", required=False, initial=True, help_text="Bỏ thứ Bảy, Chủ nhật và ngày lễ dương lịch."
    )
    hours = forms.CharField(
        label="Giờ bắt đầu trong ngày",
        initial="08:00, 14:00",
        max_length=120,
        help_text="Các giờ cách nhau bằng dấu phẩy, ví dụ 08:00, 14:00.",
    )
    per_slot = forms.IntegerField(
        label="Số hội nghị cùng lúc",
        min_value=1,
        max_value=10_000,
        required=False,
        help_text="Để trống là không giới hạn: tất cả vào giờ đầu tiên.",
        error_messages={"invalid": "Ghi bằng số, ví dụ 5."},
    )
    minutes_long = minutes_field()
    place = forms.CharField(
        label="Địa điểm",
        max_length=200,
        required=False,
        help_text=f"Ví dụ: Hội trường {UNIT}. Hội nghị cùng lúc phải khác địa điểm.",
    )
    as_before = forms.BooleanField(
        label="Địa điểm, giờ, chủ trì như đợt trước",
        required=False,
        help_text="Với đơn vị đã có hội nghị ở đợt được sao; đơn vị khác theo mẫu trên.",
    )
    reason = forms.CharField(
        label="Lý do",
        required=False,
        max_length=500,
        help_text="Cần khi có cảnh báo ở bảng xem trước; được lưu vào nhật ký của từng hội nghị.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, by: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = within(OrganisationUnit.objects.order_by("code"), by, Permission.EDIT_CAMPAIGNS, "pk")
        units = list(self.units.values_list("code", "name")[: MOST_SUGGESTIONS + 1])
        self.fields["above"].widget.suggestions = units if len(units) <= MOST_SUGGESTIONS else []
        if phase.campaign.copied_from_id is None:
            del self.fields["as_before"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if UNIT not in name:
            raise ValidationError(f"Giữ {UNIT} trong tên để các hội nghị có tên khác nhau.")
        return name

    def clean_above(self) -> OrganisationUnit | None:
        text = tidy(self.cleaned_data["above"])
        if not text:
            return None
        unit: OrganisationUnit | None = (
            self.units.filter(code__iexact=text).first() or self.units.filter(name__iexact=text).first()
        )
        if unit is None:
            raise ValidationError(f"Không có đơn vị “{text}” trong phạm vi của đồng chí. Ghi lại mã đơn vị.")
        return unit

    def clean_hours(self) -> tuple[time, ...]:
        hours = []
        for text in re.split(r"[,;\s]+", self.cleaned_data["hours"].strip()):
            found = HOUR.fullmatch(text)
            if found is None:
                raise ValidationError(f"“{text}” không phải là giờ. Ghi giờ và phút, ví dụ 08:00, 14:00.")
            hours.append(time(int(found[1]), int(found[2] or 0)))
        return tuple(sorted(set(hours)))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "Ngày cuối phải từ ngày đầu trở đi.")
        if first and last and (last - first).days > LONGEST_SPREAD:
            self.add_error("last", "Khoảng ngày quá một năm. Chọn khoảng ngắn hơn.")
        return cleaned

    def pattern(self) -> Pattern:
        given = self.cleaned_data
        first: date = given["first"]
        return Pattern(
            spread=Spread(first, given["last"] or first, given["hours"], given["per_slot"], given["working_days_only"]),
            name=given["name"],
            place=tidy(given["place"]),
            minutes_long=given["minutes_long"],
            reason=given["reason"].strip(),
            as_before=given.get("as_before", False),
        )

    def selection(self) -> Selection:
        above = self.cleaned_data["above"]
        return Selection(self.cleaned_data["tier"], self.cleaned_data["kind"], above.pk if above else None)


class MoveForm(PlainForm):
    """By how many days, or to which day; the hours stay."""

    days = forms.IntegerField(
        label="Dời thêm số ngày",
        required=False,
        min_value=-LONGEST_SPREAD,
        max_value=LONGEST_SPREAD,
        help_text="Số âm là dời sớm lên, ví dụ -7.",
        error_messages={"invalid": "Ghi số ngày, ví dụ 7 hoặc -7."},
    )
    to = LikelyDayField(
        label="Hoặc dời đến ngày", required=False, widget=DayInput, error_messages={"invalid": NO_SUCH_DAY}
    )
    reason = forms.CharField(
        label="Lý do", required=False, max_length=500, help_text="Được lưu vào nhật ký của từng hội nghị."
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("days")) == bool(cleaned.get("to")):
            raise ValidationError("Ghi số ngày cần dời, hoặc ghi ngày mới; chỉ một trong hai.")
        return cleaned

    def shift(self) -> Shift:
        return Shift(self.cleaned_data["days"] or 0, self.cleaned_data["to"])
