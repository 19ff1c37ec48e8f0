"""A tablet that is handed round: from one voter to the next, and when somebody walks away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect
from pytest_django.live_server_helper import LiveServer

from ballots.actions.kiosks import enrol_kiosk, revoke_kiosk
from ballots.models import Kiosk, Slip
from ballots.presenters.cast import KIOSK_RETURNS
from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.boxes import Screen, open_screen
from tests.ballots.conftest import MakeSession
from tests.browser.voters import BrowserVoter, content_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONE_BALLOT = 5
HANDOVER = "Mời đồng chí tiếp theo"


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi)


@pytest.fixture
def kiosk(browser: Browser, live_server: LiveServer, screen: Screen, chi: User) -> Iterator[BrowserVoter]:
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    context = browser.new_context(locale="vi-VN", viewport={"width": 1024, "height": 768})
    tablet = BrowserVoter(context, live_server.url, screen.box.address)
    tablet.page.clock.install()
    tablet.base += "may/"
    tablet.go(f"{tablet.base}#{invitation}")
    tablet.is_told(HANDOVER)
    assert tablet.page.url.endswith(tablet.base)
    yield tablet
    context.close()


def begin(kiosk: BrowserVoter, code: str) -> BrowserVoter:
    kiosk.page.get_by_role("link", name="Bắt đầu ghi phiếu").click()
    kiosk.page.get_by_label("Mã trên phiếu mã").fill(code)
    kiosk.press("Mở phiếu")
    return kiosk.mark("Lê Văn Một", "Tín nhiệm cao")


def test_from_hand_to_hand(kiosk: BrowserVoter, screen: Screen) -> None:
    kiosk.check_step()
    length = kiosk.page.evaluate("history.length")
    for number, code in enumerate(screen.codes[:2], 1):
        begin(kiosk, code).to_the_review().press("Gửi phiếu")
        kiosk.is_told("Đã ghi nhận. Mời chuyển máy cho người tiếp theo")
        assert Slip.objects.count() == number * ONE_BALLOT
        kiosk.page.clock.fast_forward(5000)
        kiosk.is_told(HANDOVER)
    assert kiosk.page.evaluate("history.length") == length
    left = content_of(kiosk.page)
    assert not [word for word in (*screen.codes, "Lê Văn Một") if word in left]


def test_a_slip_scanned_on_the_tablet(kiosk: BrowserVoter, screen: Screen) -> None:
    """Its camera opens the address on the slip, which is that for phones: the tablet stays a shared one."""
    kiosk.go(f"{kiosk.base.removesuffix('may/')}#{screen.codes[0]}")
    expect(kiosk.page.get_by_label("Mã trên phiếu mã")).to_have_value(screen.codes[0])
    assert kiosk.page.url.endswith(f"{kiosk.base}ma/")
    kiosk.check_step().press("Mở phiếu")
    expect(kiosk.page.get_by_role("group", name="Lê Văn Một")).to_be_visible()
    kiosk.page.clock.fast_forward(91_000)
    kiosk.is_told(HANDOVER)


def test_an_invitation_opened_where_the_page_stands_already(
    browser: Browser, live_server: LiveServer, screen: Screen, chi: User
) -> None:
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 2")
    context = browser.new_context(locale="vi-VN", viewport={"width": 1024, "height": 768})
    tablet = BrowserVoter(context, live_server.url, screen.box.address)
    tablet.base += "may/"
    tablet.go(tablet.base)
    tablet.is_told("Máy này chưa được ghi danh")
    tablet.check_step()
    tablet.page.evaluate(f"location.hash = '{invitation}'")
    tablet.is_told(HANDOVER)
    assert not Kiosk.objects.get(name="Máy bàn 2").is_awaited
    context.close()


def test_somebody_walks_away(kiosk: BrowserVoter, screen: Screen) -> None:
    begin(kiosk, screen.codes[0])
    kiosk.page.clock.fast_forward(59_000)
    expect(kiosk.page.locator("#idle")).to_be_hidden()
    kiosk.page.clock.fast_forward(2_000)
    kiosk.is_told("Đồng chí còn ghi phiếu không?")
    kiosk.check_page()
    kiosk.press("Tôi ghi tiếp")
    expect(kiosk.page.locator("#idle")).to_be_hidden()
    expect(kiosk.page.get_by_role("radio", name="Tín nhiệm cao", checked=True)).to_have_count(1)
    kiosk.page.clock.fast_forward(91_000)
    kiosk.is_told(HANDOVER)
    assert "Lê Văn Một" not in content_of(kiosk.page)
    assert not Slip.objects.exists()


@pytest.mark.parametrize("step", ["nobody", "sent", "next"])
def test_a_tablet_waits_for_a_server_that_starts_again(kiosk: BrowserVoter, screen: Screen, step: str) -> None:
    """Left by somebody, after a ballot, before the next one: an error page would stay until the board comes."""
    lost: list[Route] = []

    def start_again(route: Route) -> None:
        lost.append(route)
        route.fulfill(status=502, body="Bad gateway", content_type="text/html")

    if step == "nobody":
        begin(kiosk, screen.codes[0])
    elif step == "sent":
        begin(kiosk, screen.codes[0]).to_the_review().press("Gửi phiếu").is_told("Đã ghi nhận.")
    kiosk.page.route("**/may/**", start_again)
    if step == "next":
        kiosk.page.get_by_role("link", name="Bắt đầu ghi phiếu").click()
    else:
        kiosk.page.clock.fast_forward(91_000)
    kiosk.is_told("Chưa có kết nối, đang thử lại…")
    assert "Lê Văn Một" not in content_of(kiosk.page)
    kiosk.page.unroute("**/may/**")
    kiosk.page.clock.fast_forward(15_000)
    if step == "next":
        expect(kiosk.page.get_by_label("Mã trên phiếu mã")).to_be_visible()
    else:
        kiosk.is_told(HANDOVER)
    assert lost


def test_a_ballot_is_given_up(kiosk: BrowserVoter, screen: Screen) -> None:
    """Asked once where something is marked; whoever marks or turns on instead is not asked any more."""
    length = kiosk.page.evaluate("history.length")
    leave, again = (
        kiosk.page.get_by_role("link", name=words) for words in ("Thôi, về màn hình chờ", "Bấm lần nữa để thôi")
    )
    begin(kiosk, screen.codes[0])
    leave.click()
    kiosk.is_told("Phiếu chưa gửi.")
    kiosk.check_step()
    kiosk.mark("Lê Văn Một", "Tín nhiệm thấp")
    expect(leave).to_be_visible()
    expect(kiosk.page.get_by_text("Phiếu chưa gửi.")).to_be_hidden()
    kiosk.to_the_review()
    leave.click()
    again.click()
    kiosk.is_told(HANDOVER)
    assert kiosk.page.evaluate("history.length") == length
    left = content_of(kiosk.page)
    assert not [word for word in (*screen.codes, "Lê Văn Một") if word in left]
    begin(kiosk, screen.codes[0]).mark("Lê Văn Một", "Bỏ trống")
    leave.click()
    kiosk.is_told(HANDOVER)
    begin(kiosk, screen.codes[0]).to_the_review()
    leave.click()
    kiosk.press("Gửi phiếu").is_told("Đã ghi nhận. Mời chuyển máy cho người tiếp theo")
    assert Slip.objects.count() == ONE_BALLOT


def test_without_script_it_is_left_at_once_and_returns_by_itself(
    browser: Browser, live_server: LiveServer, screen: Screen, chi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 2")
    context = browser.new_context(locale="vi-VN", java_script_enabled=False)
    tablet = BrowserVoter(context, live_server.url, screen.box.address)
    tablet.base += "may/"
    tablet.go(tablet.base).page.get_by_label("Mã ghi danh máy").fill(invitation)
    tablet.press("Ghi danh máy này").is_told(HANDOVER)
    begin(tablet, screen.codes[0]).press("Xem lại").is_told("dòng bỏ trống. Dòng")
    tablet.page.get_by_role("link", name="Thôi, về màn hình chờ").click()
    tablet.is_told(HANDOVER)
    monkeypatch.setitem(KIOSK_RETURNS, "review", 1)
    begin(tablet, screen.codes[0]).press("Xem lại").is_told("dòng bỏ trống. Dòng")
    tablet.is_told(HANDOVER)
    assert not Slip.objects.exists()
    context.close()


def test_a_tablet_loaded_again_does_not_ask_the_next_voter(kiosk: BrowserVoter, screen: Screen) -> None:
    begin(kiosk, screen.codes[0]).to_the_review()

    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    kiosk.page.route("**/gui/", lose_the_reply)
    kiosk.press("Gửi phiếu").is_told("Chưa gửi được, đang thử lại…")
    kiosk.go(kiosk.base)
    kiosk.is_told("Đã ghi nhận. Mời chuyển máy cho người tiếp theo")
    kiosk.page.clock.fast_forward(5000)
    kiosk.is_told(HANDOVER)
    assert kiosk.page.evaluate("({...sessionStorage})") == {}


def test_a_tablet_waits_for_the_voting(kiosk: BrowserVoter, screen: Screen) -> None:
    VotingSession.objects.update(state=SessionState.CHECKING_IN)
    kiosk.page.reload()
    expect(kiosk.page.get_by_text("Chưa đến giờ ghi phiếu")).to_be_visible()
    kiosk.check_step()
    VotingSession.objects.update(state=SessionState.VOTING)
    kiosk.page.clock.fast_forward(15_000)
    expect(kiosk.page.get_by_text(HANDOVER)).to_be_visible()


def test_a_ballot_being_sent_is_not_thrown_away(kiosk: BrowserVoter, screen: Screen) -> None:
    begin(kiosk, screen.codes[0]).to_the_review()
    lost: list[Route] = []

    def lose(route: Route) -> None:
        lost.append(route)
        route.abort()

    kiosk.page.route("**/gui/", lose)
    kiosk.press("Gửi phiếu").is_told("Chưa gửi được, đang thử lại…")
    kiosk.page.clock.fast_forward(100_000)
    kiosk.is_told("Chưa gửi được, đang thử lại…")
    kiosk.page.unroute("**/gui/")
    kiosk.page.clock.fast_forward(15_000)
    kiosk.is_told("Đã ghi nhận. Mời chuyển máy cho người tiếp theo")
    assert lost
    assert Slip.objects.count() == ONE_BALLOT


def test_a_revoked_tablet(kiosk: BrowserVoter, screen: Screen, chi: User) -> None:
    begin(kiosk, screen.codes[0]).to_the_review()
    revoke_kiosk(by=chi, kiosk=Kiosk.objects.get())
    kiosk.press("Gửi phiếu").is_told("Máy này đã thu hồi")
    kiosk.check_step()
    assert not Slip.objects.exists()
