from datetime import datetime
from typing import ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import render_to_string

from config.audit.models import AuditEvent
from config.audit.words import action_word, changed_fields
from config.templatetags.site import vn_datetime

NO_WRAP = {"td": {"class": "nowrap tabular"}}


class AuditTable(tables.Table):  # type: ignore[misc]
    at = tables.Column("Thời điểm", attrs=NO_WRAP)
    actor = tables.Column("Người làm", orderable=False)
    action = tables.Column("Việc", orderable=False)
    label = tables.Column("Đối tượng và thay đổi", orderable=False)

    class Meta:
        model = AuditEvent
        fields: ClassVar[list[str]] = ["at", "actor", "action", "label"]
        order_by = "-at"
        empty_text = "Không có sự kiện nào"
        attrs: ClassVar[dict[str, str]] = {
            "class": "table-cards",
            "label": "Nhật ký",
            "empty_hint": "Bớt điều kiện lọc để xem thêm.",
        }

    def render_at(self, value: datetime) -> str:
        return vn_datetime(value)

    def render_action(self, value: str) -> str:
        return action_word(value)

    def render_label(self, record: AuditEvent) -> str:
        return render_to_string("audit/event.html", {"event": record, "changed": changed_fields(record)})

    def order_at(self, events: QuerySet[AuditEvent], is_descending: bool) -> tuple[QuerySet[AuditEvent], bool]:  # noqa: FBT001
        """The order of writing is the order of time, and has an index."""
        return events.order_by("-pk" if is_descending else "pk"), True
