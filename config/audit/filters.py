from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from config.audit.models import AuditEvent
from config.audit.words import ACTIONS


def _actions() -> list[tuple[str, str]]:
    return sorted(ACTIONS.items(), key=lambda item: item[1])


class AuditFilter(django_filters.FilterSet):  # type: ignore[misc]
    label = django_filters.CharFilter(
        label="Đối tượng", method="filter_label", widget=forms.TextInput(attrs={"type": "search"})
    )
    actor = django_filters.CharFilter(
        label="Người làm", lookup_expr="icontains", widget=forms.TextInput(attrs={"type": "search"})
    )
    action = django_filters.ChoiceFilter(label="Việc", choices=_actions, empty_label="Mọi việc")
    since = django_filters.DateFilter(
        label="Từ ngày", field_name="at", lookup_expr="date__gte", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = django_filters.DateFilter(
        label="Đến ngày", field_name="at", lookup_expr="date__lte", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    class Meta:
        model = AuditEvent
        fields: tuple[str, ...] = ()

    def filter_label(self, events: QuerySet[AuditEvent], _name: str, value: Any) -> QuerySet[AuditEvent]:
        return events.filter(Q(label__icontains=value) | Q(reason__icontains=value) | Q(object_id=value))
