"""A voter with a phone or at a desk, in a real browser."""

from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Visitor

SENT = "Phiếu đã được ghi nhận"
LEAST_TARGET = 44  # px
SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), label.choice")]
  .filter((one) => one.checkVisibility() && !one.closest("label.choice input"))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < LEAST || box.width < LEAST))
  .map(([what]) => what)""".replace("LEAST", str(LEAST_TARGET))
REFLOW = {"width": 320, "height": 640}  # 200 % of a phone's and 400 % of a desk's width


class BrowserVoter(Visitor):
    """Fills in ballots by what is to be seen."""

    def __init__(self, context: BrowserContext, home: str, address: str) -> None:
        super().__init__(context.new_page(), home)
        self.context = context
        self.base = f"/phieu/{address}/"
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _note_console(self, message: Any) -> None:
        if "responded with a status of 4" not in message.text:  # a page with a sentence; the browser notes it
            super()._note_console(message)

    def open(self, code: str) -> "BrowserVoter":
        self.go(self.base)
        return self.enter(code)

    def enter(self, code: str) -> "BrowserVoter":
        self.page.get_by_label("Mã trên phiếu mã").fill(code)
        self.page.get_by_role("button", name="Mở phiếu").click()
        expect(self.page.locator("main[data-step=ballots]")).to_be_visible()
        return self

    def mark(self, person: str, level: str) -> "BrowserVoter":
        group = self.page.get_by_role("group", name=person)
        group.locator("label.choice").filter(has=self.page.get_by_text(level, exact=True)).click()
        expect(group.get_by_role("radio", name=level, exact=True)).to_be_checked()
        return self

    def press(self, button: str) -> "BrowserVoter":
        self.page.get_by_role("button", name=button, exact=True).click()
        return self

    def to_the_review(self) -> "BrowserVoter":
        self.press("Tiếp tục").press("Xem lại")
        expect(self.page.get_by_role("heading", name="Xem lại trước khi gửi")).to_be_visible()
        return self

    def is_told(self, words: str) -> Locator:
        found = self.page.get_by_text(words)
        expect(found).to_be_visible()
        return found

    def check_step(self) -> "BrowserVoter":
        """Accessible, nothing wider than the narrowest screen, every target large enough."""
        size = self.page.viewport_size
        self.check_page()
        self.page.set_viewport_size(REFLOW)  # type: ignore[arg-type]
        assert self.overflow() <= 0, self.page.url
        assert not self.page.evaluate(SMALL)
        assert size is not None
        self.page.set_viewport_size(size)
        return self

    def overflow(self) -> int:
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(wide))


def content_of(page: Page) -> str:
    """Everything of the document and of the stores of its site that is left in the browser."""
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, location.href])")
    return page.content() + str(kept)
