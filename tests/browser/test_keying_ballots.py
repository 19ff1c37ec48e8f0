"""Keying ballots in a real browser: fast, and nothing keyed is lost when network, server or browser dies."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Route, expect

from ballots.actions.bundles import create_bundle, start_bundle
from ballots.models import Bundle, KeyedSheet
from campaigns.models import Counting
from config.accounts.models import User
from tests.ballots.conftest import MakeSession

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bundle(make_session: MakeSession, dung: User) -> Bundle:
    session = make_session(counting=Counting.BALLOTS)
    bundle = create_bundle(by=dung, style=session.styles.get(position=1), size=5)
    start_bundle(by=dung, bundle=bundle)
    return bundle


def page_of(bundle: Bundle) -> str:
    return reverse("bundle-keying", args=["DOT", "HN1", bundle.pk])


def ready(visitor: Any) -> Any:
    """The page has what the server has, and waits for a key."""
    expect(visitor.page.locator("[data-current]")).not_to_be_empty()
    expect(visitor.page.locator("[data-sent]")).to_contain_text("đã lưu")
    return visitor.page


def kept() -> dict[int, str]:
    return {row.position: row.marks or row.invalid_reason for row in KeyedSheet.objects.order_by("position")}


def test_a_bundle_is_keyed_without_a_mouse(visitor: Any, bundle: Bundle, dung: User) -> None:
    """1. A clerk keys five ballots on the number pad, takes one line back, spoils one ballot. 2. Enter hands in."""
    guest = visitor(dung).go(page_of(bundle))
    page = ready(guest)
    guest.check_page()
    for key in ("1", "2", "3", "Backspace", "0", "9", "1", "*", "1", "1"):
        page.keyboard.press(key)
    expect(page.locator("[data-current]")).to_contain_text("Lê Văn Một")
    page.keyboard.press("Backspace")  # back into the ballot before
    for key in ("3", "2", "2"):
        page.keyboard.press(key)
    expect(page.locator("[data-current]")).to_contain_text("Đã nhập đủ")
    expect(page.locator("[data-hand-in] button")).to_be_enabled()
    assert kept() == {1: "12", 2: "09", 3: "struck_name", 4: "13", 5: "22"}
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã nộp bó số 1")).to_be_visible()


def test_the_network_dies_and_comes_back(visitor: Any, bundle: Bundle, dung: User) -> None:
    guest = visitor(dung).go(page_of(bundle))
    page = ready(guest)
    page.route("**/luu/", lambda route: route.abort())
    for key in "121212":
        page.keyboard.press(key)
    expect(page.locator("[data-trouble]")).to_contain_text("Chưa gửi được 3 phiếu, đang thử lại")
    assert kept() == {}
    page.unroute("**/luu/")
    expect(page.locator("[data-sent]")).to_contain_text("đều đã lưu")
    expect(page.locator("[data-trouble]")).to_be_hidden()
    assert kept() == {1: "12", 2: "12", 3: "12"}


def test_an_answer_that_never_comes_is_not_waited_for(visitor: Any, bundle: Bundle, dung: User) -> None:
    """The connection stays open and nothing comes: the clerk is told, and the ballots are sent again."""
    guest = visitor(dung)
    guest.page.clock.install()
    page = ready(guest.go(page_of(bundle)))
    unanswered: list[Route] = []
    page.route("**/luu/", lambda route: route.continue_() if unanswered else unanswered.append(route))
    for key in "1212":
        page.keyboard.press(key)
    expect(page.locator("[data-sent]")).to_contain_text("Đang gửi 2 phiếu.")
    page.clock.fast_forward(20_000)
    expect(page.locator("[data-trouble]")).to_contain_text("Chưa gửi được 2 phiếu, đang thử lại")
    page.clock.fast_forward(1_000)
    expect(page.locator("[data-sent]")).to_contain_text("đều đã lưu")
    assert kept() == {1: "12", 2: "12"}


def test_the_window_dies_in_mid_ballot(visitor: Any, bundle: Bundle, dung: User) -> None:
    """Two ballots never reached the server and a third is half keyed when the window goes: all of it is there again."""
    guest = visitor(dung).go(page_of(bundle))
    page = ready(guest)
    page.route("**/luu/", lambda route: route.abort())
    for key in "12303":
        page.keyboard.press(key)
    expect(page.locator("[data-current]")).to_contain_text("Trần Thị Hai")
    context = page.context
    page.close()
    guest.page = context.new_page()
    page = guest.go(page_of(bundle)).page
    expect(page.locator("[data-sent]")).to_contain_text("đều đã lưu")
    expect(page.locator("[data-position]")).to_have_text("3")
    expect(page.locator("[data-current]")).to_contain_text("Trần Thị Hai")
    page.keyboard.press("1")
    expect(page.locator("[data-progress]")).to_contain_text("3/5")
    expect(page.locator("[data-sent]")).to_contain_text("đều đã lưu")
    assert kept() == {1: "12", 2: "30", 3: "31"}
    assert page.evaluate("drafts.keys()") == []


def test_two_windows_are_kept_apart(visitor: Any, bundle: Bundle, dung: User) -> None:
    first, second = visitor(dung).go(page_of(bundle)), visitor(dung).go(page_of(bundle))
    ready(first)
    page = ready(second)
    page.keyboard.press("2")
    page.keyboard.press("2")
    expect(page.locator("[data-progress]")).to_contain_text("1/5")
    expect(page.locator("[data-sent]")).to_contain_text("đều đã lưu")
    first.page.keyboard.press("1")
    first.page.keyboard.press("1")
    newer = page if "22" in kept().values() else first.page
    older = first.page if newer is page else page
    expect(older.locator("[data-trouble]")).to_contain_text("cửa sổ khác")
    assert kept() == {1: "22"}
    first.errors = [error for error in first.errors if "409" not in error]


def test_an_older_window_of_one_browser_is_told_at_once(visitor: Any, bundle: Bundle, dung: User) -> None:
    """Both share the browser's store, so the older one must not write there any more."""
    guest = visitor(dung).go(page_of(bundle))
    older = ready(guest)
    guest.page = older.context.new_page()
    newer = ready(guest.go(page_of(bundle)))
    expect(older.locator("[data-trouble]")).to_contain_text("cửa sổ khác")
    newer.keyboard.press("1")
    expect(newer.locator("[data-current]")).to_contain_text("Trần Thị Hai")
    newer.wait_for_function("async () => (await drafts.keys()).length === 1")
    older.keyboard.press("2")
    (key,) = newer.evaluate("drafts.keys()")
    assert newer.evaluate("(key) => drafts.read(key).then((draft) => draft.partly[1][0])", key) == "1"


def test_signing_out_takes_what_the_browser_holds_along(visitor: Any, bundle: Bundle, dung: User) -> None:
    guest = visitor(dung).go(page_of(bundle))
    page = ready(guest)
    page.keyboard.press("1")
    expect(page.locator("[data-current]")).to_contain_text("Trần Thị Hai")
    page.wait_for_function("async () => (await drafts.keys()).length === 1")
    guest.go("/")
    with page.expect_navigation():
        page.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    found = page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert "bundle-keying" not in found
