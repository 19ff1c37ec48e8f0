"""The lists of officials as tables."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.vietnamese import short_date
from officials.models import Official

NOTHING = "–"


class OfficialTable(tables.Table):  # type: ignore[misc]
    full_name = tables.Column("Họ và tên", linkify=("official-detail", [tables.A("pk")]), order_by=("sort_key", "code"))
    code = tables.Column("Mã")
    born = tables.Column("Ngày sinh", accessor="born_year", empty_values=(), attrs={"td": {"class": "nowrap tabular"}})
    posts = tables.Column("Chức vụ đang giữ", accessor="current_posts", orderable=False, empty_values=())
    state = tables.Column("Tình trạng", empty_values=(), orderable=False)

    class Meta:
        attrs: ClassVar[dict[str, str]] = {"class": "table-cards", "label": "Danh sách cán bộ"}
        empty_text = "Không có cán bộ nào"
        order_by = "full_name"

    def render_born(self, record: Official) -> str:
        return short_date(record.born_on) or str(record.born_year or NOTHING)

    def order_born(self, officials: QuerySet[Official], is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001
        names = ("born_year", "born_on", "sort_key", "code")
        if is_descending:
            return officials.order_by(*(F(name).desc(nulls_last=True) for name in names)), True
        return officials.order_by(*(F(name).asc(nulls_last=True) for name in names)), True

    def render_posts(self, record: Any) -> SafeString:
        """One element: a card of the narrow layout lays the elements of a cell side by side."""
        lines = ((post.title, post.unit) for post in record.current_posts)
        return format_html("<div>{}</div>", format_html_join("", "<div>{}, {}</div>", lines) or NOTHING)

    def render_state(self, record: Any) -> SafeString:
        badges = format_html_join(" ", '<span class="badge state {}">{}</span>', official_states(record))
        return format_html("<div>{}</div>", badges)


def official_states(official: Any) -> list[tuple[str, str]]:
    """(class, words) of each state that the official is in; the posts held now are in `current_posts`."""
    states = [("state-good", "Đang giữ chức vụ")] if official.current_posts else [("", "Đã thôi giữ chức vụ")]
    if official.retirement_notice_on:
        states.append(("state-warn", f"Thông báo nghỉ hưu {short_date(official.retirement_notice_on)}"))
    if official.illness_from:
        states.append(("state-warn", f"Nghỉ ốm từ {short_date(official.illness_from)}"))
    return states
