"""Answers that come late, out of order or not at all, while somebody taps, types or reads."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, Route, expect

from ballots.actions.box_closing import propose_closing
from ballots.models import Channel, Stock
from campaigns.models import Attendance, SessionState, Voter
from config.accounts.models import User
from officials.models import Official
from tests.ballots.boxes import open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.doors import NAMES, at_the_door
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SESSION = "/dot/DOT/hoi-nghi/HN1/"
DOOR = f"{SESSION}diem-danh/"
HALL = f"{SESSION}man-hinh/"
BOX = f"{SESSION}hom-phieu/"
LEDGER = f"{SESSION}so-phieu/"
LOST = "Máy chủ chưa làm được việc này."
COUNT_NEW = """selector => new MutationObserver(seen => { window.fresh = (window.fresh ?? 0)
  + seen.reduce((sum, one) => sum + one.addedNodes.length, 0); })
  .observe(document.querySelector(selector), { childList: true, subtree: true })"""


def look(page: Page, status: int = 200) -> None:
    """Wait until the page has looked once more, and has done what it does with the answer."""
    with page.expect_response(lambda response: _is_look(response) and response.status == status):
        pass
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def _is_look(response: Response) -> bool:
    return response.request.method == "GET" and "hx-request" in response.request.headers


def fail(method: str) -> Callable[[Route], None]:
    """A server that starts again behind its proxy."""

    def answer(route: Route) -> None:
        if route.request.method == method:
            route.fulfill(status=502, body="Bad gateway")
        else:
            route.fallback()

    return answer


def test_a_tap_counts_though_another_door_changes_the_list(visitor: Any, make_session: MakeSession, dung: User) -> None:
    at_the_door(make_session)
    page = visitor(dung).go(DOOR).page
    mine, others = (page.get_by_role("button", name=f"Có mặt: {name}") for name in NAMES[:2])
    mine.hover()
    page.mouse.down()
    Voter.objects.filter(name=NAMES[1]).update(attendance=Attendance.PRESENT)
    look(page)
    page.mouse.up()
    for button in (mine, others):
        expect(button).to_have_attribute("aria-pressed", "true")
    assert Voter.objects.get(name=NAMES[0]).attendance == Attendance.PRESENT


def test_a_failed_tap_stays_told(visitor: Any, make_session: MakeSession, dung: User) -> None:
    """The look that succeeds a second later says nothing about it; the next tap that succeeds does."""
    at_the_door(make_session)
    page = visitor(dung).go(DOOR).page
    page.route(f"**{DOOR}", fail("POST"))
    page.get_by_role("button", name=f"Có mặt: {NAMES[0]}").click()
    expect(page.get_by_text(LOST)).to_be_visible()
    look(page, status=204)
    expect(page.get_by_text(LOST)).to_be_visible()
    page.unroute(f"**{DOOR}")
    page.get_by_role("button", name=f"Có mặt: {NAMES[0]}").click()
    expect(page.get_by_text(LOST)).to_have_count(0)


def test_a_server_that_starts_again_is_told_once(visitor: Any, make_session: MakeSession, dung: User) -> None:
    """The hall's screen looks on, and goes on by itself when there is an answer."""
    at_the_door(make_session)
    page = visitor(dung).go(HALL).page
    page.evaluate(COUNT_NEW, "#alerts")
    page.route(f"**{HALL}*", fail("GET"))
    for _ in range(2):
        look(page, status=502)
    expect(page.get_by_text(LOST)).to_be_visible()
    assert page.evaluate("window.fresh") == 1
    page.unroute(f"**{HALL}*")
    expect(page.get_by_text(LOST)).to_have_count(0)


def test_a_look_that_brings_nothing_new_changes_nothing(visitor: Any, make_session: MakeSession, chi: User) -> None:
    """Nothing is read out again; a ballot that comes in is."""
    screen = open_screen(make_session, chi)
    page = visitor(chi).go(BOX).page
    page.evaluate(COUNT_NEW, "main")
    for _ in range(2):
        look(page)
    assert page.evaluate("window.fresh") is None
    screen.cast(screen.codes[0], "high", "high", "low")
    expect(page.locator("#turnout strong")).to_have_text("1")


def test_what_is_typed_is_not_led_away(visitor: Any, make_session: MakeSession, chi: User, dung: User) -> None:
    """Somebody types the code of a spoiled slip when the closing is proposed: the page waits for them."""
    screen = open_screen(make_session, chi)
    page = visitor(dung).go(BOX).page
    page.locator("summary", has_text="Đổi phiếu mã hỏng").click()
    code = page.locator("input[name=code]")
    code.press_sequentially("2CF4H")
    propose_closing(by=chi, session=screen.session, unused=len(screen.codes))
    expect(page.get_by_text("Công việc đã sang bước khác.")).to_be_visible()
    expect(code).to_have_value("2CF4H")
    expect(code).to_be_focused()
    code.fill("")
    expect(page.get_by_role("heading", name="Xác nhận đóng hòm phiếu")).to_be_visible()


def test_exchanging_a_ballot_takes_no_number_that_is_typed(visitor: Any, make_session: MakeSession, dung: User) -> None:
    """The answer comes while the clerk types what is left. The number stays, and written it meets the one that changed
    meanwhile."""
    session = make_session(state=SessionState.VOTING)
    for style in session.styles.all():
        Stock.objects.update_or_create(
            style=style, channel=Channel.PAPER, defaults={"printed": 60, "issued": 47, "spoiled": 0, "unused": 13}
        )
    page = visitor(dung).go(LEDGER).page
    left, spoiled = (page.locator(f"input[name^='style:'][name$=':{name}']").first for name in ("unused", "spoiled"))

    def type_meanwhile(route: Route) -> None:
        left.fill("11")
        route.continue_()

    page.route("**/doi-phieu/", type_meanwhile)
    page.locator(".stock-exchange button").first.click()
    expect(spoiled).to_have_value("1")
    expect(left).to_have_value("11")
    expect(left).to_be_focused()
    page.get_by_role("button", name="Ghi sổ phiếu").click()
    expect(page.get_by_text("có người vừa sửa số này thành 12")).to_be_visible()
    expect(left).to_have_value("11")


def test_the_key_that_exchanges_a_ballot_exchanges_the_next(
    visitor: Any, make_session: MakeSession, dung: User
) -> None:
    make_session(state=SessionState.VOTING)
    clerk: Visitor = visitor(dung).go(LEDGER)
    exchange = clerk.page.locator(".stock-exchange").first
    exchange.get_by_role("button").focus()
    for number in ("1", "2"):
        clerk.page.keyboard.press("Enter")
        expect(exchange.get_by_role("status")).to_have_text(f"Đã đổi {number}")
        clerk.settle()
    expect(exchange.get_by_role("button")).to_be_focused()


def test_a_list_shows_what_its_search_says(visitor: Any, an: User) -> None:
    """The search is on its way when a heading is tapped: the list that comes is the one that was searched."""
    for number, name in enumerate(NAMES):
        Official.objects.create(code=f"CB{number}", full_name=name)
    guest: Visitor = visitor(an).go("/can-bo/").settle()
    page, searches = guest.page, []

    def hold_the_search(route: Route) -> None:
        if "sort=" in route.request.url:
            route.fallback()
        else:
            searches.append(route)

    page.route("**/can-bo/?*", hold_the_search)
    with page.expect_request("**/can-bo/?*"):
        page.locator("#list-filters input").first.fill("binh")
    page.locator("#list thead a").first.click()
    guest.page.wait_for_function("!document.querySelector('#list .htmx-request')")
    searches[0].continue_()
    expect(page.get_by_text(NAMES[0])).to_have_count(0)
    expect(page.get_by_text(NAMES[1])).to_be_visible()
    assert "binh" in page.url
