"""What the lists of this app can be narrowed by."""

from typing import Any

import django_filters
from django import forms

from campaigns.models import Eligibility
from campaigns.rules.reasons import EXCLUSION_REASONS
from config.vietnamese import search_key
from officials.models import Appointment, Official, OrganisationUnit, Regime, Title
from officials.queries.units import subtrees_matching

VERDICTS = [("yes", "Được lấy phiếu"), ("no", "Không lấy phiếu")]
REASONS = [(code, reason.label) for code, reason in EXCLUSION_REASONS.items()]

VENUE_MARKS = [("over", "Vượt số nơi"), ("chosen", "Đã chọn khác đề xuất")]


class VenueFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Of the rows of campaigns.queries.venues.with_several_venues."""

    q = django_filters.CharFilter(
        label="Họ tên hoặc mã",
        method="by_name",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "ví dụ: nguyen van an"}),
    )
    unit = django_filters.CharFilter(
        label="Đơn vị, gồm trực thuộc",
        method="by_unit",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "mã hoặc tên"}),
    )
    mark = django_filters.ChoiceFilter(label="Chỉ xem", choices=VENUE_MARKS, empty_label="Tất cả", method="by_mark")

    class Meta:
        model = Official
        fields = ()

    def by_name(self, rows: Any, _name: str, text: str) -> Any:
        return rows.search(text)

    def by_unit(self, rows: Any, _name: str, text: str) -> Any:
        units = subtrees_matching(text, OrganisationUnit.objects.all())
        return rows.filter(pk__in=Appointment.objects.current().filter(unit__in=units).values("official"))

    def by_mark(self, rows: Any, _name: str, mark: str) -> Any:
        return rows.filter(is_over=True) if mark == "over" else rows.filter(is_chosen=True)


class EligibilityFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(
        label="Họ tên hoặc mã",
        method="by_name",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "ví dụ: nguyen van an"}),
    )
    unit = django_filters.CharFilter(
        label="Đơn vị, gồm trực thuộc",
        method="by_unit",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "mã hoặc tên"}),
    )
    title = django_filters.CharFilter(
        label="Chức danh", method="by_title", widget=forms.TextInput(attrs={"type": "search"})
    )
    verdict = django_filters.ChoiceFilter(label="Kết quả", choices=VERDICTS, empty_label="Tất cả", method="by_verdict")
    reason = django_filters.ChoiceFilter(label="Lý do", choices=REASONS, empty_label="Tất cả", method="by_reason")
    regime = django_filters.ChoiceFilter(
        label="Nhóm chức danh", choices=Regime.choices, empty_label="Tất cả", field_name="appointment__title__regime"
    )

    class Meta:
        model = Eligibility
        fields = ()

    def by_name(self, rows: Any, _name: str, text: str) -> Any:
        for word in search_key(text).split():
            rows = rows.filter(appointment__official__search_key__contains=word)
        return rows

    def by_unit(self, rows: Any, _name: str, text: str) -> Any:
        return rows.filter(appointment__unit__in=subtrees_matching(text, OrganisationUnit.objects.all()))

    def by_title(self, rows: Any, _name: str, text: str) -> Any:
        """Titles whose folded name holds every word: titles are few, and have no stored search key."""
        words = search_key(text).split()
        names = Title.objects.values_list("pk", "name")
        return rows.filter(
            appointment__title__in=[pk for pk, name in names if all(w in search_key(name) for w in words)]
        )

    def by_verdict(self, rows: Any, _name: str, verdict: str) -> Any:
        return rows.filter(is_subject=verdict == "yes")

    def by_reason(self, rows: Any, _name: str, reason: str) -> Any:
        return rows.filter(reasons__contains=[reason])
