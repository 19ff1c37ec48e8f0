from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_tables2 import RequestConfig

from config.accounts.permissions import Permission, require
from config.audit.filters import AuditFilter
from config.audit.queries import events_seen_by
from config.audit.tables import AuditTable

PAGE_LENGTH = 50


def audit_list(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.VIEW_AUDIT)
    found = AuditFilter(request.GET, queryset=events_seen_by(request.user))
    table = AuditTable(found.qs)
    RequestConfig(request, paginate={"per_page": PAGE_LENGTH}).configure(table)
    return render(request, "audit/list.html", {"filter": found, "table": table})
