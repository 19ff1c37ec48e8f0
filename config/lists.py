"""Lists as pages of a table."""

from typing import Any

from django.http import HttpRequest


def show_page(request: HttpRequest, table: Any, *, length: int) -> None:
    """Sort the table and turn it to the page that the address asks for, the nearest where there is no such page."""
    table.request = request
    if order := request.GET.getlist(table.prefixed_order_by_field):
        table.order_by = order
    table.paginate(per_page=length)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
