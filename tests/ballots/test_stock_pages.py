"""The page of the ledger: who sees and writes it, what stays typed, one tap for a spoiled ballot."""

from collections.abc import Callable

import pytest
from django.test import Client

from ballots.models import Stock
from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.conftest import MakeSession

pytestmark = pytest.mark.django_db
PAGE = "/dot/DOT/hoi-nghi/HN1/so-phieu/"
SignIn = Callable[[User], Client]


@pytest.fixture
def voting(make_session: MakeSession) -> VotingSession:
    return make_session(state=SessionState.VOTING)


def cells(session: VotingSession, *numbers: str, style: int = 1) -> dict[str, str]:
    pk = session.styles.get(position=style).pk
    columns = ("printed", "issued", "spoiled", "unused", "returned")
    return {f"style:{pk}:{column}": number for column, number in zip(columns, numbers, strict=False)}


def test_a_clerk_writes_the_ledger(signed_in: SignIn, dung: User, voting: VotingSession) -> None:
    browser = signed_in(dung)
    assert browser.post(PAGE, cells(voting, "60", "47", "2", "11")).status_code == 302
    page = browser.get(PAGE).content.decode()
    assert "Đã ghi sổ phiếu." in page
    assert "Khớp: mọi phiếu in ra đều rõ đi đâu." in page


def test_what_is_wrong_keeps_what_was_typed(signed_in: SignIn, dung: User, voting: VotingSession) -> None:
    response = signed_in(dung).post(PAGE, cells(voting, "60", "47", "2", "nhiều") | cells(voting, "9", "4", style=2))
    page = response.content.decode()
    assert response.status_code == 422
    assert "“nhiều” không phải số phiếu" in page
    assert 'value="nhiều"' in page
    assert 'value="9"' in page
    assert not Stock.objects.exists()


def test_a_difference_is_told_of_while_typing_and_nothing_is_stored(
    signed_in: SignIn, dung: User, voting: VotingSession
) -> None:
    response = signed_in(dung).post(PAGE, cells(voting, "60", "47", "2", "9"), headers={"HX-Request": "true"})
    assert "Chưa khớp: thiếu 2 phiếu." in response.content.decode()
    assert not Stock.objects.exists()


def test_one_tap_with_htmx_and_without(signed_in: SignIn, dung: User, voting: VotingSession) -> None:
    browser, tap = signed_in(dung), {"ballot": str(voting.styles.get(position=1).pk)}
    fragment = browser.post(f"{PAGE}doi-phieu/", tap, headers={"HX-Request": "true"}).content.decode()
    assert "Đã đổi <strong>1</strong>" in fragment
    assert 'hx-swap-oob="true"' in fragment
    assert browser.post(f"{PAGE}doi-phieu/", tap).status_code == 302
    assert Stock.objects.get().spoiled == 2
    for bad in ("", "0", "x", "9" * 30):
        assert browser.post(f"{PAGE}doi-phieu/", {"ballot": bad}).status_code == 302


def test_others_look_only(signed_in: SignIn, an: User, ha: User, voting: VotingSession) -> None:
    page = signed_in(an).get(PAGE).content.decode()
    assert "Ghi sổ phiếu</button>" not in page
    assert f'name="style:{voting.styles.get(position=1).pk}:printed"' not in page
    assert signed_in(an).post(PAGE, cells(voting, "60")).status_code == 403
    assert signed_in(ha).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("planned", "Chưa đến lúc ghi sổ phiếu"),
        ("prepared", "Ghi sổ phiếu"),
        ("counting", "Ghi sổ phiếu"),
        ("counted", "sổ phiếu chỉ để xem"),
    ],
)
def test_each_step_has_its_page(
    signed_in: SignIn, dung: User, make_session: MakeSession, state: str, text: str
) -> None:
    make_session(state=state)
    assert text in signed_in(dung).get(PAGE).content.decode()


def test_the_voting_is_closed_on_the_sessions_page(signed_in: SignIn, an: User, voting: VotingSession) -> None:
    browser = signed_in(an)
    assert "/ket-thuc-ghi-phieu/" in browser.get("/dot/DOT/hoi-nghi/HN1/").content.decode()
    Stock.objects.create(style=voting.styles.get(position=1), printed=60)
    page = browser.post("/dot/DOT/hoi-nghi/HN1/ket-thuc-ghi-phieu/", follow=True).content.decode()
    assert "Khối HĐND: sổ phiếu còn thiếu số phát ra" in page
    Stock.objects.all().delete()
    browser.post("/dot/DOT/hoi-nghi/HN1/ket-thuc-ghi-phieu/")
    voting.refresh_from_db()
    assert voting.state == SessionState.COUNTING
