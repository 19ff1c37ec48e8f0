"""The pages of the ballot box: each step from the page, who may, what comes back when it is refused."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ballots.actions.wrong_codes import note_wrong_code
from ballots.models import AccessCode, BallotBox, Count
from campaigns.actions.day import open_voting
from campaigns.models import BoardMember, BoxState, SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.boxes import HOLDERS, cast_all, close, locked, open_screen
from tests.ballots.conftest import MakeSession

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BOX = "/dot/DOT/hoi-nghi/HN1/hom-phieu/"
LOCK = {"holders": "\n".join(HOLDERS), "threshold": "2"}
NUMBERS = {"total_members": 50, "summoned": 50, "present": 47}


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


def body(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_locking_answers_with_the_cards_and_keeps_them_nowhere(
    make_session: MakeSession, chi: User, signed_in: SignedIn
) -> None:
    session = make_session(state=SessionState.PREPARED, casting="screen")
    for position, name in enumerate(HOLDERS, 1):
        BoardMember.objects.create(session=session, name=name, position=position)
    browser = signed_in(chi)
    assert "\n".join(HOLDERS) in body(browser.get(BOX))
    answer = browser.post(f"{BOX}the-khoa.pdf", LOCK)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    box = BallotBox.objects.get()
    assert (box.holders, box.threshold) == (list(HOLDERS), 2)
    again = browser.post(f"{BOX}the-khoa.pdf", LOCK)
    assert again.status_code == 422
    assert "Hòm phiếu đã khóa nên không làm được bước này" in body(again)


def test_a_refused_lock_keeps_what_was_typed(make_session: MakeSession, chi: User, signed_in: SignedIn) -> None:
    make_session(state=SessionState.PREPARED, casting="screen")
    answer = signed_in(chi).post(f"{BOX}the-khoa.pdf", {"holders": "Chỉ Một Người", "threshold": "2"})
    assert answer.status_code == 422
    assert "Chỉ Một Người" in body(answer)
    assert "Chọn từ 2 đến 9 người giữ thẻ" in body(answer)
    assert not BallotBox.objects.exists()


def test_the_whole_way_from_the_pages(
    make_session: MakeSession, chi: User, an: User, dung: User, signed_in: SignedIn
) -> None:
    screen = locked(make_session, chi)
    chair, second, clerk = signed_in(chi), signed_in(an), signed_in(dung)
    assert "mở được phiếu thử" in body(chair.post(BOX, {"do": "try", **typed(screen.cards[1:])}, follow=True))
    slips = chair.post(f"{BOX}phieu-ma.pdf", {"reserve": "5", "wifi": "HOI-TRUONG"})
    assert slips["Content-Type"] == "application/pdf"
    assert AccessCode.objects.count() == screen.session.voter_count + 5
    assert "In lại phiếu mã" in body(chair.get(BOX))
    session = VotingSession.objects.get()
    open_voting(by=chi, session=session, **NUMBERS)
    assert "<strong>0</strong> / 47" in body(clerk.get(BOX))
    assert "Đã đề nghị đóng" in body(chair.post(BOX, {"do": "propose", "unused": "3"}, follow=True))
    assert "người xác nhận phải là người khác" in body(chair.get(BOX))
    assert chair.post(BOX, {"do": "confirm"}).status_code == 422
    assert "Còn 2 phiếu mã đã phát mà chưa có phiếu trong hòm" in body(second.get(BOX))
    assert "Đã đóng hòm phiếu" in body(second.post(BOX, {"do": "confirm"}, follow=True))
    wrong = chair.post(BOX, {"do": "open", "card_1": "sai", "card_2": screen.cards[0]})
    assert wrong.status_code == 422
    assert "Thẻ nhập thứ 1 bị gõ nhầm" in body(wrong)
    assert screen.cards[0] in body(wrong)
    assert "Đã mở hòm" in body(chair.post(BOX, {"do": "open", **typed(screen.cards[:2])}, follow=True))
    assert Count.objects.exists()


def typed(cards: list[str]) -> dict[str, str]:
    return {f"card_{place}": card.lower().replace("-", " ") for place, card in enumerate(cards, 1)}


def test_a_spoiled_slip_is_exchanged_by_a_clerk(
    make_session: MakeSession, chi: User, dung: User, signed_in: SignedIn
) -> None:
    screen = open_screen(make_session, chi)
    clerk = signed_in(dung)
    assert "Mã cũ đã hết giá trị" in body(
        clerk.post(BOX, {"do": "exchange", "code": screen.codes[0].lower()}, follow=True)
    )
    assert "Tài khoản của đồng chí không làm bước này" not in body(clerk.get(BOX))
    refused = clerk.post(BOX, {"do": "exchange", "code": screen.codes[0]})
    assert refused.status_code == 422
    assert "Mã này không đổi được" in body(refused)
    assert screen.box.spoiled == 1


def test_a_lost_card_throws_the_box_away_with_a_reason(
    make_session: MakeSession, chi: User, signed_in: SignedIn
) -> None:
    screen = locked(make_session, chi)
    browser = signed_in(chi)
    assert "Ghi lý do bỏ hòm phiếu" in body(browser.post(BOX, {"do": "drop", "reason": ""}))
    browser.post(BOX, {"do": "drop", "reason": "Mất thẻ 2"})
    screen.session.refresh_from_db()
    assert screen.session.box == BoxState.NONE


def test_the_number_in_the_box_is_renewed_without_a_name(
    make_session: MakeSession, chi: User, an: User, giang: User, signed_in: SignedIn
) -> None:
    screen = open_screen(make_session, chi)
    cast_all(screen, [("high", "high", "low")])
    browser = signed_in(giang)
    ask = {"HX-Request": "true"}
    assert "<strong>1</strong> / 47" in body(browser.get(f"{BOX}so-phieu/?stage=vote", headers=ask))
    close(screen, chi, an)
    assert browser.get(f"{BOX}so-phieu/?stage=vote", headers=ask)["HX-Redirect"] == BOX
    assert browser.get(f"{BOX}so-phieu/").status_code == 302


def test_an_alarm_is_read_out_once(make_session: MakeSession, chi: User, signed_in: SignedIn) -> None:
    screen = open_screen(make_session, chi)
    for number in range(31):
        note_wrong_code(box=screen.box, device=f"máy {number}")
    browser, alert = signed_in(chi), 'mt-3" role="alert"'
    page = body(browser.get(BOX))
    assert "?stage=vote&amp;told" in page
    assert alert in page
    for where, is_new in (("?stage=vote", True), ("?stage=vote&told", False)):
        again = body(browser.get(f"{BOX}so-phieu/{where}", headers={"HX-Request": "true"}))
        assert "31 lần nhập mã sai" in again
        assert (alert in again) is is_new


def test_what_was_not_seen_is_not_closed(make_session: MakeSession, chi: User, an: User, signed_in: SignedIn) -> None:
    screen = open_screen(make_session, chi)
    chair, second = signed_in(chi), signed_in(an)
    chair.post(BOX, {"do": "propose", "unused": "5"})
    seen = re.search(r'name="seen" value="(\d+)"', body(second.get(BOX)))
    assert seen is not None
    chair.post(BOX, {"do": "withdraw"})
    chair.post(BOX, {"do": "propose", "unused": "4"})
    refused = second.post(BOX, {"do": "confirm", "seen": seen[1]})
    assert refused.status_code == 422
    assert "thay đổi từ lúc đồng chí mở trang" in body(refused)
    again = re.search(r'name="seen" value="(\d+)"', body(refused))
    assert again is not None
    assert second.post(BOX, {"do": "confirm", "seen": again[1]}).status_code == 302
    screen.session.refresh_from_db()
    assert screen.session.box == BoxState.CLOSED


def test_a_session_on_paper_says_that_it_has_no_box(make_session: MakeSession, an: User, signed_in: SignedIn) -> None:
    make_session(state=SessionState.PLANNED)
    page = body(signed_in(an).get(BOX))
    assert "không có hòm phiếu để khóa" in page
    assert "/dot/DOT/hoi-nghi/HN1/cach-ghi-phieu/" in page


def test_steps_are_refused_without_the_permission(
    make_session: MakeSession, chi: User, dung: User, ha: User, signed_in: SignedIn
) -> None:
    locked(make_session, chi)
    assert signed_in(ha).get(BOX).status_code == 403
    clerk = signed_in(dung)
    assert "Tài khoản của đồng chí không làm bước này" in body(clerk.get(BOX))
    assert clerk.post(BOX, {"do": "try", "card_1": "x", "card_2": "y"}).status_code == 403
    assert clerk.post(f"{BOX}the-khoa.pdf", LOCK).status_code == 403
    assert clerk.post(f"{BOX}phieu-ma.pdf", {"reserve": "5"}).status_code == 403


def test_the_rule_set_settles_whether_a_session_may_vote_on_screen(
    make_session: MakeSession, an: User, signed_in: SignedIn
) -> None:
    session = make_session(state=SessionState.PLANNED)
    browser, page = signed_in(an), "/dot/DOT/hoi-nghi/HN1/cach-ghi-phieu/"
    assert "không cho ghi phiếu trên màn hình" in body(browser.get(page))
    rule_set = session.phase.rule_set
    rule_set.parameters["screen_casting"] = True
    rule_set.save()
    browser.post(page, {"casting": "mixed"})
    session.refresh_from_db()
    assert session.casting == "mixed"


def test_the_sessions_page_and_the_hall_lead_by_the_box(
    make_session: MakeSession, chi: User, an: User, signed_in: SignedIn
) -> None:
    here, browser = "/dot/DOT/hoi-nghi/HN1/", signed_in(chi)
    screen = locked(make_session, chi)
    assert "Hòm phiếu trên màn hình chưa sẵn sàng" in body(browser.get(here))
    screen.session.delete()
    screen = open_screen(make_session, chi)
    cast_all(screen, [("high", "high", "low")])
    page = body(browser.get(here))
    assert f'href="{BOX}">Mở trang hòm phiếu' in page
    assert "Kết thúc ghi phiếu" not in page
    assert "<dd>1/47</dd>" in body(browser.get(f"{here}man-hinh/"))
    close(screen, chi, an)
    assert "Mở hòm phiếu và kiểm" in body(browser.get(here))
    assert "Kiểm phiếu ở trang hòm phiếu" in body(browser.get(f"{here}kiem-phieu/"))
