from datetime import datetime
from typing import ClassVar

import django_tables2 as tables

from config.jobs.models import Job
from config.templatetags.site import state_badge, vn_datetime

NO_WRAP = {"td": {"class": "nowrap tabular"}}


class JobTable(tables.Table):  # type: ignore[misc]
    title = tables.Column("Việc", linkify=("job-detail", {"pk": tables.A("pk")}), orderable=False)
    state = tables.Column("Trạng thái", orderable=False)
    message = tables.Column("Kết quả", orderable=False, default="")
    created_at = tables.Column("Yêu cầu lúc", attrs=NO_WRAP)
    finished_at = tables.Column("Xong lúc", attrs=NO_WRAP, default="")

    class Meta:
        model = Job
        fields: ClassVar[list[str]] = ["title", "state", "message", "created_at", "finished_at"]
        order_by = "-created_at"
        empty_text = "Chưa có việc nào"
        attrs: ClassVar[dict[str, str]] = {
            "class": "table-cards",
            "label": "Việc đã yêu cầu",
            "empty_hint": "Việc lâu như nhập tệp lớn sẽ hiện ở đây; có thể rời trang trong khi máy làm.",
        }

    def render_state(self, record: Job) -> str:
        return state_badge(record.state, record.get_state_display())

    def render_created_at(self, value: datetime) -> str:
        return vn_datetime(value)

    def render_finished_at(self, value: datetime) -> str:
        return vn_datetime(value)
