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


class SearchFilter(django_filters.CharFilter):  # type: ignore[misc]
    """A field to search in; `placeholder` shows how."""

    def __init__(self, *args: Any, placeholder: str = "", **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "search", "placeholder": placeholder})
        super().__init__(*args, widget=widget, **kwargs)


class WordsFilter(SearchFilter):
    """Rows whose search key holds every word; diacritics and case do not matter."""

    def filter(self, rows: Any, text: str) -> Any:
        for word in search_key(text).split():
            rows = rows.filter(**{f"{self.field_name}__contains": word})
        return rows


class UnitFilter(SearchFilter):
    """Rows of the units found by code or name, and of everything below them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label": "Đơn vị, gồm trực thuộc", "placeholder": "mã hoặc tên", **kwargs})

    def filter(self, rows: Any, text: str) -> Any:
        return rows.filter(**{f"{self.field_name}__in": units_matching(text)}) if text else rows


class TitleFilter(SearchFilter):
    """Rows of the titles whose name holds every word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label": "Chức danh", **kwargs})

    def filter(self, rows: Any, text: str) -> Any:
        return rows.filter(**{f"{self.field_name}__in": titles_matching(text)}) if text else rows


def units_matching(text: str) -> Any:
    return subtrees_matching(text, OrganisationUnit.objects.all())


def titles_matching(text: str) -> list[int]:
    """Titles are few, and have no stored search key."""
    words = search_key(text).split()
    names = Title.objects.values_list("pk", "name")
    return [pk for pk, name in names if all(word in search_key(name) for word in words)]


class OfficialFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = WordsFilter("search_key", label="Họ tên hoặc mã", placeholder="nguyen van an")
    unit = UnitFilter(method="by_unit")
    title = TitleFilter(method="by_title")
    state = django_filters.ChoiceFilter(label="Tình trạng", choices=STATES, empty_label="Tất cả", method="by_state")

    class Meta:
        model = Official
        fields = ()

    def by_unit(self, officials: Any, _name: str, text: str) -> Any:
        return officials.filter(_holds(unit__in=units_matching(text)))

    def by_title(self, officials: Any, _name: str, text: str) -> Any:
        return officials.filter(_holds(title__in=titles_matching(text)))

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
