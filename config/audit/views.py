from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.accounts.permissions import Permission, require
from config.audit.filters import AuditFilter
from config.audit.queries import events_seen_by
from config.audit.tables import AuditTable
from config.lists import show_page

PAGE_LENGTH = 50


def audit_list(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.VIEW_AUDIT)
    found = AuditFilter(request.GET, queryset=events_seen_by(request.user))
    table = AuditTable(found.qs)
    show_page(request, table, length=PAGE_LENGTH)
    return render(request, "audit/list.html", {"filter": found, "table": table})
