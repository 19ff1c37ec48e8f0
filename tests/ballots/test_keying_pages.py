"""The typist's page, the board's page and the panel, each also tried by somebody who must not see it."""

import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from ballots.actions.keying import start_keying, submit_keying
from ballots.models import Count, TotalsKeying
from ballots.queries.totals import keyings_of
from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.conftest import MakeSession
from tests.ballots.test_keying_actions import agreed, sheet

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def session(make_session: MakeSession) -> VotingSession:
    return make_session()


def address(name: str) -> str:
    return reverse(name, args=["DOT", "HN1"])


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("session-keying", ["an", "khanh", "chi", "giang", "ha"]),
        ("session-count", ["an", "khanh", "dung", "giang", "ha"]),
        ("session-count-panel", ["ha", "binh"]),
    ],
)
def test_who_must_not_see_it(
    session: VotingSession, signed_in: SignIn, request: pytest.FixtureRequest, view: str, names: list[str]
) -> None:
    for name in names:
        client = signed_in(request.getfixturevalue(name))
        assert client.get(address(view)).status_code == (404 if name == "binh" else 403), name
        if view != "session-count-panel":
            assert client.post(address(view), {"do": "start"}).status_code == 403, name
    assert not TotalsKeying.objects.exists()
    assert Client().get(address(view)).status_code == 302


def test_an_unknown_session_is_not_found(session: VotingSession, signed_in: SignIn, dung: User) -> None:
    assert signed_in(dung).get(reverse("session-keying", args=["DOT", "KHAC"])).status_code == 404


def test_a_clerk_begins_and_gets_the_sheet(session: VotingSession, signed_in: SignIn, dung: User) -> None:
    client = signed_in(dung)
    assert "Bắt đầu nhập" in client.get(address("session-keying")).content.decode()
    page = client.post(address("session-keying"), {"do": "start"}, follow=True).content.decode()
    assert "Phạm Văn Ba" in page
    assert page.count('inputmode="numeric"') == 2 * 4 + 3 * 3


def test_a_change_is_kept_by_htmx(session: VotingSession, signed_in: SignIn, dung: User) -> None:
    keying = start_keying(by=dung, session=session)
    name = next(iter(sheet(session)))
    data = {name: "4", "do": "submit"}  # htmx sends the button that has the focus along
    answer = signed_in(dung).post(address("session-keying"), data, headers={"HX-Request": "true"})
    assert "Đã lưu" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    keying.refresh_from_db()
    assert keying.cells == {name: "4"}


def test_a_forged_nul_does_no_harm(session: VotingSession, signed_in: SignIn, dung: User, chi: User) -> None:
    keying = start_keying(by=dung, session=session)
    first, second, *_ = sheet(session)
    forged = {first: "4\0", second: "5", "giai-trinh:W.201:style:1": "mất\0", "do": "save"}
    assert signed_in(dung).post(address("session-keying"), forged).status_code == 302
    keying.refresh_from_db()
    assert keying.cells == {second: "5"}
    assert signed_in(chi).post(address("session-count"), {"do": "discard", "reason": "Nhầm\0"}).status_code == 302
    assert not TotalsKeying.objects.exists()


def test_saving_without_javascript(session: VotingSession, signed_in: SignIn, dung: User) -> None:
    start_keying(by=dung, session=session)
    name = next(iter(sheet(session)))
    page = signed_in(dung).post(address("session-keying"), {name: "4", "do": "save"}, follow=True)
    assert "Đã lưu bản nhập dở" in page.content.decode()
    assert 'value="4"' in page.content.decode()


def test_errors_stand_beside_their_cells(session: VotingSession, signed_in: SignIn, dung: User) -> None:
    start_keying(by=dung, session=session)
    page = signed_in(dung).post(address("session-keying"), {**sheet(session, Ba_high="41"), "do": "submit"})
    text = page.content.decode()
    assert "cộng các mức được 48, nhiều hơn 47" in text
    assert text.count('aria-invalid="true"') == 3
    assert "Chưa nộp được" in text


def test_warnings_are_asked_and_answered(session: VotingSession, signed_in: SignIn, dung: User) -> None:
    start_keying(by=dung, session=session)
    data = {**sheet(session, Ba_high="39"), "do": "submit"}
    page = signed_in(dung).post(address("session-keying"), data).content.decode()
    ba = session.subjects().get(printed_name="Phạm Văn Ba")
    field = f"giai-trinh:W.301:subject:{ba.pk}"
    assert f'name="{field}"' in page
    page = signed_in(dung).post(address("session-keying"), {**data, field: "bỏ trống"}, follow=True).content.decode()
    assert "Đã nộp" in page


def test_only_cells_that_came_back_are_open(session: VotingSession, signed_in: SignIn, dung: User, em: User) -> None:
    submit_keying(by=dung, keying=start_keying(by=dung, session=session), typed=sheet(session))
    start_keying(by=em, session=session)
    data = {**sheet(session, Hai_high="41", Hai_low="1"), "do": "submit"}
    page = signed_in(em).post(address("session-keying"), data, follow=True).content.decode()
    assert "2 ô" in page
    assert page.count('inputmode="numeric"') == 2
    assert page.count("(nhập lại)") == 2


def test_the_second_never_sees_the_first(session: VotingSession, signed_in: SignIn, dung: User, em: User) -> None:
    odd = sheet(session, Ba_high="31", Ba_normal="14")
    submit_keying(by=dung, keying=start_keying(by=dung, session=session), typed=odd)
    client = signed_in(em)
    before = client.get(address("session-keying")).content.decode()
    during = client.post(address("session-keying"), {"do": "start"}, follow=True).content.decode()
    shown = re.sub(r"<[^>]*>", " ", before)
    assert not re.search(r"\b(31|14)\b", shown)
    assert 'value="31"' not in during
    assert 'value="14"' not in during


def test_a_third_clerk_is_told(session: VotingSession, signed_in: SignIn, dung: User, em: User) -> None:
    from config.accounts.permissions import Role
    from tests.conftest import person

    for by in (dung, em):
        start_keying(by=by, session=session)
    client = signed_in(person("khac", "Người Khác", Role.CLERK))
    assert "Đã có hai người nhập" in client.get(address("session-keying")).content.decode()
    answer = client.post(address("session-keying"), {"do": "start"}, follow=True)
    assert "Phạm Tiến Dũng và Hoàng Văn Em" in answer.content.decode()


def test_handed_in_twice_by_a_double_click(session: VotingSession, signed_in: SignIn, dung: User) -> None:
    start_keying(by=dung, session=session)
    data = {**sheet(session), "do": "submit"}
    client = signed_in(dung)
    client.post(address("session-keying"), data)
    assert "không sửa được nữa" in client.post(address("session-keying"), data, follow=True).content.decode()
    late = client.post(address("session-keying"), data, headers={"HX-Request": "true"})
    assert "không sửa được nữa" in late.content.decode()


def test_the_board_sees_who_but_not_what(session: VotingSession, signed_in: SignIn, dung: User, chi: User) -> None:
    odd = sheet(session, Ba_high="31", Ba_normal="14")
    submit_keying(by=dung, keying=start_keying(by=dung, session=session), typed=odd)
    page = signed_in(chi).get(address("session-count")).content.decode()
    assert "Phạm Tiến Dũng" in page
    assert "Đã nộp một lần" in page
    assert ">31<" not in page
    assert "disabled" in page


def test_the_board_confirms(session: VotingSession, signed_in: SignIn, dung: User, em: User, chi: User) -> None:
    agreed(session, dung, em, Ba_high="19", Ba_normal="2", Ba_low="25")
    client = signed_in(chi)
    page = client.get(address("session-count")).content.decode()
    assert "53,19" in page
    assert "Xem lại phiếu trước khi xác nhận" in page
    assert "đã xem lại (em)" in page
    done = client.post(address("session-count"), {"do": "settle"}, follow=True).content.decode()
    assert "Đã xác nhận kết quả" in done
    assert "25/47 phiếu thu về = 53,19 %" in done
    session.refresh_from_db()
    assert session.state == SessionState.COUNTED


def test_the_board_begins_anew(session: VotingSession, signed_in: SignIn, dung: User, em: User, chi: User) -> None:
    agreed(session, dung, em)
    client = signed_in(chi)
    assert "Ghi lý do" in client.post(address("session-count"), {"do": "discard"}, follow=True).content.decode()
    page = client.post(address("session-count"), {"do": "discard", "reason": "nhầm"}, follow=True).content.decode()
    assert "Đã hủy số liệu" in page
    assert not keyings_of(session)


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.VOTING])
def test_before_the_count_the_pages_say_so(
    make_session: MakeSession, signed_in: SignIn, dung: User, chi: User, state: str
) -> None:
    make_session(state=state)
    assert "Không phải lúc nhập" in signed_in(dung).get(address("session-keying")).content.decode()
    assert "Chưa kiểm phiếu" in signed_in(chi).get(address("session-count")).content.decode()
    assert "Chưa kiểm phiếu" in signed_in(chi).get(address("session-count-panel")).content.decode()


def test_the_panel_is_a_fragment_and_a_page(session: VotingSession, signed_in: SignIn, chi: User) -> None:
    fragment = signed_in(chi).get(address("session-count-panel"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert address("session-count") in fragment
    assert "<html" in signed_in(chi).get(address("session-count-panel")).content.decode()


def test_the_panel_shows_results_to_those_who_may(
    session: VotingSession, signed_in: SignIn, dung: User, em: User, chi: User, giang: User
) -> None:
    from ballots.actions.settling import settle_count

    agreed(session, dung, em)
    settle_count(by=chi, session=session)
    assert "85,11" in signed_in(giang).get(address("session-count-panel")).content.decode()
    clerk = signed_in(dung).get(address("session-count-panel")).content.decode()
    assert "85,11" not in clerk
    assert "Đã có kết quả" in clerk


def test_the_sheet_takes_a_fixed_number_of_queries(
    session: VotingSession, signed_in: SignIn, dung: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    from campaigns.models import BallotStyle, Subject

    for position in range(3, 13):
        style = BallotStyle.objects.create(session=session, name=f"Khối {position}", position=position)
        Subject.objects.bulk_create(
            Subject(style=style, printed_name=f"Người {n}", printed_title="x", position=n) for n in range(1, 11)
        )
    start_keying(by=dung, session=session)
    client = signed_in(dung)
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        assert client.get(address("session-keying")).status_code == 200


def test_nothing_of_a_count_is_in_the_admin() -> None:
    assert not [model for model in admin.site._registry if model._meta.app_label == "ballots"]
    assert not Count.objects.exists()


def test_the_board_leads_back_to_the_voting(session: VotingSession, signed_in: SignIn, chi: User) -> None:
    signed_in(chi).post(address("session-count"), {"do": "reopen", "reason": "Còn phiếu"})
    session.refresh_from_db()
    assert session.state == SessionState.VOTING
