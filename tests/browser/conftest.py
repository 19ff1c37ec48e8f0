"""A real browser against a real server on the tests' database, with a real worker where a story starts a job."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from config.accounts.models import User
from tests.ballots.conftest import council, make_campaign, make_session  # noqa: F401 - fixtures
from tests.conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "docs" / "screenshots"
PHONE: ViewportSize = {"width": 375, "height": 800}
DESK: ViewportSize = {"width": 1440, "height": 900}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")  # what htmx writes of a request that the page took back

# The page with all that it names is here, no fragment is on its way or being put in, and nothing still moves.
SETTLED = """() => document.readyState === "complete" && document.fonts.status === "loaded"
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling")
  && !document.getAnimations().some((one) => one.playState === "running"
    && one.effect.getComputedTiming().endTime !== Infinity)"""

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": "/usr/bin/chromium", "args": [*QUIET, "--disable-component-update", "--disable-sync"]}


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A worker process on the database of this test."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--no-startup-delay", "--interval", "0.1", "--no-reload", "-v", "0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
    )
    yield
    process.terminate()
    process.wait(timeout=20)


def database_url(name: str = "") -> str:
    """The address of the database that this test runs on, or of another one on the same server."""
    settings = {**connection.settings_dict, **({"NAME": name} if name else {})}
    host, user = settings["HOST"] or settings["OPTIONS"].get("host", ""), settings["USER"] or "postgres"
    if host.startswith("/"):
        return f"postgres://{user}@/{settings['NAME']}?host={host}"
    return f"postgres://{user}:{quote(settings['PASSWORD'])}@{host}:{settings['PORT'] or 5432}/{settings['NAME']}"


class Visitor:
    """Somebody at a browser window. Waits for pages to settle, never for a time."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._note_request)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note_request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != urlsplit(self.home).netloc:
            self.foreign.append(request.url)

    def _note_console(self, message: Any) -> None:
        answered_with_sentences = "status of 422" in message.text  # a form that came back; the browser notes it
        given_up = message.text.startswith(GIVEN_UP)
        if message.type == "error" and not answered_with_sentences and not given_up:
            self.errors.append(message.text)

    def sign_in(self, user: User) -> "Visitor":
        self.page.goto(f"{self.home}/tai-khoan/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(user.username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def go(self, path: str) -> "Visitor":
        self.page.goto(f"{self.home}{path}")
        return self

    def settle(self) -> "Visitor":
        """Wait until the page is whole and at rest."""
        self.page.wait_for_function(SETTLED)
        return self

    def check_page(self) -> "Visitor":
        """No accessibility violation of weight, no sideways scrolling on a phone, no error in the console."""
        self.settle()
        violations = [
            f"{found['id']}: {[node['target'] for node in found['nodes']][:3]}"
            for found in Axe().run(self.page).response["violations"]
            if found["impact"] in ("serious", "critical")
        ]
        assert not violations, (self.page.url, violations)
        self.page.set_viewport_size(PHONE)
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, (self.page.url, f"{overflow} px wider than a phone")
        self.page.set_viewport_size(DESK)
        assert not self.errors, (self.page.url, self.errors)
        return self

    def picture(self, name: str) -> None:
        """Keep a screenshot for the README when SCREENSHOTS is set, as `make screenshots` does."""
        if os.environ.get("SCREENSHOTS"):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer, signed_in: Callable[[User], Client]) -> Iterator[Any]:
    """Makes visitors, each with cookies of their own; at the end no request may have left the machine. Whoever is named
    is signed in already, who is not can do so at the page (`sign_in`)."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(user: User | None = None) -> Visitor:
        context = browser.new_context(locale="vi-VN", viewport=DESK, accept_downloads=True)
        contexts.append(context)
        if user:
            (ticket,) = signed_in(user).cookies.values()
            context.add_cookies([{"name": ticket.key, "value": ticket.value, "url": live_server.url}])
        visitors.append(Visitor(context.new_page(), live_server.url))
        return visitors[-1]

    yield make
    for context in contexts:
        context.close()
    assert not [url for visitor in visitors for url in visitor.foreign]
