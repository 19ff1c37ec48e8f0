"""What the list of the timetable can be narrowed by."""

from collections.abc import Callable, Collection
from typing import Any

import django_filters
from django import forms

from campaigns.models import PhaseKind, VotingSession
from config.vietnamese import search_key
from officials.forms import DayInput
from officials.models import OrganisationUnit
from officials.queries.units import subtrees_matching


class TimetableFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`conflicting` gives the ids of the sessions with conflicts; it is asked only when those are wanted."""

    q = django_filters.CharFilter(
        label="Hội nghị",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "mã, tên hoặc địa điểm"}),
    )
    unit = django_filters.CharFilter(
        label="Đơn vị, gồm trực thuộc",
        method="by_unit",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "mã hoặc tên"}),
    )
    phase = django_filters.ChoiceFilter(
        label="Giai đoạn", choices=PhaseKind.choices, empty_label="Tất cả", field_name="phase__kind"
    )
    first = django_filters.DateFilter(label="Từ ngày", field_name="held_at", lookup_expr="date__gte", widget=DayInput)
    last = django_filters.DateFilter(label="Đến ngày", field_name="held_at", lookup_expr="date__lte", widget=DayInput)
    conflict = django_filters.ChoiceFilter(
        label="Xung đột", choices=[("yes", "Có xung đột")], empty_label="Tất cả", method="by_conflict"
    )

    class Meta:
        model = VotingSession
        fields = ()

    def __init__(self, *args: Any, conflicting: Callable[[], Collection[int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicting = conflicting

    def by_words(self, rows: Any, _name: str, text: str) -> Any:
        for word in search_key(text).split():
            rows = rows.filter(search_key__contains=word)
        return rows

    def by_unit(self, rows: Any, _name: str, text: str) -> Any:
        return rows.filter(unit__in=subtrees_matching(text, OrganisationUnit.objects.all()))

    def by_conflict(self, rows: Any, _name: str, _value: str) -> Any:
        return rows.filter(pk__in=self.conflicting())
