"""What the list of the timetable can be narrowed by."""

from collections.abc import Callable, Collection
from typing import Any

import django_filters

from campaigns.models import PhaseKind, VotingSession
from officials.filters import UnitFilter, WordsFilter
from officials.forms import DayInput


class TimetableFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`conflicting` gives the ids of the sessions with conflicts; it is asked only when those are wanted."""

    q = WordsFilter("search_key", label="Hội nghị", placeholder="mã, tên hoặc địa điểm")
    unit = UnitFilter("unit")
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

    def by_conflict(self, rows: Any, _name: str, _value: str) -> Any:
        return rows.filter(pk__in=self.conflicting())
