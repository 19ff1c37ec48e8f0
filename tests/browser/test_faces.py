"""Photos and self-reports on the voters' ballots and on the pages where they come from, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import SelfReportFile, Subject
from config.accounts.models import User
from officials.actions.portraits import set_portrait
from tests.ballots.boxes import Screen, open_screen
from tests.ballots.conftest import MakeSession
from tests.browser.conftest import DESK, PHONE, Visitor
from tests.browser.voters import BrowserVoter
from tests.handed_in import pdf, picture
from tests.officials.factories import hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENLARGED: ViewportSize = {"width": PHONE["width"] // 2, "height": PHONE["height"] // 2}
NARROWEST, LEAST_WORDS = "all => Math.min(...all.map((one) => one.getBoundingClientRect().width))", 100  # px
ALL_LOADED = "() => [...document.querySelectorAll('img.face')].every((face) => face.complete && face.naturalWidth)"


@pytest.fixture
def screen(make_session: MakeSession, chi: User, an: User) -> Screen:
    """Of three people two have a photo, each on a ballot of their own, and one a self-report."""
    screen = open_screen(make_session, chi)
    for subject in screen.session.subjects().exclude(printed_name="Trần Thị Hai"):
        subject.official = hold(f"A{subject.pk}", screen.session.unit, name=subject.printed_name)
        subject.save()
        set_portrait(by=an, official=subject.official, upload=picture())
    first = screen.session.subjects()[0]
    SelfReportFile.objects.create(subject=first, content=pdf(), pages=2)
    return screen


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_voters_see_faces_and_each_is_there_before_a_line_is_mended(
    browser: Browser, live_server: LiveServer, screen: Screen, size: ViewportSize
) -> None:
    context = browser.new_context(locale="vi-VN", viewport=size)
    one = BrowserVoter(context, live_server.url, screen.box.address).open(screen.codes[0])
    expect(one.page.locator("img.face:visible")).to_have_count(1)
    expect(one.page.locator("span.face:visible")).to_have_text("TH")
    one.check_step()
    with context.expect_page() as opened:
        one.page.get_by_role("link", name="Đọc bản tự đánh giá (PDF) của Lê Văn Một").click()
    assert "/tai-lieu/" in opened.value.url or opened.value.url == "about:blank"
    opened.value.close()
    one.mark("Lê Văn Một", "Tín nhiệm").to_the_review()
    one.page.wait_for_function(ALL_LOADED)
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url))
    one.press("Sửa dòng của Phạm Văn Ba").mark("Phạm Văn Ba", "Tín nhiệm cao").press("Xem lại")
    assert asked == []
    context.close()


def test_ballots_and_review_fit_a_phone_at_200_percent(
    browser: Browser, live_server: LiveServer, screen: Screen
) -> None:
    context = browser.new_context(locale="vi-VN", viewport=ENLARGED)
    one = BrowserVoter(context, live_server.url, screen.box.address).open(screen.codes[0])
    assert one.overflow() <= 0
    assert one.page.locator(".person .who:visible").evaluate_all(NARROWEST) > LEAST_WORDS
    one.to_the_review()
    assert one.overflow() <= 0
    context.close()


def test_the_pages_that_take_them_are_accessible(
    visitor: Callable[[User], Visitor], an: User, screen: Screen, tmp_path: Any
) -> None:
    subject = Subject.objects.select_related("style__session__campaign").get(printed_name="Lê Văn Một")
    session = subject.style.session
    here = visitor(an)
    for page in ("official-detail", "portrait-edit"):
        here.go(reverse(page, args=[subject.official_id])).check_page()
    place = [session.campaign.code, session.code]
    here.go(reverse("session-dossier", args=place)).check_page()
    here.go(reverse("self-report-edit", args=[*place, subject.pk])).check_page()
    wrong = tmp_path / "anh.jpg"
    wrong.write_bytes(b"<svg/>")
    here.page.get_by_label("Tệp PDF").set_input_files(wrong)
    here.page.get_by_role("button", name="Lưu tệp").click()
    expect(here.page.get_by_text("Tệp PDF: Tệp này không phải là PDF.")).to_be_visible()
