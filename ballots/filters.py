"""What the list at the door can be narrowed by."""

from typing import Any

import django_filters

from campaigns.filters import EXAMPLE
from campaigns.models import Attendance, Voter
from officials.filters import WordsFilter

UNMARKED, AWAY = "none", "away"


class DoorFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A roll by words of name, title or unit without diacritics, and by what the doors have marked."""

    q = WordsFilter("search_key", label="Họ tên, chức vụ, đơn vị", placeholder=EXAMPLE)
    mark = django_filters.ChoiceFilter(
        label="Điểm danh",
        choices=[(UNMARKED, "Chưa điểm danh"), (AWAY, "Chưa có mặt"), *Attendance.choices],
        empty_label="Tất cả",
        method="by_mark",
    )

    class Meta:
        model = Voter
        fields = ()

    def by_mark(self, rows: Any, _name: str, mark: str) -> Any:
        if mark == AWAY:
            return rows.exclude(attendance=Attendance.PRESENT)
        return rows.filter(attendance="" if mark == UNMARKED else mark)
