"""The shape of what people enter about officials, posts and units."""

from datetime import date
from pathlib import PurePath
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from config.accounts.permissions import Permission
from config.errors import Refused
from config.files import LIMIT_MB, check_size
from config.vietnamese import search_key, tidy, tidy_name
from officials.models import Appointment, Means, Official, OrganisationUnit, Seat, Title
from officials.permissions import within
from officials.queries.officials import officials_called
from officials.rules.roster_cells import FIRST_YEAR, LAST_YEAR
from officials.workbooks import check_content

MOST_SUGGESTIONS = 400


def filled(text: str) -> str:
    """Refused where nothing that can be seen is left of what was typed."""
    if not text:
        raise ValidationError("Ô này chỉ có ký tự không nhìn thấy được. Xóa rồi gõ lại.")
    return text


def likely(day: date | None) -> date | None:
    """Refused where a digit too many or too few makes a year of another age."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError("Năm không hợp lý. Ghi năm bằng bốn chữ số, ví dụ 1975.")
    return day


class LikelyDayField(forms.DateField):
    """A day of our age: reckoning from one at the ends of the calendar would leave it."""

    def clean(self, value: Any) -> Any:
        return likely(super().clean(value))


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class SuggestInput(forms.TextInput):
    """A text field with a list of suggestions below it; any text may be typed."""

    template_name = "officials/suggest_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions: list[tuple[str, str]] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}-list"
        context["widget"]["attrs"] |= {"list": list_id, "autocomplete": "off"}
        return {**context, "list_id": list_id, "suggestions": self.suggestions}

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:  # noqa: ARG002
        """With the site's own templates: those of the forms' renderer are Django's alone."""
        return render_to_string(template_name, context)


class PlainForm(forms.Form):
    """A form whose <form> tag and buttons stand in the template."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class WorkbookForm(PlainForm):
    """A form with a workbook to upload: its bytes are the cleaned value, `file_name` is its name."""

    file = forms.FileField(
        label="Tệp Excel",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls"}),
        allow_empty_file=True,
    )
    file_name = ""

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        self.file_name = PurePath(upload.name or "").name
        try:
            check_content(upload.size, upload.read)
        except Refused as refusal:
            raise ValidationError(str(refusal))
        upload.seek(0)
        return bytes(upload.read())


class RosterForm(WorkbookForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields["file"]
        file.label = "Tệp danh sách cán bộ"
        file.help_text = "Tệp Excel (.xlsx, .xlsm, .xls) có ba trang “Đơn vị”, “Chức danh”, “Danh sách cán bộ”."


class KeptFileForm(PlainForm):
    """A form with a file that is kept: its bytes are the cleaned value; what they are is the action's to judge."""

    file = forms.FileField(allow_empty_file=True)

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        try:
            check_size(upload.size)
        except Refused as refusal:
            raise ValidationError(str(refusal))
        return bytes(upload.read())


class PortraitForm(KeptFileForm):
    file = forms.FileField(
        label="Tệp ảnh",
        help_text=f"Ảnh chân dung JPEG hoặc PNG, không quá {LIMIT_MB} MB. Ảnh được cắt theo khổ 3 × 4 và thu nhỏ.",
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        error_messages={"required": "Chọn tệp ảnh."},
        allow_empty_file=True,
    )


class OfficialFields(forms.ModelForm[Official]):
    """What is entered about a person. The birth is a day, or a year where the day is not known."""

    class Meta:
        model = Official
        fields: ClassVar[list[str]] = [
            "code",
            "full_name",
            "sex",
            "born_on",
            "born_year",
            "retirement_notice_on",
            "illness_from",
        ]
        widgets: ClassVar[dict[str, Any]] = {
            "born_on": DayInput,
            "retirement_notice_on": DayInput,
            "illness_from": DayInput,
        }
        help_texts: ClassVar[dict[str, str]] = {
            "born_year": "Chỉ cần khi không rõ ngày sinh.",
            "illness_from": "Ngày bắt đầu nghỉ để chữa bệnh hiểm nghèo có xác nhận của cơ sở y tế.",
        }

    def clean_code(self) -> str:
        return filled(tidy(self.cleaned_data["code"]))

    def clean_full_name(self) -> str:
        return filled(tidy_name(self.cleaned_data["full_name"]))

    def clean_born_on(self) -> date | None:
        return likely(self.cleaned_data["born_on"])

    def clean_retirement_notice_on(self) -> date | None:
        return likely(self.cleaned_data["retirement_notice_on"])

    def clean_illness_from(self) -> date | None:
        return likely(self.cleaned_data["illness_from"])

    def clean_born_year(self) -> int | None:
        year: int | None = self.cleaned_data.get("born_year")
        day: date | None = self.cleaned_data.get("born_on")
        if day is not None:
            return day.year
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError("Năm sinh phải có bốn chữ số, ví dụ 1975.")
        return year


class PostFields(forms.ModelForm[Appointment]):
    """A post: unit and title are typed, with suggestions, because provinces have thousands of units."""

    unit_code = forms.CharField(
        label="Đơn vị", help_text="Ghi mã đơn vị, ví dụ S01, hoặc tên đầy đủ.", widget=SuggestInput
    )
    title_name = forms.CharField(label="Chức danh", widget=SuggestInput)

    class Meta:
        model = Appointment
        fields: ClassVar[list[str]] = ["means", "started_on", "decision"]
        widgets: ClassVar[dict[str, Any]] = {"started_on": DayInput}

    field_order = ("unit_code", "title_name", "means", "started_on", "decision")

    def __init__(self, *args: Any, by: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.units = within(OrganisationUnit.objects.order_by("code"), by, Permission.EDIT_OFFICIALS, "pk")
        self.fields["means"].choices = [("", "Chọn"), *Means.choices]  # type: ignore[attr-defined]
        units = list(self.units.values_list("code", "name")[: MOST_SUGGESTIONS + 1])
        self.fields["unit_code"].widget.suggestions = units if len(units) <= MOST_SUGGESTIONS else []
        titles = Title.objects.order_by("name").values_list("name", flat=True).distinct()[:MOST_SUGGESTIONS]
        self.fields["title_name"].widget.suggestions = [(name, "") for name in titles]

    def clean_unit_code(self) -> str:
        """The unit of this code or of this very name, not closed, within the person's scope."""
        text = tidy(self.cleaned_data["unit_code"])
        unit = self.units.filter(code__iexact=text).first() or self.units.filter(name__iexact=text).first()
        if unit is None:
            raise ValidationError(f"Không có đơn vị “{text}” trong phạm vi của đồng chí. Ghi lại mã đơn vị.")
        if unit.valid_until and unit.valid_until < self.today:
            raise ValidationError(f"{unit} đã kết thúc hoạt động, không nhận chức vụ mới. Chọn đơn vị khác.")
        self.instance.unit = unit
        return text

    def clean_title_name(self) -> str:
        text = tidy(self.cleaned_data["title_name"])
        unit = self.instance.unit if self.instance.unit_id else None
        if unit is None or "unit_code" in self.errors:
            return text
        titles = list(Title.objects.filter(unit_kind=unit.kind))
        found = [title for title in titles if search_key(title.name) == search_key(text)]
        if not found:
            known = ", ".join(title.name for title in titles) or "chưa có chức danh nào"
            raise ValidationError(f"{unit.get_kind_display()} không có chức danh “{text}”. Các chức danh: {known}.")
        self.instance.title = found[0]
        return text

    def clean_started_on(self) -> date:
        day: date = self.cleaned_data["started_on"]
        if not 1945 <= day.year <= self.today.year + 1:
            raise ValidationError("Ngày giữ chức vụ không hợp lý. Kiểm tra lại năm.")
        return day

    def _get_validation_exclusions(self) -> set[str]:
        """Unit and title come from other fields, and the constraint on them is checked all the same."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        post = self.instance
        whole = post.official_id and post.unit_id and post.title_id
        return excluded - ({"unit", "title", "official", "ended_on"} if whole else set())


class EndForm(PlainForm):
    ended_on = forms.DateField(label="Thôi giữ chức vụ từ ngày", widget=DayInput)
    reason = forms.CharField(
        label="Lý do, căn cứ",
        max_length=300,
        help_text="Ví dụ: nghỉ hưu theo Quyết định số 15-QĐ/TU ngày 01/02/2028.",
    )

    def __init__(self, *args: Any, started_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.started_on = started_on

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"]
        likely(day)
        if self.started_on is not None and day < self.started_on:
            raise ValidationError(f"Ngày thôi giữ phải từ {self.started_on:%d/%m/%Y} là ngày giữ chức vụ trở đi.")
        return day


class SeatFields(PlainForm):
    """Somebody's seat in a body of a unit: the official by code, or by a name that only one has."""

    person = forms.CharField(label="Mã cán bộ, hoặc họ và tên", max_length=120)
    seat = forms.ChoiceField(label="Tư cách", choices=[("", "Chọn"), *Seat.choices])
    started_on = forms.DateField(label="Từ ngày", required=False, widget=DayInput)

    def clean_person(self) -> Official:
        text = tidy(self.cleaned_data["person"])
        found = officials_called(text)
        if not found:
            raise ValidationError(f"Không có cán bộ “{text}”. Ghi lại mã, hoặc thêm cán bộ vào danh sách trước.")
        if len(found) > 1:
            codes = ", ".join(official.code for official in found)
            raise ValidationError(f"Có {len(found)} cán bộ mang tên này. Ghi mã cán bộ: {codes}.")
        return found[0]

    def clean_started_on(self) -> date | None:
        return likely(self.cleaned_data["started_on"])


class MemberFileForm(WorkbookForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = "“Mã cán bộ”, “Họ và tên”, “Mã đơn vị”, “Tư cách”, “Từ ngày”"
        self.fields["file"].help_text = f"Tệp Excel có các cột {columns}."


class UnitForm(forms.ModelForm[OrganisationUnit]):
    parent_code = forms.CharField(
        label="Đơn vị cấp trên",
        required=False,
        help_text="Ghi mã đơn vị cấp trên; để trống nếu là cấp cao nhất.",
        widget=SuggestInput,
    )

    class Meta:
        model = OrganisationUnit
        fields: ClassVar[list[str]] = [
            "code",
            "name",
            "kind",
            "tier",
            "letterhead",
            "place",
            "position",
            "valid_from",
            "valid_until",
        ]
        widgets: ClassVar[dict[str, Any]] = {"valid_from": DayInput, "valid_until": DayInput}

    field_order = ("code", "name", "parent_code")

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        above = within(OrganisationUnit.objects.order_by("code"), by, Permission.EDIT_OFFICIALS, "pk")
        units = list(above.values_list("code", "name")[: MOST_SUGGESTIONS + 1])
        self.fields["parent_code"].widget.suggestions = units if len(units) <= MOST_SUGGESTIONS else []
        if self.instance.parent_id:
            self.initial.setdefault("parent_code", self.instance.parent.code)

    def clean_code(self) -> str:
        return filled(tidy(self.cleaned_data["code"]))

    def clean_name(self) -> str:
        return filled(tidy(self.cleaned_data["name"]))

    def clean_parent_code(self) -> str:
        """An existing unit that does not stand below this one."""
        text = tidy(self.cleaned_data["parent_code"])
        parent = OrganisationUnit.objects.filter(code__iexact=text).first() if text else None
        if text and parent is None:
            raise ValidationError(f"Không có đơn vị mang mã “{text}”. Ghi lại mã.")
        if parent and self.instance.pk and parent.pk in OrganisationUnit.objects.subtree_ids(self.instance.pk):
            raise ValidationError(f"{parent} trực thuộc chính đơn vị này. Chọn cấp trên khác.")
        self.instance.parent = parent
        return text
