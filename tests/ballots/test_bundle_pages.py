"""The clerks' and the board's pages of a count that is keyed ballot by ballot."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots.actions.bundles import create_bundle, start_bundle
from ballots.models import Bundle, BundleKeying, Count, KeyedSheet, Stock
from ballots.rules.bundles import Sheet
from campaigns.models import BallotStyle, Counting, SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.conftest import MakeSession
from tests.ballots.test_bundle_actions import SHEETS, changed, key_again, key_in, whole_session

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def session(make_session: MakeSession) -> VotingSession:
    return make_session(counting=Counting.BALLOTS)


@pytest.fixture
def style(session: VotingSession) -> BallotStyle:
    return session.styles.get(position=1)


@pytest.fixture
def bundle(style: BallotStyle, dung: User) -> Bundle:
    return create_bundle(by=dung, style=style, size=5)


def address(name: str, *more: Any) -> str:
    return reverse(name, args=["DOT", "HN1", *more])


def sent(client: Client, bundle: Bundle, **body: Any) -> Any:
    return client.post(address("bundle-save", bundle.pk), json.dumps(body), content_type="application/json")


def test_a_bundle_that_is_refused_keeps_what_was_typed(session: VotingSession, signed_in: SignIn, dung: User) -> None:
    second = session.styles.get(position=2)
    page = signed_in(dung).post(address("bundle-list"), {"do": "create", "style": second.pk, "size": "51"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Mỗi bó có từ 1 đến 50 phiếu" in text
    assert f'<option value="{second.pk}" selected>' in text
    assert 'value="51"' in text


def test_more_ballots_in_bundles_than_in_the_ledger_are_told_at_once(
    bundle: Bundle, style: BallotStyle, signed_in: SignIn, dung: User
) -> None:
    Stock.objects.create(style=style, issued=20, returned=15)
    made = [
        signed_in(dung).post(address("bundle-list"), {"do": "create", "style": style.pk, "size": size}, follow=True)
        for size in ("10", "6")
    ]
    assert ["tất cả 21 phiếu nhưng sổ phiếu ghi thu về 15" in page.content.decode() for page in made] == [False, True]


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("bundle-list", ["an", "khanh", "chi", "giang", "ha"]),
        ("bundle-keying", ["an", "khanh", "chi", "giang", "ha"]),
        ("bundle-open", ["an", "khanh", "chi", "giang", "ha"]),
        ("bundle-save", ["an", "khanh", "chi", "giang", "ha"]),
        ("bundle-decision", ["an", "khanh", "dung", "giang", "ha"]),
    ],
)
def test_who_must_not_see_it(
    bundle: Bundle, signed_in: SignIn, request: pytest.FixtureRequest, view: str, names: list[str]
) -> None:
    url = address(view) if view == "bundle-list" else address(view, bundle.pk)
    for name in names:
        client = signed_in(request.getfixturevalue(name))
        assert client.get(url).status_code in (403, 405), name
        assert client.post(url, {"do": "start"}).status_code == 403, name


def test_a_clerk_makes_a_bundle_and_keys_it_with_plain_forms(
    session: VotingSession, style: BallotStyle, signed_in: SignIn, dung: User
) -> None:
    client = signed_in(dung)
    page = client.post(address("bundle-list"), {"do": "create", "style": style.pk, "size": "2"}, follow=True)
    assert "Đã lập bó số 1" in page.content.decode()
    bundle = Bundle.objects.get()
    page = client.post(address("bundle-list"), {"do": "start", "bundle": bundle.pk}, follow=True)
    assert page.redirect_chain == [(address("bundle-keying", bundle.pk), 302)]
    assert "Lê Văn Một" in page.content.decode()
    url = address("bundle-keying", bundle.pk)
    client.post(url, {"do": "sheet", "position": "1", "shown": "", "mark-1": "1", "mark-2": "9"})
    late = client.post(url, {"do": "sheet", "position": "1", "shown": "", "mark-1": "2", "mark-2": "2"}, follow=True)
    assert "vừa được nhập ở cửa sổ khác" in late.content.decode()
    client.post(url, {"do": "sheet", "position": "2", "shown": "", "reason": "no_stamp"})
    assert list(KeyedSheet.objects.values_list("marks", "invalid_reason")) == [("19", ""), ("", "no_stamp")]
    page = client.post(url, {"do": "submit"}, follow=True)
    assert "Đã nộp bó số 1" in page.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"do": "create", "style": "x", "size": "5"},
        {"do": "create", "style": "1\0", "size": "99999999999"},
        {"do": "start", "bundle": "999999"},
        {"do": "start"},
        {},
    ],
)
def test_bad_input_gets_a_sentence(session: VotingSession, signed_in: SignIn, dung: User, data: dict[str, str]) -> None:
    page = signed_in(dung).post(address("bundle-list"), data)
    assert page.status_code == 422
    assert "alert" in page.content.decode()


def test_what_the_page_sends_is_kept(bundle: Bundle, signed_in: SignIn, dung: User) -> None:
    keying = start_bundle(by=dung, bundle=bundle)
    client = signed_in(dung)
    opened = client.post(address("bundle-open", bundle.pk), '{"window": "w1"}', content_type="application/json")
    assert opened.json() == {"sheets": {}, "before": ""}
    answer = sent(client, bundle, window="w1", position=1, marks="12", reason="", seconds=3)
    assert (answer.status_code, answer.content) == (204, b"")
    assert KeyedSheet.objects.get().marks == "12"
    assert sent(client, bundle, window="w0", position=1, marks="11").status_code == 409
    refused = sent(client, bundle, window="w1", position=9, marks="11")
    assert refused.status_code == 422
    assert "không có phiếu số 9" in refused.json()["sentence"]
    keying.refresh_from_db()
    assert (keying.window, keying.seconds) == ("w1", 3)


@pytest.mark.parametrize("body", ["", "[1]", "{", "null", '{"position": "1", "marks": 5}', '{"position": true}'])
def test_a_forged_message_does_no_harm(bundle: Bundle, signed_in: SignIn, dung: User, body: str) -> None:
    start_bundle(by=dung, bundle=bundle)
    answer = signed_in(dung).post(address("bundle-save", bundle.pk), body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert not KeyedSheet.objects.exists()


def test_keeping_a_ballot_takes_few_and_small_queries(bundle: Bundle, signed_in: SignIn, dung: User) -> None:
    """A query over many tables costs more to plan than to answer: over eight of them it was half of the whole time."""
    start_bundle(by=dung, bundle=bundle)
    client = signed_in(dung)
    with CaptureQueriesContext(connection) as captured:
        assert sent(client, bundle, window="", position=1, marks="12").status_code == 204
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 10, statements
    assert max(statement.count(" JOIN ") for statement in statements) <= 4, statements


def test_the_second_clerk_sees_nothing_of_the_first(bundle: Bundle, signed_in: SignIn, dung: User, em: User) -> None:
    start_bundle(by=em, bundle=bundle)
    client = signed_in(em)
    before = client.get(address("bundle-keying", bundle.pk)).content.decode()
    key_in(dung, bundle)
    after = client.get(address("bundle-keying", bundle.pk)).content.decode()
    csrf = "csrf"
    assert [x for x in before.splitlines() if csrf not in x] == [x for x in after.splitlines() if csrf not in x]
    opened = client.post(address("bundle-open", bundle.pk), "{}", content_type="application/json")
    assert opened.json()["sheets"] == {}
    first = BundleKeying.objects.get(by=dung)
    assert first.by != em


def test_the_board_sees_what_is_next_and_decides(
    bundle: Bundle, signed_in: SignIn, dung: User, em: User, chi: User
) -> None:
    first, second = key_in(dung, bundle), key_in(em, bundle, changed(2, Sheet("31")))
    key_again(dung, first, 2, Sheet("30"))
    key_again(em, second, 2, Sheet("31"))
    client = signed_in(chi)
    page = client.get(address("session-count")).content.decode()
    assert "người thứ ba xem phiếu giấy" in page
    assert "Phạm Tiến Dũng" in page
    url = address("bundle-decision", bundle.pk)
    assert "Phiếu thứ 2/5" in client.get(url).content.decode()
    again = client.post(url, {"mark-2-2": "0", "note": " "})
    assert again.status_code == 422
    assert 'value="0" selected' in again.content.decode()
    done = client.post(url, {"mark-2-2": "0", "note": "Đã xem phiếu"}, follow=True).content.decode()
    assert f"Đã quyết định bó số 1 ({bundle.style})" in done
    assert "Xong. Dấu của từng phiếu đã xóa" in done


def test_the_board_confirms_the_sums(
    session: VotingSession, signed_in: SignIn, dung: User, em: User, chi: User
) -> None:
    whole_session(session, dung, em)
    client = signed_in(chi)
    page = client.get(address("session-count")).content.decode()
    assert "sổ phiếu chưa có số" in page
    styles = list(session.styles.values_list("pk", flat=True))
    data = {"do": "settle"} | {f"{name}-{pk}": "5" for pk in styles for name in ("issued", "returned")}
    asked = client.post(address("session-count"), data)
    assert asked.status_code == 422
    text = asked.content.decode()
    assert "W.202" in text
    assert 'value="5"' in text
    assert not Count.objects.exists()
    answers = dict.fromkeys(_names(text), "Đã xem lại")
    page = client.post(address("session-count"), data | answers, follow=True).content.decode()
    assert "Đã xác nhận kết quả" in page
    session.refresh_from_db()
    assert session.state == SessionState.COUNTED


def _names(text: str) -> list[str]:
    return [part.split('"')[0] for part in text.split('name="')[1:] if part.startswith("giai-trinh:")]


def test_the_way_of_counting_is_chosen_on_the_page(
    make_session: MakeSession, signed_in: SignIn, dung: User, chi: User
) -> None:
    session = make_session()
    client = signed_in(chi)
    assert "Cách kiểm phiếu" in client.get(address("session-count")).content.decode()
    for way in ("khac", "ballots"):
        client.post(address("session-count"), {"do": "counting", "counting": way})
    session.refresh_from_db()
    assert session.counting == Counting.BALLOTS
    assert signed_in(dung).get(address("session-keying")).url == address("bundle-list")  # type: ignore[attr-defined]
    panel = signed_in(dung).get(address("session-count-panel")).content.decode()
    assert address("bundle-list") in panel


def test_a_bundle_is_thrown_away_on_the_page(bundle: Bundle, signed_in: SignIn, dung: User, chi: User) -> None:
    key_in(dung, bundle, SHEETS)
    client = signed_in(chi)
    data = {"do": "discard-bundle", "bundle": bundle.pk}
    assert "Ghi lý do" in client.post(address("session-count"), data, follow=True).content.decode()
    page = client.post(address("session-count"), {**data, "reason": "Buộc nhầm"}, follow=True).content.decode()
    assert "Đã hủy bó phiếu" in page
    assert not Bundle.objects.exists()
