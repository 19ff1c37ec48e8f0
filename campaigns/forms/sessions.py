"""The shape of what people enter about sessions."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.actions.sessions import SessionPlan
from campaigns.models import Campaign, Phase, VotingSession
from campaigns.queries.sessions import date_warnings
from officials.forms import DayInput, PlainForm

NO_SUCH_DAY = "Không có ngày này trong lịch. Ghi ngày/tháng/năm, ví dụ 05/07/2028."
NO_SUCH_TIME = "Ghi giờ và phút, ví dụ 08:00."


class SessionForm(PlainForm):
    """When and where a session is held, and who leads it and counts."""

    name = forms.CharField(label="Tên hội nghị, kỳ họp", max_length=200)
    day = forms.DateField(label="Ngày", widget=DayInput, error_messages={"invalid": NO_SUCH_DAY})
    hour = forms.TimeField(
        label="Giờ bắt đầu",
        initial=time(8),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": NO_SUCH_TIME},
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    chair = forms.CharField(label="Chủ trì", max_length=120, required=False)
    reason = forms.CharField(
        label="Lý do",
        required=False,
        help_text="Chỉ cần khi ngày nằm ngoài năm, hạn của đợt hoặc khoảng thời gian của giai đoạn.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, campaign: Campaign, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.phase = campaign, phase

    def clean(self) -> dict[str, Any]:
        """A day that is odd is taken with a reason only."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("day")
        warnings = date_warnings(self.campaign, self.phase, day) if day else []
        if warnings and not cleaned.get("reason", "").strip():
            self.add_error("day", " ".join(warnings) + " Sửa ngày, hoặc ghi lý do ở cuối trang.")
        return cleaned

    @property
    def held_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))

    def planned(self) -> dict[str, Any]:
        """The fields of a session's plan as the actions take them."""
        names = ("name", "place", "chair")
        return {**{name: self.cleaned_data[name] for name in names}, "held_at": self.held_at}


class NewSessionForm(SessionForm):
    """The same for a session that is not there yet."""

    code = forms.SlugField(
        label="Mã hội nghị",
        max_length=40,
        help_text="Chữ không dấu, số, dấu gạch; dùng trên phiếu, biên bản và tệp số liệu.",
        error_messages={"invalid": "Mã chỉ gồm chữ không dấu, chữ số, dấu gạch ngang và gạch dưới."},
    )
    field_order = ("code", "name")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if VotingSession.objects.filter(campaign=self.campaign, code=code).exists():
            raise ValidationError("Đợt này đã có hội nghị mang mã đó. Chọn mã khác.")
        return code

    def plan(self) -> SessionPlan:
        return SessionPlan(code=self.cleaned_data["code"], **self.planned())


class AttendanceForm(PlainForm):
    """How many there are; whether that is enough is for the action to say."""

    total_members = forms.IntegerField(label="Tổng số đại biểu", min_value=1, max_value=100_000)
    summoned = forms.IntegerField(label="Được triệu tập", min_value=1, max_value=100_000)
    present = forms.IntegerField(label="Có mặt", min_value=0, max_value=100_000)


class ReasonForm(PlainForm):
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class OrderForm(PlainForm):
    """A number for each line of a ballot; lines are sorted by them."""

    def __init__(self, *args: Any, style: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = list(style.subjects.all())
        for subject in self.subjects:
            self.fields[f"subject-{subject.pk}"] = forms.DecimalField(
                label=subject.printed_name,
                help_text=subject.printed_title,
                initial=subject.position,
                max_digits=6,
                decimal_places=1,
            )

    def order(self) -> list[int]:
        """The ids in the wanted order; of equal numbers the one that stood first comes first."""
        wanted = {subject.pk: self.cleaned_data[f"subject-{subject.pk}"] for subject in self.subjects}
        return sorted(wanted, key=lambda pk: wanted[pk])
