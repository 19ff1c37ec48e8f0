"""What a list of officials can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from config.vietnamese import search_key
from officials.models import Appointment, Official, OrganisationUnit, Title
from officials.queries.units import subtrees_matching

STATES = [
    ("current", "Đang giữ chức vụ"),
    ("former", "Đã thôi giữ chức vụ"),
    ("retiring", "Có thông báo nghỉ hưu"),
    ("ill", "Nghỉ ốm dài ngày"),
]


class OfficialFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(
        label="Họ tên hoặc mã",
        method="by_name",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "nguyen van an"}),
    )
    unit = django_filters.CharFilter(
        label="Đơn vị, gồm trực thuộc",
        method="by_unit",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "mã hoặc tên"}),
    )
    title = django_filters.CharFilter(
        label="Chức danh", method="by_title", widget=forms.TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(label="Tình trạng", choices=STATES, empty_label="Tất cả", method="by_state")

    class Meta:
        model = Official
        fields = ()

    def by_name(self, officials: Any, _name: str, text: str) -> Any:
        return officials.search(text)

    def by_unit(self, officials: Any, _name: str, text: str) -> Any:
        return officials.filter(_holds(unit__in=subtrees_matching(text, OrganisationUnit.objects.all())))

    def by_title(self, officials: Any, _name: str, text: str) -> Any:
        """Titles whose folded name holds every word: titles are few, and have no stored search key."""
        words = search_key(text).split()
        names = Title.objects.values_list("pk", "name")
        return officials.filter(
            _holds(title__in=[pk for pk, name in names if all(w in search_key(name) for w in words)])
        )

    def by_state(self, officials: Any, _name: str, state: str) -> Any:
        if state == "current":
            return officials.filter(_holds())
        if state == "former":
            return officials.filter(~_holds())
        return officials.filter(
            **{f"{'retirement_notice_on' if state == 'retiring' else 'illness_from'}__isnull": False}
        )


def _holds(**post: object) -> Exists:
    """Holds a post now that is such."""
    posts: QuerySet[Appointment] = Appointment.objects.current().filter(official=OuterRef("pk"), **post)
    return Exists(posts)
