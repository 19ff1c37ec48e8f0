from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns.models import SessionState
from campaigns.presenters.cockpit import campaign_line
from campaigns.rules.stages import WITH_RESULT
from config.accounts.permissions import Permission
from officials.permissions import roles_of
from reports.queries.home import Awaiting, CampaignTask, awaiting, campaign_tasks, campaigns_under_way

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


# What a campaign waits for: in words, and the page where it is done.
CAMPAIGN_STEP = {
    "judge": ("Xét đối tượng lấy phiếu", "campaign-detail", ""),
    "decide": ("Quyết định {number} trường hợp cần xét", "eligibility-list", "?question=any"),
    "submit": ("Trình danh sách", "list-submit", ""),
    "approve": ("Duyệt danh sách", "list-approve", ""),
    "confirm": ("Xác nhận {number} quyết định khác với quy định chung", "override-list", ""),
}


def home(request: HttpRequest) -> HttpResponse:
    """The first page: who one is here, and what awaits one."""
    context = {
        "roles": roles_of(request.user),
        "tasks": [_task(found) for found in campaign_tasks(request.user)],
        "items": [_item(found) for found in awaiting(request.user)],
        "campaigns": _cards(request.user),
    }
    return render(request, "reports/home.html", context)


def _cards(user: Any) -> list[dict[str, object]]:
    """A card for each campaign under way: its sessions by stage, how many have a result, how many are late."""
    found = []
    for campaign, cells in campaigns_under_way(user):
        line = campaign_line(campaign, cells)
        counted = sum(cell.sessions for cell in cells if cell.stage in WITH_RESULT)
        found.append({"campaign": campaign, "line": line, "counted": counted})
    return found


def _task(found: CampaignTask) -> dict[str, object]:
    label, page, query = CAMPAIGN_STEP[found.code]
    url = reverse(page, args=[found.campaign.code]) + query
    return {"campaign": found.campaign, "label": label.format(number=found.number), "url": url}


def _item(found: Awaiting) -> dict[str, object]:
    session = found.session
    label, page = COUNTING_STEP.get(
        found.permission, (NEXT_STEP.get(SessionState(session.state), ""), "session-detail")
    )
    return {"session": session, "label": label, "url": reverse(page, args=[session.campaign.code, session.code])}
