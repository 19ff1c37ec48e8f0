"""Lists as pages of a table."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property
from django_tables2.rows import BoundRows


class LongPaginator(Paginator[Any]):
    """Pages of a table over a long queryset whose order leaves no two rows equal: those beyond the middle are read from
    the end, so that none skips more than half of the rows. `known` is their number where somebody has counted them."""

    def __init__(self, rows: BoundRows, per_page: int, known: int | None = None) -> None:
        super().__init__(rows, per_page)
        self.rows, self.known = rows, known

    @cached_property
    def count(self) -> int:
        return len(self.rows) if self.known is None else self.known

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        first, after = (number - 1) * self.per_page, min(number * self.per_page, self.count)
        if first <= self.count // 2:
            return super().page(number)
        found = list(self.rows.data.data.reverse()[self.count - after : self.count - first])
        return Page(BoundRows(data=found[::-1], table=self.rows.table), number, self)


def show_page(request: HttpRequest, table: Any, *, length: int, paginator: Any = Paginator, **known: Any) -> None:
    """Sort the table and turn it to the page that the address asks for, the nearest where there is no such page."""
    table.request = request
    if order := request.GET.getlist(table.prefixed_order_by_field):
        table.order_by = order
    table.paginate(paginator_class=paginator, per_page=length, **known)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
