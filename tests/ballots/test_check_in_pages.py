"""The list at the door, as people at the door and others see it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from campaigns.models import Attendance, SessionState, Voter, VotingSession
from config.accounts.models import User
from tests.ballots.conftest import MakeSession
from tests.ballots.doors import NAMES, at_the_door, seat

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
SESSION = "/dot/DOT/hoi-nghi/HN1/"
DOOR = f"{SESSION}diem-danh/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def session(make_session: MakeSession) -> VotingSession:
    return at_the_door(make_session)


def page(browser: Client, address: str = DOOR) -> str:
    return browser.get(address).content.decode()


def pk(name: str) -> int:
    return Voter.objects.get(name=name).pk


def mark_of(name: str) -> str:
    return Voter.objects.get(name=name).attendance


def test_a_name_is_found_without_diacritics(dung: User, signed_in: SignedIn, session: VotingSession) -> None:
    shown = page(signed_in(dung), f"{DOOR}?q=dong")
    assert "Phạm Văn Đông" in shown
    assert "Nguyễn Văn An" not in shown
    assert "Bùi Văn Ra" not in page(signed_in(dung))
    assert "Không tìm thấy ai" in page(signed_in(dung), f"{DOOR}?q=khong+ai")


def test_one_tap_marks_and_another_takes_it_back(dung: User, signed_in: SignedIn, session: VotingSession) -> None:
    browser, who = signed_in(dung), pk(NAMES[0])
    response = browser.post(f"{DOOR}?q=an", {"voter": who, "attendance": "present"})
    assert response.headers["Location"] == f"{DOOR}?q=an#voter-{who}"
    assert mark_of(NAMES[0]) == "present"
    shown = page(browser)
    assert f'id="mark-{who}-present" type="submit" name="attendance" value="" aria-pressed="true"' in shown
    assert "1/6, cần 4" in shown
    assert "còn thiếu 3" in shown
    browser.post(DOOR, {"voter": who, "attendance": ""})
    assert mark_of(NAMES[0]) == ""


def test_htmx_gets_the_line_and_the_numbers(dung: User, signed_in: SignedIn, session: VotingSession) -> None:
    response = signed_in(dung).post(DOOR, {"voter": pk(NAMES[0]), "attendance": "excused"}, headers=HTMX)
    shown = response.content.decode()
    assert f'id="voter-{pk(NAMES[0])}"' in shown
    assert 'hx-swap-oob="true"' in shown
    assert NAMES[1] not in shown


def test_the_other_door_sees_the_change_and_nothing_while_there_is_none(
    dung: User, em: User, signed_in: SignedIn, session: VotingSession
) -> None:
    door, other = signed_in(dung), signed_in(em)
    shown = {"shown": [pk(name) for name in NAMES[:2]]}
    first = other.get(f"{DOOR}dong/", shown, headers=HTMX)
    assert NAMES[2] not in first.content.decode()
    shown["seen"] = [first.context["seen"]]
    assert other.get(f"{DOOR}dong/", shown, headers=HTMX).status_code == 204
    door.post(DOOR, {"voter": pk(NAMES[0]), "attendance": "present"})
    again = other.get(f"{DOOR}dong/", shown, headers=HTMX)
    assert 'aria-pressed="true"' in again.content.decode()
    assert set(re.findall(r'(?:action|hx-post)="([^"]*)"', again.content.decode())) == {DOOR}
    assert other.get(f"{DOOR}dong/", shown).status_code == 302
    VotingSession.objects.update(state=SessionState.VOTING)
    assert other.get(f"{DOOR}dong/", shown, headers=HTMX).headers["HX-Redirect"] == DOOR


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"voter": "9" * 30, "attendance": "present"}, "Không còn tên người này"),
        ({"voter": "x", "attendance": "present"}, "Không còn tên người này"),
        ({"attendance": "present"}, "Không còn tên người này"),
        ({"voter": "<first>", "attendance": "late"}, "Không còn tên người này"),
    ],
)
def test_a_bad_tap_is_answered_with_a_sentence(
    dung: User, signed_in: SignedIn, session: VotingSession, data: dict[str, Any], sentence: str
) -> None:
    browser = signed_in(dung)
    given = {name: value.replace("<first>", str(pk(NAMES[0]))) for name, value in data.items()}
    assert sentence in browser.post(DOOR, given, follow=True).content.decode()


@pytest.mark.parametrize("shown", [f"{DOOR}?q=dong&mark=none", f"{DOOR}den-muon/?q=dong&mark=none"])
def test_a_refused_tap_asks_for_the_list_anew_and_keeps_the_search(
    dung: User, signed_in: SignedIn, session: VotingSession, shown: str
) -> None:
    """To load the page again would send the form again that brought it, where one did."""
    browser, kept = signed_in(dung), f"{DOOR}?q=dong&mark=none"
    assert browser.post(f"{DOOR}?q=dong&mark=none", {"voter": "x"}).headers["Location"] == kept
    told = {**HTMX, "HX-Current-URL": f"http://testserver{shown}#voter-1"}
    answer = browser.post(DOOR, {"voter": "x"}, headers=told)
    assert answer.headers["HX-Redirect"] == kept
    assert "HX-Refresh" not in answer.headers
    assert "Không còn tên người này" in page(browser, kept)
    odd = {**HTMX, "HX-Current-URL": "http://[ạ"}
    assert browser.post(DOOR, {"voter": "x"}, headers=odd).headers["HX-Redirect"] == DOOR


def test_bad_numbers_of_lines_are_passed_over(dung: User, signed_in: SignedIn, session: VotingSession) -> None:
    response = signed_in(dung).get(f"{DOOR}dong/", {"shown": ["x", "-1", "9" * 40, "²"]}, headers=HTMX)
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("planned", "bấm “Bắt đầu điểm danh”"),
        ("prepared", "bấm “Bắt đầu điểm danh”"),
        ("counting", "điểm danh chỉ để xem"),
        ("sealed", "điểm danh chỉ để xem"),
    ],
)
def test_at_another_step_there_is_nothing_to_tap(
    dung: User, signed_in: SignedIn, session: VotingSession, state: str, sentence: str
) -> None:
    VotingSession.objects.update(state=state)
    shown = page(signed_in(dung))
    assert sentence in shown
    assert "door-marks" not in shown


def test_who_may_only_look_has_nothing_to_tap(khanh: User, signed_in: SignedIn, session: VotingSession) -> None:
    browser = signed_in(khanh)
    assert "door-marks" not in page(browser)
    assert browser.post(DOOR, {"voter": pk(NAMES[0]), "attendance": "present"}).status_code == 403
    assert browser.post(f"{DOOR}den-muon/", {"voter": pk(NAMES[0]), "decision": "Tự vào"}).status_code == 403


def test_another_units_staff_find_nothing(binh: User, signed_in: SignedIn, session: VotingSession) -> None:
    browser = signed_in(binh)
    assert browser.get(DOOR).status_code == browser.get(f"{DOOR}dong/").status_code == 404
    assert browser.post(DOOR, {"voter": pk(NAMES[0]), "attendance": "present"}).status_code == 404


def test_the_numbers_of_the_door_stand_in_the_form_that_opens_the_voting(
    chi: User, signed_in: SignedIn, session: VotingSession
) -> None:
    browser = signed_in(chi)
    Voter.objects.filter(name__in=NAMES[:4]).update(attendance=Attendance.PRESENT)
    shown = page(browser, SESSION)
    assert 'value="6"' in shown
    assert 'value="4"' in shown
    typed = {"total_members": 6, "summoned": 6, "present": 5}
    refused = browser.post(f"{SESSION}co-mat/", typed).content.decode()
    assert "Điểm danh có 4 người có mặt, ở đây ghi 5" in refused
    assert 'value="5"' in refused
    browser.post(f"{SESSION}co-mat/", {**typed, "present": 4})
    session.refresh_from_db()
    assert (session.state, session.present) == ("voting", 4)


@pytest.fixture
def voting(session: VotingSession) -> VotingSession:
    """Five of six are there."""
    Voter.objects.filter(name__in=NAMES[:5]).update(attendance=Attendance.PRESENT)
    VotingSession.objects.update(state=SessionState.VOTING, total_members=6, summoned=6, present=5)
    session.refresh_from_db()
    return session


def test_who_comes_late_is_let_in_by_a_decision(chi: User, signed_in: SignedIn, voting: VotingSession) -> None:
    browser = signed_in(chi)
    shown = page(browser)
    assert NAMES[5] in shown
    assert NAMES[0] not in shown
    assert NAMES[0] in page(browser, f"{DOOR}?mark=")
    data = {"voter": [pk(NAMES[5])], "decision": "Chủ tọa đồng ý"}
    response = browser.post(f"{DOOR}den-muon/?q=giang", data)
    assert response.headers["Location"] == f"{DOOR}?q=giang"
    assert "Đến muộn: Chủ tọa đồng ý" in page(browser, f"{DOOR}?mark=present")
    assert "6/6, cần 4" in page(browser)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"decision": "Chủ tọa đồng ý"}, "Chọn người đến muộn"),
        ({"decision": "Chủ tọa đồng ý", "voter": "x"}, "Tải lại trang rồi chọn lại"),
        ({"decision": "Chủ tọa đồng ý", "voter": "<first>"}, "Đã ghi có mặt rồi"),
        ({"decision": "", "voter": "<last>"}, "bắt buộc"),
    ],
)
def test_what_is_wrong_is_said_beside_the_decision(
    chi: User, signed_in: SignedIn, voting: VotingSession, data: dict[str, str], sentence: str
) -> None:
    ids = {"<first>": str(pk(NAMES[0])), "<last>": str(pk(NAMES[5]))}
    given = {name: ids.get(value, value) for name, value in data.items()}
    response = signed_in(chi).post(f"{DOOR}den-muon/", given)
    shown = response.content.decode()
    assert response.status_code == 422
    assert sentence in shown
    assert f'value="{data["decision"]}"' in shown or not data["decision"]
    assert ("checked" in shown) == (data.get("voter") == "<last>")


def test_the_search_goes_on_from_a_refusal(chi: User, signed_in: SignedIn, voting: VotingSession) -> None:
    browser = signed_in(chi)
    refused = browser.post(f"{DOOR}den-muon/", {"decision": ""}).content.decode()
    assert f'hx-get="{DOOR}den-muon/"' in refused
    assert browser.get(f"{DOOR}den-muon/?q=dong").headers["Location"] == f"{DOOR}?q=dong"
    assert browser.get(f"{DOOR}den-muon/").headers["Location"] == DOOR


def test_after_the_voting_nobody_is_let_in(chi: User, signed_in: SignedIn, voting: VotingSession) -> None:
    VotingSession.objects.update(state=SessionState.COUNTING)
    data = {"voter": [pk(NAMES[5])], "decision": "Chủ tọa đồng ý"}
    shown = signed_in(chi).post(f"{DOOR}den-muon/", data, follow=True).content.decode()
    assert "Đang kiểm phiếu" in shown
    assert mark_of(NAMES[5]) == ""


def test_five_thousand_come_in_pages(
    dung: User, signed_in: SignedIn, session: VotingSession, django_assert_max_num_queries: Any
) -> None:
    seat(session, tuple(f"Người Thứ {number:04}" for number in range(4994)))
    browser = signed_in(dung)
    page(browser)
    with django_assert_max_num_queries(8):
        shown = page(browser)
    assert shown.count('<li class="door-line"') == 50
    assert "1–50" in shown
    assert "0/5.000, cần 3.334" in shown
    assert "Người Thứ 4321" in page(browser, f"{DOOR}?q=thu+4321")
