"""The staff's side of a ballot box in a real browser, from the lock to the result."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, Page, Route, expect
from pypdf import PdfReader

from ballots.actions.box_closing import propose_closing, withdraw_closing
from ballots.queries.boxes import box_of
from ballots.rules.access_codes import read_code
from campaigns.actions.day import open_voting
from campaigns.models import Casting, SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.boxes import HOLDERS, Screen, cast_all, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.test_mixed_sessions import HERE, key_paper
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX = "/dot/DOT/hoi-nghi/HN1/hom-phieu/"
CARD = re.compile(r"\b0[0-9A-Z]{3}(?: [0-9A-Z]{4}){8}")
CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")
BALLOTS = [("high", "high", "low"), ("high", "normal", ""), ("low", "high", "high")]


def fetched(page: Page, button: str) -> str:
    """The text of the file that the button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return text_of(waiting.value)


def text_of(download: Download) -> str:
    path: Path = download.path()
    return "\n".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def type_cards(page: Page, cards: list[str], button: str) -> None:
    """As a reader of QR codes does: the text and Enter, which leads to the next card."""
    page.get_by_label("Thẻ nhập thứ 1").focus()
    for card in cards:
        page.keyboard.type(card.lower())
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=button)).to_be_focused()
    page.keyboard.press("Enter")


def test_the_staffs_side_from_the_lock_to_the_result(
    make_session: MakeSession, visitor: Any, chi: User, an: User
) -> None:
    """1 lock, fetch the cards · 2 try two of them · 3 print the slips · 4 ballots come in, the number follows · 5 one
    proposes to close, another one closes · 6 the cards open the box · 7 the result is there."""
    session = make_session(state=SessionState.CHECKING_IN, casting="screen")
    chair: Visitor = visitor(chi).go(BOX).check_page()
    page = chair.page
    page.get_by_label("Người giữ thẻ khóa").fill("\n".join(HOLDERS))
    cards = CARD.findall(fetched(page, "Khóa hòm, tải thẻ khóa"))
    assert len(cards) == len(HOLDERS)
    page.get_by_role("link", name="Đã in và giao thẻ").click()
    chair.check_page()
    type_cards(page, [cards[0], cards[0]], "Thử thẻ khóa")
    expect(page.locator("main [role=alert]", has_text="thẻ")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Thẻ nhập thứ 1")).to_be_focused()
    for card in ("Thẻ nhập thứ 1", "Thẻ nhập thứ 2"):
        page.get_by_label(card).fill("")
    type_cards(page, cards[1:], "Thử thẻ khóa")
    expect(page.get_by_text("Các thẻ mở được phiếu thử")).to_be_visible()
    chair.check_page()
    codes = [read_code(code) for code in CODE.findall(fetched(page, "In phiếu mã"))]
    page.get_by_role("link", name="Đã in và cắt phiếu").click()
    chair.check_page()
    session.refresh_from_db()
    open_voting(by=chi, session=session, total_members=50, summoned=50, present=47)
    chair.go(BOX).check_page()
    screen = Screen(VotingSession.objects.get(pk=session.pk), cards, codes)
    for code, levels in zip(codes, BALLOTS, strict=False):
        screen.cast(code, *levels)
    expect(page.locator("#turnout strong")).to_have_text("3")
    page.get_by_label("Số phiếu mã còn lại, chưa phát").fill(str(len(codes) - 4))
    page.get_by_role("button", name="Đề nghị đóng hòm").click()
    expect(page.get_by_role("button", name="Xác nhận đóng hòm")).to_be_disabled()
    second: Visitor = visitor(an).go(BOX).check_page()
    expect(second.page.get_by_text("Còn 1 phiếu mã đã phát mà chưa có phiếu trong hòm")).to_be_visible()
    second.page.get_by_role("button", name="Xác nhận đóng hòm").click()
    expect(second.page.get_by_text("Đã đóng hòm phiếu.")).to_be_visible()
    expect(page.get_by_role("heading", name="Mở hòm và kiểm phiếu")).to_be_visible()
    chair.check_page()
    type_cards(page, cards[:2], "Mở hòm và kiểm phiếu")
    expect(page.get_by_text("Đã mở hòm và kiểm xong")).to_be_visible()
    chair.check_page()
    page.get_by_role("link", name="Xem kết quả").click()
    expect(page.get_by_role("region", name="Kết quả Khối HĐND").get_by_text("Lê Văn Một", exact=True)).to_be_visible()
    box = box_of(session)
    assert box is not None
    assert box.closed_by == an


def test_a_refused_confirmation_is_not_sent_again_by_itself(
    make_session: MakeSession, visitor: Any, chi: User, an: User
) -> None:
    """The second person is refused once; when the proposal is taken back and made anew, their page follows, and the box
    stays open until they press again."""
    screen = open_screen(make_session, chi)
    screen.cast(screen.codes[0], *BALLOTS[0])
    screen.cast(screen.codes[1], *BALLOTS[0])
    propose_closing(by=chi, session=screen.session, unused=len(screen.codes) - 1)
    second: Visitor = visitor(an).go(BOX)
    page, sent = second.page, []
    page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    page.get_by_role("button", name="Xác nhận đóng hòm").click()
    expect(page.get_by_text("Trong hòm có 2 phiếu mà chỉ phát 1 phiếu mã")).to_be_visible()
    withdraw_closing(by=chi, session=screen.session)
    expect(page.get_by_role("heading", name="Đang ghi phiếu")).to_be_visible()
    propose_closing(by=chi, session=screen.session, unused=len(screen.codes) - 2)
    expect(page.get_by_role("heading", name="Xác nhận đóng hòm phiếu")).to_be_visible()
    assert len(sent) == 1
    assert screen.box.closed_by is None


def test_the_page_that_looks_again_does_not_outrun_the_answer_to_a_step(
    make_session: MakeSession, visitor: Any, chi: User, an: User
) -> None:
    """The box is closed and the answer is slow: the page meets the next stage itself and must not go there first."""
    screen = open_screen(make_session, chi)
    screen.cast(screen.codes[0], *BALLOTS[0])
    propose_closing(by=chi, session=screen.session, unused=len(screen.codes) - 1)
    second: Visitor = visitor(an).go(BOX)
    page, aborted = second.page, []
    page.on("requestfailed", lambda request: aborted.append(request.method))

    def answer_slowly(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        with page.expect_response(lambda response: "hx-redirect" in response.headers):
            answer = route.fetch(max_redirects=0)
        return route.fulfill(response=answer)

    page.route(f"**{BOX}", answer_slowly)
    page.get_by_role("button", name="Xác nhận đóng hòm").click(no_wait_after=True)
    expect(page.get_by_text("Đã đóng hòm phiếu.")).to_be_visible()
    assert aborted == []


def test_enlarged_four_times_a_page_begins_at_its_heading(make_session: MakeSession, visitor: Any, chi: User) -> None:
    """The strip of tabs moves by itself to the page's tab; nothing lies over what is read on so low a screen."""
    open_screen(make_session, chi)
    chair: Visitor = visitor(chi)
    chair.page.set_viewport_size({"width": 360, "height": 225})
    chair.go(f"{HERE}so-phieu/").settle()
    assert chair.page.evaluate("scrollY") == 0
    assert chair.page.evaluate("document.querySelector('.tabs').scrollLeft") > 0
    chair.page.get_by_role("contentinfo").scroll_into_view_if_needed()
    expect(chair.page.get_by_role("banner")).not_to_be_in_viewport()


def test_a_mixed_session_and_its_devices(
    make_session: MakeSession, visitor: Any, chi: User, an: User, dung: User, em: User
) -> None:
    """The pages that only a mixed session, and the enrolment of a shared device, have."""
    screen = open_screen(make_session, chi, casting=Casting.MIXED)
    chair: Visitor = visitor(chi).go(f"{BOX}may/").check_page()
    chair.page.get_by_label("Tên máy").fill("Máy bàn 1")
    chair.page.get_by_role("button", name="Ghi danh, hiện mã QR").click()
    expect(chair.page.get_by_role("img", name="Mã QR ghi danh máy")).to_be_visible()
    chair.check_page()
    cast_all(screen, BALLOTS)
    session = close(screen, chi, an, unused=5)
    key_paper(session, dung, em)
    chair.go(f"{HERE}kiem-phieu/").check_page()
    chair.page.get_by_role("button", name="Xác nhận kết quả").click()
    chair.go(BOX).check_page()
    type_cards(chair.page, screen.cards[:2], "Mở hòm và kiểm phiếu")
    expect(chair.page.get_by_text("Đã mở hòm và kiểm xong")).to_be_visible()
    for page in ("", "kiem-phieu/", "ket-qua/", "niem-phong/", "kiem-phieu/mo-lai/", "so-phieu/"):
        chair.go(f"{HERE}{page}").check_page()
