"""Voters with their own phones and at desks: the whole way, and what may go wrong on it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Route, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from ballots.models import Slip
from config.accounts.models import User
from tests.ballots.boxes import NEVER_A_CODE, Screen, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.browser.conftest import DESK, PHONE
from tests.browser.voters import SENT, BrowserVoter, content_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONE_BALLOT = 5  # slips: three people, two ballots that came back
RETRYING = "Chưa gửi được, đang thử lại… Đừng đóng trang."
MakeVoter = Callable[..., BrowserVoter]


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi)


@pytest.fixture
def voter(browser: Browser, live_server: LiveServer, screen: Screen) -> Iterator[MakeVoter]:
    contexts: list[BrowserContext] = []

    def make(size: ViewportSize = PHONE, *, script: bool = True) -> BrowserVoter:
        context = browser.new_context(
            locale="vi-VN", viewport=size, java_script_enabled=script, reduced_motion="reduce"
        )
        contexts.append(context)
        return BrowserVoter(context, live_server.url, screen.box.address)

    yield make
    for context in contexts:
        context.close()


def ready_to_send(voter: BrowserVoter, screen: Screen) -> BrowserVoter:
    return voter.open(screen.codes[0]).mark("Lê Văn Một", "Tín nhiệm cao").to_the_review()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_code_to_the_box(voter: MakeVoter, screen: Screen, size: ViewportSize) -> None:
    """1 scan the slip · 2 mark the first ballot, then the second · 3 look again, mend an empty line · 4 send."""
    one = voter(size)
    one.go(f"{one.base}#{screen.codes[0]}")
    expect(one.page.get_by_label("Mã trên phiếu mã")).to_have_value(screen.codes[0])
    assert one.page.url.endswith(one.base)
    one.check_step().press("Mở phiếu")
    one.mark("Lê Văn Một", "Tín nhiệm cao").mark("Trần Thị Hai", "Tín nhiệm thấp").check_step()
    expect(one.page.get_by_role("group", name="Phạm Văn Ba")).to_be_hidden()
    one.is_told("Đã ghi 2/3")
    one.to_the_review().check_step()
    one.is_told("Còn 1 dòng bỏ trống")
    one.press("Sửa dòng của Phạm Văn Ba").mark("Phạm Văn Ba", "Tín nhiệm").press("Xem lại")
    one.is_told("Đã ghi đủ 3 dòng.")
    one.press("Sửa dòng của Lê Văn Một").mark("Lê Văn Một", "Bỏ trống").press("Xem lại")
    one.is_told("Còn 1 dòng bỏ trống")
    assert not Slip.objects.exists()
    one.press("Gửi phiếu")
    one.is_told(SENT)
    one.check_step()
    assert Slip.objects.count() == ONE_BALLOT


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_same_without_script(voter: MakeVoter, screen: Screen, size: ViewportSize) -> None:
    one = voter(size, script=False).open(screen.codes[0])
    one.mark("Lê Văn Một", "Tín nhiệm cao").mark("Phạm Văn Ba", "Tín nhiệm thấp").press("Xem lại")
    one.is_told("dòng bỏ trống. Dòng")
    assert one.overflow() <= 0
    one.press("Sửa lại").mark("Trần Thị Hai", "Tín nhiệm").press("Xem lại")
    one.is_told("Đã ghi đủ 3 dòng.")
    one.press("Gửi phiếu")
    one.is_told(SENT)
    assert Slip.objects.count() == ONE_BALLOT


def test_the_review_without_script_is_accessible(voter: MakeVoter, screen: Screen) -> None:
    one = voter().open(screen.codes[0])
    one.page.evaluate("document.querySelector('form').submit()")
    one.is_told("dòng bỏ trống. Dòng")
    one.check_step().press("Gửi phiếu")
    one.is_told(SENT)
    assert Slip.objects.count() == ONE_BALLOT


def test_with_the_keyboard_alone(voter: MakeVoter, screen: Screen) -> None:
    one = voter(DESK)
    keyboard = one.go(one.base).page.keyboard
    keyboard.press("Tab")
    keyboard.type(screen.codes[0].lower())
    keyboard.press("Enter")
    expect(one.page.locator("main[data-step=ballots]")).to_be_visible()
    for downs in (1, 2):
        keyboard.press("Tab")
        for _ in range(downs):
            keyboard.press("ArrowDown")
    expect(one.page.get_by_role("status").filter(has_text="Đã ghi 2/3")).to_be_visible()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(one.page.get_by_role("heading", name="Khối UBND")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    review = one.page.get_by_role("heading", name="Xem lại trước khi gửi")
    expect(review).to_be_focused()
    expect(review).to_have_accessible_description("Đã ghi đủ 3 dòng.")
    one.page.get_by_role("button", name="Gửi phiếu").focus()
    keyboard.press("Enter")
    one.is_told(SENT)
    expect(one.page.get_by_role("heading", name=SENT)).to_be_focused()
    assert Slip.objects.count() == ONE_BALLOT


def test_off_line_and_on_line_again(voter: MakeVoter, screen: Screen) -> None:
    one = ready_to_send(voter(), screen)
    one.context.set_offline(True)
    one.press("Gửi phiếu").is_told(RETRYING)
    assert not Slip.objects.exists()
    one.context.set_offline(False)
    one.is_told(SENT)
    assert Slip.objects.count() == ONE_BALLOT


def test_off_line_before_the_ballots_are_there(voter: MakeVoter, screen: Screen) -> None:
    one = voter()
    one.go(f"{one.base}#{screen.codes[0]}")
    one.context.set_offline(True)
    one.press("Mở phiếu").is_told("Chưa có kết nối, đang thử lại…")
    one.context.set_offline(False)
    expect(one.page.get_by_role("group", name="Lê Văn Một")).to_be_visible()


def test_a_lost_reply_loses_nothing_and_doubles_nothing(voter: MakeVoter, screen: Screen) -> None:
    one = ready_to_send(voter(), screen)
    tries: list[str | None] = []

    def lose_the_first(route: Route) -> None:
        tries.append(route.request.post_data)
        if len(tries) > 1:
            route.continue_()
        else:
            route.fetch()
            route.abort()

    one.page.route("**/gui/", lose_the_first)
    one.press("Gửi phiếu").is_told(SENT)
    assert len(tries) == 2
    assert tries[0] == tries[1]
    assert Slip.objects.count() == ONE_BALLOT


def test_only_an_answer_of_ours_is_believed(voter: MakeVoter, screen: Screen) -> None:
    """The sign-in page of a Wi-Fi answers everything with 200; a server that starts again with 502."""
    one = ready_to_send(voter(), screen)
    answers = [(200, f"<main>{SENT}</main>"), (502, "Bad gateway")]

    def somebody_else(route: Route) -> None:
        if answers:
            status, body = answers.pop(0)
            route.fulfill(status=status, body=body, content_type="text/html")
        else:
            route.continue_()

    one.page.route("**/gui/", somebody_else)
    one.press("Gửi phiếu").is_told(RETRYING)
    assert not Slip.objects.exists()
    one.is_told(SENT)
    assert Slip.objects.count() == ONE_BALLOT


@pytest.mark.parametrize("arrives", [True, False], ids=["arrived", "lost"])
def test_loaded_again_while_sending(voter: MakeVoter, screen: Screen, *, arrives: bool) -> None:
    one = ready_to_send(voter(), screen)

    def swallow(route: Route) -> None:
        if arrives:
            route.fetch()
        route.abort()

    one.page.route("**/gui/", swallow)
    one.press("Gửi phiếu").is_told(RETRYING)
    one.page.reload()
    if arrives:
        one.is_told(SENT)
    else:
        one.is_told("Phiếu gửi lúc trước chưa tới hòm phiếu.")
        one.page.unroute("**/gui/")
        one.enter(screen.codes[0]).to_the_review().press("Gửi phiếu").is_told(SENT)
    assert Slip.objects.count() == ONE_BALLOT


def test_a_ballot_that_arrives_after_it_was_asked_for(voter: MakeVoter, screen: Screen) -> None:
    """The server is slow, the page is loaded again and told that nothing has arrived; then it does arrive. The code is
    used by then, and its voter is told by what."""
    one = ready_to_send(voter(), screen)
    one.page.route("**/gui/", lambda _route: None)
    with one.page.expect_request("**/gui/"):
        one.press("Gửi phiếu")
    ballot = one.page.locator("form[data-ballots]").evaluate("form => Object.fromEntries(new FormData(form))")
    one.page.reload()
    one.is_told("Phiếu gửi lúc trước chưa tới hòm phiếu.")
    one.context.request.post(f"{one.home}{one.base}gui/", form=ballot)
    assert Slip.objects.count() == ONE_BALLOT
    one.page.get_by_label("Mã trên phiếu mã").fill(NEVER_A_CODE)
    one.press("Mở phiếu").is_told("Mã không dùng được.")
    one.page.get_by_label("Mã trên phiếu mã").fill(screen.codes[0])
    one.press("Mở phiếu").is_told(SENT)
    assert Slip.objects.count() == ONE_BALLOT


def test_loaded_again_when_the_box_is_closed(voter: MakeVoter, screen: Screen, chi: User, an: User) -> None:
    one = ready_to_send(voter(), screen)

    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    one.page.route("**/gui/", lose_the_reply)
    one.press("Gửi phiếu").is_told(RETRYING)
    close(screen, chi, an)
    one.page.reload()
    one.is_told(SENT)
    assert Slip.objects.count() == ONE_BALLOT


def test_a_double_click_sends_once(voter: MakeVoter, screen: Screen) -> None:
    one, sent = ready_to_send(voter(), screen), []
    one.page.on("request", lambda request: sent.append(request.url) if "/gui/" in request.url else None)
    one.page.get_by_role("button", name="Gửi phiếu").dblclick()
    one.is_told(SENT)
    assert (len(sent), Slip.objects.count()) == (1, ONE_BALLOT)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_no_way_back_after_sending(voter: MakeVoter, screen: Screen, *, script: bool) -> None:
    one = voter(script=script).open(screen.codes[0]).mark("Lê Văn Một", "Tín nhiệm cao")
    if script:
        one.to_the_review()
    else:
        one.press("Xem lại")
    one.press("Gửi phiếu").is_told(SENT)
    for turn in [one.page.go_back] * 4 + [one.page.go_forward] * 4:
        with suppress(Error):  # without script the browser says that it kept nothing of the page: ERR_CACHE_MISS
            turn()
        expect(one.page.get_by_text("Lê Văn Một")).to_have_count(0)


def test_nothing_of_the_ballot_is_left_in_the_browser(voter: MakeVoter, screen: Screen) -> None:
    one = ready_to_send(voter(), screen)
    assert one.page.evaluate("({...sessionStorage, ...localStorage})") == {}
    assert one.page.evaluate("history.length") == 2  # the empty page and this one
    one.press("Gửi phiếu").is_told(SENT)
    left = content_of(one.page)
    assert not [word for word in (*screen.codes, "Lê Văn Một", "Tín nhiệm cao") if word in left]
    assert not [cookie["name"] for cookie in one.context.cookies() if cookie["name"] != "thiet_bi"]


def test_while_it_is_sent_only_the_nonce_is_kept(voter: MakeVoter, screen: Screen) -> None:
    one = ready_to_send(voter(), screen)
    one.page.route("**/gui/", lambda route: route.abort())
    one.press("Gửi phiếu").is_told(RETRYING)
    kept = one.page.evaluate("({...sessionStorage, ...localStorage})")
    assert list(kept.values()) == [one.page.locator("input[name=nonce]").input_value()]


def test_a_page_brought_back_from_memory_begins_anew(voter: MakeVoter, screen: Screen) -> None:
    one = ready_to_send(voter(), screen)
    one.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(one.page.get_by_label("Mã trên phiếu mã")).to_have_value("")
    assert "Lê Văn Một" not in one.page.content()


def test_a_wrong_code_and_a_second_slip_scanned(voter: MakeVoter, screen: Screen) -> None:
    one = voter()
    one.go(one.base).page.get_by_label("Mã trên phiếu mã").fill("00000-00000")
    one.press("Mở phiếu").is_told("Mã không dùng được.")
    expect(one.page.get_by_label("Mã trên phiếu mã")).to_have_value("00000-00000")
    one.check_step()
    one.page.evaluate(f"location.hash = '{screen.codes[1]}'")
    expect(one.page.get_by_label("Mã trên phiếu mã")).to_have_value(screen.codes[1])
    one.press("Mở phiếu")
    expect(one.page.get_by_role("group", name="Lê Văn Một")).to_be_visible()


def test_the_box_closes_while_somebody_writes(voter: MakeVoter, screen: Screen, chi: User, an: User) -> None:
    one = ready_to_send(voter(), screen)
    close(screen, chi, an)
    one.press("Gửi phiếu").is_told("chưa tới hòm phiếu trước khi hòm đóng")
    one.check_step()
    expect(one.page.get_by_role("heading", name="Hòm phiếu đã đóng")).to_be_focused()


def test_a_page_that_is_not_there(voter: MakeVoter, live_server: Any) -> None:
    one = voter()
    one.base = "/phieu/0CFHJK/"
    one.go(one.base)
    expect(one.page.get_by_text("Không có trang này")).to_be_visible()
    one.check_step()
