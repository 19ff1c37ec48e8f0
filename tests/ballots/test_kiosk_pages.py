"""A tablet that is handed round, as a browser without script meets it."""

import re

import pytest
from django.test import Client

from ballots.actions.kiosks import enrol_kiosk, revoke_kiosk
from ballots.models import Kiosk, Slip
from ballots.presenters.cast import ENTERING, SENT, TOLD, WRITING
from ballots.views import cast_throttle
from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.boxes import Screen, locked, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.voters import VoterBrowser

pytestmark = pytest.mark.django_db
NEVER_A_CODE = "00000-00000"
HANDOVER = "Mời đồng chí tiếp theo"


@pytest.fixture
def screen(make_session: MakeSession, chi: User, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(cast_throttle, "LEAST_SECONDS", 0)
    return open_screen(make_session, chi)


@pytest.fixture
def kiosk(screen: Screen, chi: User) -> VoterBrowser:
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    browser = VoterBrowser(screen, "may/")
    return go_home(browser.post("", {"invitation": invitation}))


def go_home(browser: VoterBrowser) -> VoterBrowser:
    browser.page = browser.client.get(browser.base)  # type: ignore[assignment]
    return browser


def test_a_device_is_taken_into_use_once(screen: Screen, chi: User) -> None:
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    first, second = VoterBrowser(screen, "may/"), VoterBrowser(screen, "may/")
    assert "chưa được ghi danh" in first.html
    assert first.post("", {"invitation": invitation}).page.status_code == 303
    cookie = first.client.cookies["may_ghi_phieu"]
    voters_home = first.base.removesuffix("may/")
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (voters_home, True, "Strict")
    assert HANDOVER in go_home(first).html
    second.post("", {"invitation": invitation})
    assert (second.page.status_code, "không dùng được" in second.html) == (422, True)


def test_a_slip_opened_on_the_device_goes_on_as_on_the_device(kiosk: VoterBrowser, chi: User) -> None:
    voters_home = kiosk.base.removesuffix("may/")
    assert kiosk.client.get(voters_home).headers["Location"] == f"{kiosk.base}ma/"
    revoke_kiosk(by=chi, kiosk=Kiosk.objects.get())
    assert kiosk.client.get(voters_home).status_code == 200
    assert Client().get(voters_home).status_code == 200


def test_one_voter_after_the_other(kiosk: VoterBrowser, screen: Screen) -> None:
    for code in screen.codes[:2]:
        assert HANDOVER in go_home(kiosk).html
        kiosk.page = kiosk.client.get(f"{kiosk.base}ma/")  # type: ignore[assignment]
        kiosk.open(code).review(*"120").send()
        assert "Mời chuyển máy cho người tiếp theo" in kiosk.html
    assert Slip.objects.count() == 10


def test_its_pages_lead_nowhere_else(kiosk: VoterBrowser, screen: Screen) -> None:
    pages = [kiosk.html]
    kiosk.page = kiosk.client.get(f"{kiosk.base}ma/")  # type: ignore[assignment]
    pages.append(kiosk.html)
    pages += [kiosk.open(screen.codes[0]).html, kiosk.review(*"120").html, kiosk.send().html]
    for page in pages:
        addresses = [part.split('"')[0] for part in page.split('href="')[1:] + page.split('action="')[1:]]
        assert not [one for one in addresses if not one.startswith((kiosk.base, "/static/"))]


def test_a_revoked_device_says_so_and_takes_nothing(kiosk: VoterBrowser, screen: Screen, chi: User) -> None:
    kiosk.page = kiosk.client.get(f"{kiosk.base}ma/")  # type: ignore[assignment]
    form = kiosk.open(screen.codes[0]).review(*"120").fields()
    revoke_kiosk(by=chi, kiosk=Kiosk.objects.get())
    for step in ("ma/", "ghi/", "xem-lai/", "gui/"):
        assert kiosk.post(step, form).page.status_code == 303
    go_home(kiosk)
    assert (kiosk.page.status_code, "Máy này đã thu hồi" in kiosk.html) == (403, True)
    assert not Slip.objects.exists()


def test_a_device_that_is_not_enrolled_takes_nothing(screen: Screen) -> None:
    browser = VoterBrowser(screen, "may/")
    for step in ("ma/", "ghi/", "xem-lai/", "gui/", "da-gui/"):
        assert browser.post(step, {"code": screen.codes[0]}).page.status_code == 303
    browser.client.cookies["may_ghi_phieu"] = "x" * 32
    assert browser.post("ghi/", {"code": screen.codes[0]}).page.status_code == 303


def test_the_nonce_of_one_voter_is_not_the_next_ones(kiosk: VoterBrowser) -> None:
    kiosk.post("da-gui/", {"nonce": "n" * 32})
    assert "nonce" not in kiosk.fields()


def test_many_voters_may_mistype_on_it(kiosk: VoterBrowser) -> None:
    kiosk.page = kiosk.client.get(f"{kiosk.base}ma/")  # type: ignore[assignment]
    assert [kiosk.open(NEVER_A_CODE).page.status_code for _ in range(6)] == [422] * 6


def test_before_the_voting_it_waits(make_session: MakeSession, chi: User) -> None:
    screen = locked(make_session, chi)
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    browser = go_home(VoterBrowser(screen, "may/", Client()).post("", {"invitation": invitation}))
    assert "Chưa đến giờ ghi phiếu" in browser.html


def test_a_ballot_is_given_up_on_a_kiosk_only(kiosk: VoterBrowser, screen: Screen) -> None:
    """The link says nothing of the ballot, and the page behind it neither."""
    kiosk.page = kiosk.client.get(f"{kiosk.base}ma/")  # type: ignore[assignment]
    for page in (kiosk.open(screen.codes[0]).html, kiosk.review(*"120").html):
        (link,) = re.findall(r"<a [^>]*>Thôi, về màn hình chờ</a>", page)
        assert f'href="{kiosk.base}"' in link
    assert HANDOVER in go_home(kiosk).html
    assert kiosk.fields() == {}
    own = VoterBrowser(screen).open(screen.codes[0])
    assert "màn hình chờ" not in own.html + own.review(*"120").html


def test_a_kiosk_without_script_returns_by_itself_and_a_voters_device_does_not(
    kiosk: VoterBrowser, screen: Screen
) -> None:
    kiosk.page = kiosk.client.get(f"{kiosk.base}ma/")  # type: ignore[assignment]
    pages = [kiosk.html, kiosk.open(screen.codes[0]).html, kiosk.review(*"120").html, kiosk.send().html]
    VotingSession.objects.update(state=SessionState.CHECKING_IN)
    pages.append(go_home(kiosk).html)
    refresh = r'<noscript><meta http-equiv="refresh" content="(\d+);url=([^"]*)"></noscript>'
    assert [re.findall(refresh, page) for page in pages] == [
        [(str(seconds), kiosk.base)] for seconds in (ENTERING, WRITING, WRITING, SENT, TOLD)
    ]
    VotingSession.objects.update(state=SessionState.VOTING)
    assert "refresh" not in go_home(kiosk).html
    own = VoterBrowser(screen)
    pages = [own.html, own.open(screen.codes[1]).html, own.review(*"120").html, own.send().html]
    assert not [page for page in pages if "refresh" in page]
