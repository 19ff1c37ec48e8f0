"""Server, database and browser are killed outright while a bundle is keyed: at most the key in flight is lost."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserType, Locator, Page, expect

from tests.ballots.keying_hall import ADDRESS, CLERKS
from tests.browser.killable import Site, command, kill, processes, wait_until
from tests.conftest import PASSWORD

LINES, SIZES = 4, (6, 6, 6, 6)
KEPT = (
    "SELECT k.number, s.position, s.marks || s.invalid_reason FROM ballots_keyedsheet s "
    "JOIN ballots_bundlekeying k ON k.id = s.keying_id JOIN ballots_bundle b ON b.id = k.bundle_id "
    "WHERE b.number = {} ORDER BY 1, 2"
)
WAIT = 90_000


BUNDLES = reverse("bundle-list", args=ADDRESS)

pytestmark = pytest.mark.xdist_group("killed")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        site = Site(Path(folder).resolve())
        laying_out = f"lay_out(people={LINES}, sizes={SIZES}, password={PASSWORD!r})"
        site.run(
            "from django.core.management import call_command; call_command('migrate', verbosity=0);"
            f"from tests.ballots.keying_hall import lay_out; {laying_out}"
        )
        try:
            yield site.start()
        finally:
            site.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sign_in(page: Page, site: Site, clerk: str) -> Page:
    page.goto(f"{site.home}/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(clerk)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)
    return page


def row_of(page: Page, site: Site, number: int) -> Locator:
    """The bundle's row in the list."""
    page.goto(f"{site.home}{BUNDLES}")
    return page.locator("tr", has_text=f"Bó số {number}")


def begin(page: Page, site: Site, number: int) -> Page:
    """Key this bundle, or go on keying it."""
    row_of(page, site, number).locator(".btn-primary").click()
    return ready(page)


def ready(page: Page) -> Page:
    expect(page.locator("[data-current]")).not_to_be_empty(timeout=WAIT)
    expect(page.locator("[data-sent]")).to_contain_text("đều đã lưu", timeout=WAIT)
    return page


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def kept(site: Site, number: int) -> list[tuple[int, int, str]]:
    """What the database has of a bundle: pass, ballot's position, marks or reason."""
    return [(row[0], row[1], row[2]) for row in site.rows(KEPT.format(number))]


def of_first(*ballots: str) -> list[tuple[int, int, str]]:
    return [(1, position, ballot) for position, ballot in enumerate(ballots, 1)]


def test_the_web_server_is_killed(site: Site, page: Page) -> None:
    """It comes back by itself; the clerk keys on meanwhile and sees what is not sent yet."""
    begin(sign_in(page, site, CLERKS[0]), site, 1)
    press(page, "1111222233")
    site.kill_web()
    press(page, "3300009")
    expect(page.locator("[data-sent]")).to_contain_text("Đang gửi")
    ready(page)
    press(page, "999*")
    ready(page)
    expect(page.locator("[data-hand-in] button")).to_be_enabled()
    assert kept(site, 1) == of_first("1111", "2222", "3333", "0000", "9999", "struck_name")


def test_the_database_and_then_everything_is_killed(site: Site, page: Page) -> None:
    """The database comes back by itself."""
    begin(sign_in(page, site, CLERKS[0]), site, 2)
    press(page, "111122223")
    site.kill_database()
    press(page, "3330000")
    expect(page.locator("[data-trouble]")).to_contain_text("đang thử lại", timeout=WAIT)
    ready(page)
    site.kill_all()
    site.kill_database()
    press(page, "999912")
    site.start()
    ready(page)
    expect(page.locator("[data-position]")).to_have_text("6")
    press(page, "30")
    ready(page)
    assert kept(site, 2) == of_first("1111", "2222", "3333", "0000", "9999", "1230")


def test_the_browser_is_killed(
    site: Site, browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> None:
    """Two ballots that never reached the server and the third as far as it was keyed are there in the next browser."""
    profile = tmp_path / "profile"
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    page = begin(sign_in(context.pages[0], site, CLERKS[0]), site, 3)
    page.route("**/luu/", lambda route: route.abort())
    press(page, "1111222212")
    page.wait_for_function("async () => (await drafts.read((await drafts.keys())[0]))?.partly?.[1].join('') === '12..'")
    page.keyboard.press("3")
    kill([pid for pid in processes() if str(profile) in command(pid)])
    wait_until(lambda: not any(str(profile) in command(pid) for pid in processes()))

    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    context.clear_cookies()
    page = begin(sign_in(context.pages[0], site, CLERKS[0]), site, 3)
    expect(page.locator("[data-position]")).to_have_text("3")
    there = [mark for mark in page.locator("[data-mark-of]").all_text_contents() if mark]
    assert len(there) in (2, 3)  # the key in flight was kept or not
    press(page, "1230"[len(there) :])
    ready(page)
    context.close()
    assert kept(site, 3) == of_first("1111", "2222", "1230")


def test_two_clerks_and_two_browsers_at_one_bundle(site: Site, browser: Browser) -> None:
    first, second, again, third = (browser.new_context().new_page() for _ in range(4))
    for page, clerk in ((first, CLERKS[0]), (second, CLERKS[1])):
        begin(sign_in(page, site, clerk), site, 4)
    for mine, other in zip("11112222", "33330000", strict=True):
        first.keyboard.press(mine)
        second.keyboard.press(other)
    ready(first)
    ready(second)
    expect(row_of(sign_in(third, site, CLERKS[2]), site, 4).get_by_role("button")).to_have_count(0)

    begin(sign_in(again, site, CLERKS[0]), site, 4)  # the first clerk at another browser
    press(again, "9999")
    ready(again)
    press(first, "1111")
    expect(first.locator("[data-trouble]")).to_contain_text("cửa sổ khác", timeout=WAIT)
    assert kept(site, 4) == [
        *of_first("1111", "2222", "9999"),
        *((2, position, marks) for position, marks in enumerate(("3333", "0000"), 1)),
    ]
    for page in (first, second, again, third):
        page.context.close()
