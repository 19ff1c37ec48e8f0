"""The page of the devices that are handed round: the invitation is shown once, a revoked device stays revoked."""

import pytest
from django.test import Client

from ballots.models import Kiosk
from config.accounts.models import User
from tests.ballots.boxes import open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.test_box_pages import SignedIn, body

pytestmark = pytest.mark.django_db
KIOSKS = "/dot/DOT/hoi-nghi/HN1/hom-phieu/may/"


def test_an_invitation_is_shown_once_and_takes_one_device_into_use(
    make_session: MakeSession, chi: User, signed_in: SignedIn
) -> None:
    screen = open_screen(make_session, chi)
    browser = signed_in(chi)
    answer = browser.post(KIOSKS, {"name": "Máy bàn 1"})
    shown = answer.context["invitation"]
    assert shown["address"].endswith(f"/phieu/{screen.box.address}/may/")
    assert shown["code"] in body(answer)
    assert "no-store" in answer["Cache-Control"]
    listed = body(browser.get(KIOSKS))
    assert shown["code"] not in listed
    assert ("Chờ máy nhận" in listed, "Đã ghi danh" in listed) == (True, False)
    taken = Client().post(shown["address"], {"invitation": shown["code"]})
    assert taken.status_code == 303
    listed = body(browser.get(KIOSKS))
    assert ("Chờ máy nhận" in listed, "Đã ghi danh" in listed) == (False, True)


def test_the_same_name_is_refused_and_stays(make_session: MakeSession, chi: User, signed_in: SignedIn) -> None:
    open_screen(make_session, chi)
    browser = signed_in(chi)
    browser.post(KIOSKS, {"name": "Máy bàn 1"})
    again = browser.post(KIOSKS, {"name": "Máy bàn 1"})
    assert again.status_code == 422
    assert "Đã có máy tên" in body(again)


def test_a_device_is_revoked_by_whoever_runs_the_session(
    make_session: MakeSession, chi: User, dung: User, signed_in: SignedIn
) -> None:
    open_screen(make_session, chi)
    browser = signed_in(chi)
    browser.post(KIOSKS, {"name": "Máy bàn 1"})
    kiosk = Kiosk.objects.get()
    assert signed_in(dung).post(KIOSKS, {"do": "revoke", "kiosk": kiosk.pk}).status_code == 403
    assert "Đã thu hồi máy" in body(browser.post(KIOSKS, {"do": "revoke", "kiosk": kiosk.pk}, follow=True))
    assert Kiosk.objects.get().is_revoked
    assert browser.post(KIOSKS, {"do": "revoke", "kiosk": "99x"}).status_code == 404
