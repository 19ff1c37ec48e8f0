"""The shape of what people enter about sessions."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.actions.sessions import USUAL_MINUTES, SessionPlan
from campaigns.models import Casting, Disclosure, Phase, VotingSession
from campaigns.queries.chairs import chairs_suggested, find_chair
from campaigns.queries.timetable import (
    LONGEST,
    edited_slot,
    frames,
    planned_fields,
    planned_slot,
    slot_conflicts,
    slots_of,
)
from campaigns.rules.conflicts import Conflict, Person, blocking, to_answer
from config.vietnamese import tidy
from officials.forms import DayInput, LikelyDayField, PlainForm, SuggestInput
from officials.models import OrganisationUnit

NO_SUCH_DAY = "Không có ngày này trong lịch. Ghi ngày/tháng/năm, ví dụ 05/07/2028."
NO_SUCH_TIME = "Ghi giờ và phút, ví dụ 08:00."
BLOCKED = "Chưa lưu được vì có điều không thể, ghi ở mục “Kiểm tra lịch”. Sửa theo hướng dẫn ở đó rồi lưu lại."
UNANSWERED = "Có cảnh báo ở mục “Kiểm tra lịch”. Sửa lại, hoặc ghi lý do vẫn làm như vậy."


def hour_field() -> forms.TimeField:
    return forms.TimeField(
        label="Giờ bắt đầu",
        initial=time(8),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": NO_SUCH_TIME},
    )


def minutes_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Thời lượng dự kiến (phút)",
        initial=USUAL_MINUTES,
        min_value=5,
        max_value=LONGEST,
        error_messages={"invalid": "Ghi số phút, ví dụ 120."},
    )


@dataclass(frozen=True)
class Setting:
    """What a session's plan is checked against: who plans, the phase, who stands on the ballot, and the session itself
    once it is there. Of a motion `origin` is the session whose result led to it."""

    by: Any
    phase: Phase
    unit: OrganisationUnit
    ballot: tuple[Person, ...] = ()
    session: VotingSession | None = None
    is_motion: bool = False
    origin: int | None = None


class SessionForm(PlainForm):
    """When and where a session is held, and who leads it. `found` are the conflicts of what was entered, as soon as
    day and hour are known; `is_checked` tells whether they are."""

    name = forms.CharField(label="Tên hội nghị, kỳ họp", max_length=200)
    day = LikelyDayField(label="Ngày", widget=DayInput, error_messages={"invalid": NO_SUCH_DAY})
    hour = hour_field()
    minutes_long = minutes_field()
    place = forms.CharField(
        label="Địa điểm", max_length=200, required=False, help_text="Ghi rõ phòng, ví dụ: Hội trường A, Tỉnh ủy."
    )
    chair = forms.CharField(
        label="Chủ trì",
        max_length=160,
        required=False,
        widget=SuggestInput,
        help_text="Chọn từ gợi ý, hoặc ghi họ tên hay mã cán bộ.",
    )
    reason = forms.CharField(
        label="Lý do",
        required=False,
        max_length=500,
        help_text="Cần khi có cảnh báo ở trên; được lưu vào nhật ký.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setting = setting
        self.found: tuple[Conflict, ...] = ()
        self.is_checked = False
        self.fields["chair"].widget.suggestions = chairs_suggested(setting.unit)

    @property
    def main_fields(self) -> list[Any]:
        """All but the reason, which stands below the conflicts."""
        return [field for field in self.visible_fields() if field.name != "reason"]

    def clean_chair(self) -> str:
        """The name; the official in `chair_official` where the register knows exactly one."""
        text = tidy(self.cleaned_data["chair"])
        self.cleaned_data["chair_official"] = chair = find_chair(text, self.setting.unit, self.setting.by)
        return chair.full_name if chair else text[:120]

    def clean(self) -> dict[str, Any]:
        """What blocks is refused; warnings are taken with a reason only."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"day", "hour", "minutes_long"} <= cleaned.keys():
            return cleaned
        answered = self._check()
        if blocking(self.found):
            self.add_error(None, BLOCKED)
        elif to_answer(self.found, answered) and not cleaned.get("reason", "").strip():
            self.add_error("reason", UNANSWERED)
        return cleaned

    @property
    def held_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))

    def planned(self) -> dict[str, Any]:
        """The fields of a session's plan as the actions take them."""
        names = ("name", "place", "chair", "chair_official", "minutes_long")
        return {**{name: self.cleaned_data.get(name) for name in names}, "held_at": self.held_at}

    def _check(self) -> tuple[Conflict, ...]:
        """Look for conflicts; those that stood before the change are given back."""
        setting, session = self.setting, self.setting.session
        plan = planned_fields({"place": "", "chair": "", **_present(self.planned())})
        frame = frames(setting.phase.campaign, [session.pk] if session else [])[setting.phase.pk]
        frame = frame.of(is_motion=session.is_motion if session else setting.is_motion)
        self.is_checked = True
        if session is None:
            self.found = slot_conflicts(setting.by, planned_slot(**plan, ballot=setting.ballot), frame)
            return ()
        (slot,) = slots_of(VotingSession.objects.filter(pk=session.pk), setting.by)
        self.found = slot_conflicts(setting.by, edited_slot(slot, plan), frame)
        return slot_conflicts(setting.by, slot, frame)


def _present(planned: dict[str, Any]) -> dict[str, Any]:
    """Without the texts that could not be read, which the form says elsewhere."""
    return {name: value for name, value in planned.items() if value is not None or name == "chair_official"}


class NewSessionForm(SessionForm):
    """The same for a session that is not there yet."""

    code = forms.SlugField(
        label="Mã hội nghị",
        max_length=40,
        help_text="Chữ không dấu, số, dấu gạch; dùng trên phiếu, biên bản và tệp số liệu.",
        error_messages={"invalid": "Mã chỉ gồm chữ không dấu, chữ số, dấu gạch ngang và gạch dưới."},
    )
    field_order: tuple[str, ...] = ("code", "name")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if VotingSession.objects.filter(campaign=self.setting.phase.campaign_id, code=code).exists():
            raise ValidationError("Đợt này đã có hội nghị mang mã đó. Chọn mã khác.")
        return code

    def plan(self) -> SessionPlan:
        return SessionPlan(code=self.cleaned_data["code"], **self.planned())


class AttendanceForm(PlainForm):
    """How many there are; whether that is enough is for the action to say."""

    total_members = forms.IntegerField(label="Tổng số đại biểu", min_value=1, max_value=100_000)
    summoned = forms.IntegerField(label="Được triệu tập", min_value=1, max_value=100_000)
    present = forms.IntegerField(label="Có mặt", min_value=0, max_value=100_000)


class DisclosureForm(PlainForm):
    disclosure = forms.ChoiceField(
        label="Kết quả trên màn hình hội trường",
        choices=Disclosure,
        widget=forms.RadioSelect,
        help_text="Kết quả chỉ hiện sau khi niêm phong, theo thứ tự trên phiếu.",
    )


class CastingForm(PlainForm):
    casting = forms.ChoiceField(
        label="Cách ghi phiếu",
        choices=Casting,
        widget=forms.RadioSelect,
        help_text="Trên màn hình: đại biểu rút một phiếu mã, ghi phiếu bằng điện thoại của mình hoặc máy của hội nghị. "
        "Giấy và màn hình: mỗi đại biểu chọn một trong hai cách; kết quả cộng chung.",
    )


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
