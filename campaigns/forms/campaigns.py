"""The shape of what people enter about campaigns."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.actions.campaigns import CODE, CampaignPlan, Window, plan_opening
from campaigns.forms.sessions import NO_SUCH_DAY
from campaigns.models import Campaign, CampaignState, RuleSet, Secrecy
from campaigns.rules.opening import FIRST_YEAR, LAST_YEAR
from config.accounts.permissions import Permission
from config.errors import Refused
from config.vietnamese import tidy
from officials.forms import MOST_SUGGESTIONS, DayInput, LikelyDayField, PlainForm, SuggestInput
from officials.models import OrganisationUnit
from officials.permissions import scope, within

OFF_TERM_HELP = "Chỉ cần khi năm lấy phiếu không phải năm thứ ba của nhiệm kỳ."


def day_field(label: str, help_text: str = "") -> LikelyDayField:
    return LikelyDayField(
        label=label, required=False, widget=DayInput, help_text=help_text, error_messages={"invalid": NO_SUCH_DAY}
    )


class CampaignFields(PlainForm):
    """What may be entered about any campaign. A person with a limited scope names an organiser within it."""

    name = forms.CharField(label="Tên đợt", max_length=200)
    organiser_code = forms.CharField(
        label="Cơ quan tổ chức",
        required=False,
        help_text="Ghi mã đơn vị, ví dụ TU, hoặc tên đầy đủ.",
        widget=SuggestInput,
    )
    plan_number = forms.CharField(label="Số kế hoạch", max_length=60, required=False)
    plan_date = day_field("Ngày kế hoạch")
    secrecy = forms.ChoiceField(label="Độ mật", choices=Secrecy.choices, required=False)
    deadline = day_field("Hạn hoàn thành")
    off_term_reason = forms.CharField(
        label="Lý do tiến hành ngoài kỳ",
        required=False,
        help_text=OFF_TERM_HELP,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = within(OrganisationUnit.objects.order_by("code"), by, Permission.EDIT_CAMPAIGNS, "pk")
        units = list(self.units.values_list("code", "name")[: MOST_SUGGESTIONS + 1])
        self.fields["organiser_code"].widget.suggestions = units if len(units) <= MOST_SUGGESTIONS else []
        self.fields["organiser_code"].required = scope(by, Permission.EDIT_CAMPAIGNS) is not None

    def clean_organiser_code(self) -> OrganisationUnit | None:
        text = tidy(self.cleaned_data["organiser_code"])
        if not text:
            return None
        by_code: OrganisationUnit | None = self.units.filter(code__iexact=text).first()
        by_name: OrganisationUnit | None = self.units.filter(name__iexact=text).first()
        unit = by_code or by_name
        if unit is None:
            raise ValidationError(f"Không có đơn vị “{text}” trong phạm vi của đồng chí. Ghi lại mã đơn vị.")
        return unit

    def details(self) -> dict[str, Any]:
        """The fields of the campaign that this form holds."""
        names = ("name", "plan_number", "plan_date", "secrecy", "deadline", "off_term_reason")
        return {name: self.cleaned_data[name] for name in names} | {"organiser": self.cleaned_data["organiser_code"]}


class CampaignForm(CampaignFields):
    code = forms.CharField(
        label="Mã đợt", max_length=30, help_text="Chữ cái không dấu, chữ số, dấu gạch; ví dụ LPTN-2028."
    )
    year = forms.IntegerField(
        label="Năm lấy phiếu",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"invalid": "Ghi năm bằng số, ví dụ 2028."},
    )
    vote_on = day_field("Ngày lấy phiếu dự kiến", "Dùng để xét từng trường hợp. Để trống là 01/7 của năm lấy phiếu.")
    rule_set = forms.ChoiceField(label="Giai đoạn", required=False)

    field_order = ("code", "name", "year", "off_term_reason", "vote_on", "rule_set", "organiser_code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = RuleSet.objects.order_by("code").values_list("code", flat=True).distinct()
        self.fields["rule_set"].choices = [  # type: ignore[attr-defined]
            ("", "Ba giai đoạn theo thứ tự: HĐND bầu, cấp ủy, chức danh khác"),
            *((code, f"Một giai đoạn theo {code}") for code in codes),
        ]

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise ValidationError("Chỉ dùng chữ cái không dấu, chữ số, dấu gạch; không có khoảng trắng.")
        if Campaign.objects.filter(code__iexact=code).exists():
            raise ValidationError("Mã đợt này đã có. Chọn mã khác.")
        return code

    def clean(self) -> dict[str, Any]:
        """A year that is not mid-term is taken with a reason only."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        year, day = cleaned.get("year"), cleaned.get("vote_on")
        if year is None:
            return cleaned
        if day and day.year != year:
            self.add_error("vote_on", f"Ngày phải thuộc năm {year}.")
        try:
            opened = plan_opening(year, cleaned.get("rule_set", ""))
        except Refused as refusal:
            raise ValidationError(str(refusal))
        if opened.off_term and not cleaned.get("off_term_reason", "").strip():
            self.add_error("off_term_reason", f"{opened.off_term} Sửa năm, hoặc ghi lý do để mở đợt ngoài kỳ.")
        return cleaned

    def plan(self) -> CampaignPlan:
        chosen = {name: self.cleaned_data[name] for name in ("code", "year", "rule_set", "vote_on")}
        return CampaignPlan(**chosen, **self.details())


class CampaignEditForm(CampaignFields):
    """The fields of a campaign, and the earliest and latest day of each of its phases."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        names = ("name", "plan_number", "plan_date", "secrecy", "deadline", "off_term_reason", "vote_on")
        initial: dict[str, Any] = {name: getattr(campaign, name) for name in names}
        initial["organiser_code"] = campaign.organiser.code if campaign.organiser else ""
        super().__init__(*args, initial=initial, **kwargs)
        self.campaign, self.phases = campaign, list(campaign.phases.all())
        if campaign.state == CampaignState.DRAFT:
            self.fields["vote_on"] = day_field("Ngày lấy phiếu dự kiến", "Đổi ngày thì phải xét lại đối tượng.")
            self.fields["vote_on"].required = True
        for phase in self.phases:
            for end, label in (("earliest", "sớm nhất"), ("latest", "muộn nhất")):
                self.fields[f"phase_{phase.pk}_{end}"] = day_field(f"Giai đoạn {phase.position}, {phase}: ngày {label}")
                self.initial[f"phase_{phase.pk}_{end}"] = getattr(phase, end)
        self.fields["window_reason"] = forms.CharField(
            label="Lý do khoảng thời gian trái thứ tự",
            required=False,
            max_length=500,
            help_text="Chỉ cần khi khoảng thời gian của các giai đoạn có cảnh báo; được lưu vào nhật ký.",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("vote_on")
        if day and day.year != self.campaign.year:
            self.add_error("vote_on", f"Ngày phải thuộc năm {self.campaign.year}.")
        for phase in self.phases:
            earliest, latest = self._window(cleaned, phase.pk)
            if earliest and latest and latest < earliest:
                self.add_error(f"phase_{phase.pk}_latest", "Ngày muộn nhất phải sau ngày sớm nhất.")
        return cleaned

    def changes(self) -> dict[str, Any]:
        day = self.cleaned_data.get("vote_on")
        return self.details() | ({"vote_on": day} if day else {})

    def windows(self) -> dict[int, Window]:
        """(earliest, latest) by the ids of phases."""
        return {phase.pk: self._window(self.cleaned_data, phase.pk) for phase in self.phases}

    def _window(self, cleaned: dict[str, Any], phase: int) -> tuple[date | None, date | None]:
        return cleaned.get(f"phase_{phase}_earliest"), cleaned.get(f"phase_{phase}_latest")
