"""Two doors at once on two phones: one tap, and the other door sees it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from campaigns.models import Attendance, SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.conftest import MakeSession, council, make_campaign, make_session
from tests.ballots.doors import NAMES, at_the_door
from tests.browser.conftest import PHONE

__all__ = ["council", "make_campaign", "make_session"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SESSION = "/dot/DOT/hoi-nghi/HN1/"
DOOR = f"{SESSION}diem-danh/"


def test_two_phones_at_two_doors(visitor: Any, make_session: MakeSession, dung: User, em: User) -> None:
    session = at_the_door(make_session)
    doors = [visitor(user).go(DOOR) for user in (dung, em)]
    for door in doors:
        door.check_page().page.set_viewport_size(PHONE)
    first, second = (door.page for door in doors)
    first.get_by_role("button", name=f"Có mặt: {NAMES[0]}").click()
    expect(first.get_by_role("button", name=f"Có mặt: {NAMES[0]}")).to_have_attribute("aria-pressed", "true")
    expect(first.get_by_text("1/6, cần 4")).to_be_visible()
    second.get_by_role("button", name=f"Có mặt: {NAMES[1]}").click()
    for page in (first, second):
        for name in NAMES[:2]:
            expect(page.get_by_role("button", name=f"Có mặt: {name}")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_text("2/6, cần 4")).to_be_visible()
    second.get_by_label("Họ tên, chức vụ, đơn vị").fill("pham van dong")
    expect(second.locator(".door-line")).to_have_count(1)
    second.get_by_role("button", name=f"Vắng có lý do: {NAMES[4]}").click()
    expect(first.get_by_role("button", name=f"Vắng có lý do: {NAMES[4]}")).to_have_attribute("aria-pressed", "true")
    first.get_by_role("button", name=f"Có mặt: {NAMES[0]}").click()
    expect(second.get_by_text("1/6, cần 4")).to_be_visible()
    VotingSession.objects.filter(pk=session.pk).update(
        state=SessionState.VOTING, total_members=6, summoned=6, present=5
    )
    expect(second.get_by_role("heading", name="Người đến muộn")).to_be_visible()
    second.get_by_label(NAMES[4]).check()
    second.get_by_label("Quyết định cho dự muộn").fill("Chủ tọa đồng ý")
    second.get_by_role("button", name="Cho vào dự").click()
    expect(second.get_by_text("Đã ghi 1 người đến muộn.")).to_be_visible()
    assert session.voters.get(name=NAMES[4]).attendance == Attendance.PRESENT
    assert not [error for door in doors for error in door.errors]


def test_the_hall_follows_the_session(visitor: Any, make_session: MakeSession, dung: User) -> None:
    at_the_door(make_session)
    hall = visitor(dung).go(f"{SESSION}man-hinh/")
    expect(hall.page.get_by_text("0/6, cần 4")).to_be_visible()
    VotingSession.objects.update(state=SessionState.VOTING, total_members=6, summoned=6, present=5)
    expect(hall.page.get_by_text("5/6, cần 4")).to_be_visible()
    expect(hall.page.get_by_text("Đang ghi phiếu")).to_be_visible()
    hall.check_page()
