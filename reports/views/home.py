from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns.models import SessionState
from campaigns.presenters.cockpit import campaign_line
from campaigns.rules.stages import WITH_RESULT
from config.accounts.permissions import Permission
from officials.permissions import roles_of
from reports.queries.home import Awaiting, awaiting, campaigns_under_way

NEXT_STEP = {
    SessionState.PLANNED: "Chuẩn bị danh sách và phiếu",
    SessionState.PREPARED: "Bắt đầu điểm danh",
    SessionState.CHECKING_IN: "Ghi số người có mặt, mở ghi phiếu",
    SessionState.VOTING: "Kết thúc ghi phiếu",
}
COUNTING_STEP = {
    Permission.KEY_TOTALS: ("Nhập số liệu kiểm phiếu", "session-keying"),
    Permission.CONFIRM_COUNT: ("Xem và xác nhận kết quả kiểm phiếu", "session-count"),
}


def home(request: HttpRequest) -> HttpResponse:
    """The first page: who one is here, and what awaits one."""
    items = [_item(found) for found in awaiting(request.user)]
    context = {"roles": roles_of(request.user), "items": items, "campaigns": _cards(request.user)}
    return render(request, "reports/home.html", context)


def _cards(user: Any) -> list[dict[str, object]]:
    """A card for each campaign under way: its sessions by stage, how many have a result, how many are late."""
    found = []
    for campaign, cells in campaigns_under_way(user):
        line = campaign_line(campaign, cells)
        counted = sum(cell.sessions for cell in cells if cell.stage in WITH_RESULT)
        found.append({"campaign": campaign, "line": line, "counted": counted})
    return found


def _item(found: Awaiting) -> dict[str, object]:
    session = found.session
    label, page = COUNTING_STEP.get(
        found.permission, (NEXT_STEP.get(SessionState(session.state), ""), "session-detail")
    )
    return {"session": session, "label": label, "url": reverse(page, args=[session.campaign.code, session.code])}
