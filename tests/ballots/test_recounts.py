"""Counting again through the pages that people have: chosen bundles, one column, and another number of ballots."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ballots.actions.bundle_settling import settle_bundles
from ballots.actions.settling import settle_count
from ballots.models import Bundle, KeyedSheet, Reopening, Stock
from ballots.queries.counts import results_of
from ballots.queries.laws import violations
from ballots.queries.versions import versions_of
from ballots.rules.bundles import Sheet
from ballots.rules.versions import differing_cells
from campaigns.actions.tallies import recount
from campaigns.models import Counting, SessionState, Subject, VotingSession
from config.accounts.models import User
from tests.ballots.conftest import MakeSession
from tests.ballots.test_bundle_actions import SHEETS, changed, whole_session
from tests.ballots.test_keying_actions import key_in, sheet

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
VOTES = {"high": "38", "normal": "5", "low": "4"}
LEDGER = "/dot/DOT/hoi-nghi/HN1/so-phieu/"


@pytest.fixture
def by_ballots(make_session: MakeSession, dung: User, em: User, chi: User) -> VotingSession:
    """Five ballots of each kind, keyed in a bundle each and settled."""
    session = make_session(counting=Counting.BALLOTS)
    recount([session.pk])
    whole_session(session, dung, em)
    for style in session.styles.all():
        Stock.objects.create(style=style, issued=6, returned=5)
    asked = settle_bundles(by=chi, session=session)
    settle_bundles(by=chi, session=session, explanations={problem.key: "Đã xem lại" for problem in asked})
    session.refresh_from_db()
    return session


@pytest.fixture
def by_totals(make_session: MakeSession, dung: User, em: User, chi: User) -> VotingSession:
    session = make_session()
    recount([session.pk])
    for by in (dung, em):
        key_in(by, session)
    return settle_count(by=chi, session=session)


def address(name: str, *more: Any) -> str:
    return reverse(name, args=["DOT", "HN1", *more])


def open_again(head: Client, leader: Client, scope: str, **chosen: Any) -> None:
    head.post(address("session-reopen"), {"scope": scope, "reason": "Kiến nghị", **chosen})
    leader.post(address("reopening-confirm", Reopening.objects.get(state="proposed").pk), {"do": "confirm"})


def key_bundle(clerk: Client, bundle: Bundle, sheets: Sequence[Sheet]) -> str:
    """Begin, send every ballot as the page does, hand in: what the page says then."""
    clerk.post(address("bundle-list"), {"do": "start", "bundle": bundle.pk})
    clerk.post(address("bundle-open", bundle.pk), {"window": "w"}, content_type="application/json")
    for position, ballot in enumerate(sheets, 1):
        body = json.dumps({"window": "w", "position": position, "marks": ballot.marks, "reason": ballot.reason})
        assert clerk.post(address("bundle-save", bundle.pk), body, content_type="application/json").status_code == 204
    return clerk.post(address("bundle-keying", bundle.pk), {"do": "submit"}, follow=True).content.decode()


def settle(head: Client) -> str:
    """The board's page: every question is answered, then the result is confirmed."""
    page = head.get(address("session-count"))
    questions = page.context.get("questions", [])
    answers = {question["name"]: "Đã xem lại" for question in questions}
    return head.post(address("session-count"), {"do": "settle", **answers}, follow=True).content.decode()


def test_a_chosen_bundle_is_keyed_again_and_the_other_keeps_its_sums(
    by_ballots: VotingSession, signed_in: SignIn, dung: User, em: User, chi: User, khanh: User
) -> None:
    head, first = signed_in(chi), Bundle.objects.get(style__position=1)
    open_again(head, signed_in(khanh), "bundles", bundles=[first.pk])
    again, kept = Bundle.objects.filter(version=2).order_by("style__position")
    assert (again.state, kept.state) == (Bundle.State.KEYING, Bundle.State.AGREED)
    waiting = head.get(address("session-count")).content.decode()
    assert "Còn 1 bó phiếu chưa khớp" in waiting
    assert "Quay lại bước ghi phiếu" not in waiting
    refused = signed_in(dung).post(address("bundle-list"), {"do": "start", "bundle": kept.pk}, follow=True)
    assert "Phạm Tiến Dũng và Hoàng Văn Em" in refused.content.decode() or "đã nộp" in refused.content.decode()
    key_bundle(signed_in(dung), again, changed(3, Sheet("31")))
    assert "hai lần nhập khớp nhau" in key_bundle(signed_in(em), again, changed(3, Sheet("31")))
    assert not KeyedSheet.objects.exists()
    assert "Đã xác nhận kết quả" in settle(head)
    by_ballots.refresh_from_db()
    earlier, later = versions_of(by_ballots)
    person = Subject.objects.get(printed_name="Lê Văn Một")
    assert differing_cells(earlier, later) == {f"subject:{person.pk}:low"}
    assert results_of(by_ballots)[0].people[0].result.votes == {"high": 2, "normal": 0, "low": 2}
    assert not list(violations())


def test_a_bundle_that_holds_another_number_of_ballots_needs_the_ledger_corrected(
    by_ballots: VotingSession, signed_in: SignIn, dung: User, em: User, chi: User, khanh: User
) -> None:
    """The sixth ballot lay under the table: the bundle is made anew, and the ledger says six."""
    head, clerk, first = signed_in(chi), signed_in(dung), Bundle.objects.get(style__position=1)
    open_again(head, signed_in(khanh), "bundles", bundles=[first.pk])
    again = Bundle.objects.get(version=2, style__position=1)
    head.post(address("session-count"), {"do": "discard-bundle", "bundle": again.pk, "reason": "Có sáu phiếu"})
    clerk.post(address("bundle-list"), {"do": "create", "style": first.style_id, "size": "6"})
    six = Bundle.objects.get(version=2, style__position=1)
    for by in (dung, em):
        key_bundle(signed_in(by), six, [*SHEETS, Sheet("22")])
    page = head.get(address("session-count")).content.decode()
    assert "các bó có tất cả 6 phiếu nhưng thu về 5" in page
    assert f'<a href="{LEDGER}">Mở Sổ phiếu</a>' in page
    assert "các bó có tất cả 6 phiếu nhưng thu về 5" in settle(head)
    clerk.post(LEDGER, {f"style:{first.style_id}:returned": "6", f"seen:style:{first.style_id}:returned": "5"})
    assert "Mở Sổ phiếu" not in head.get(address("session-count")).content.decode()
    assert "Đã xác nhận kết quả" in settle(head)
    by_ballots.refresh_from_db()
    assert [version.ballots[0].returned for version in versions_of(by_ballots)] == [5, 6]
    assert not list(violations())


def test_totals_with_another_number_of_ballots_need_the_ledger_corrected(
    by_totals: VotingSession, signed_in: SignIn, dung: User, em: User, chi: User, khanh: User
) -> None:
    """One ballot of each kind turns out to be missing."""
    head, styles = signed_in(chi), list(by_totals.styles.values_list("pk", flat=True))
    open_again(head, signed_in(khanh), "all")
    assert f'<a href="{LEDGER}">Sổ phiếu</a>' in head.get(address("session-versions")).content.decode()
    by_totals.refresh_from_db()
    fewer = sheet(by_totals, returned="46", valid="46", Một_high="39", Hai_high="39", Ba_high="39")
    why = {f"giai-trinh:W.201:style:{style}": "Một phiếu không thu về" for style in styles}
    for by in (dung, em):
        signed_in(by).post(address("session-keying"), {"do": "start"})
        signed_in(by).post(address("session-keying"), {"do": "submit", **fewer, **why})
    page = head.get(address("session-count")).content.decode()
    assert "số thu về trong sổ phiếu là 47, số liệu kiểm phiếu ghi 46" in page
    assert f'<a href="{LEDGER}">Mở Sổ phiếu</a>' in page
    assert 'disabled aria-describedby="ledger"' in page
    corrected = {f"style:{style}:returned": "46" for style in styles}
    signed_in(dung).post(LEDGER, {**corrected, **{f"seen:{name}": "47" for name in corrected}})
    assert "Đã xác nhận kết quả" in settle(head)
    by_totals.refresh_from_db()
    assert by_totals.state == SessionState.COUNTED
    assert [version.ballots[1].returned for version in versions_of(by_totals)] == [47, 46]


def test_one_column_is_keyed_again_on_the_page(
    by_totals: VotingSession, signed_in: SignIn, dung: User, em: User, chi: User, khanh: User
) -> None:
    head, person = signed_in(chi), Subject.objects.get(printed_name="Trần Thị Hai")
    open_again(head, signed_in(khanh), "column", subject=person.pk)
    cells = {f"subject:{person.pk}:{level}": number for level, number in VOTES.items()}
    for by in (dung, em):
        clerk = signed_in(by)
        clerk.post(address("session-keying"), {"do": "start"})
        page = clerk.get(address("session-keying")).content.decode()
        assert page.count('name="subject:') == 3
        assert 'name="style:' not in page
        said = clerk.post(address("session-keying"), {"do": "submit", **cells}, follow=True).content.decode()
    assert "Hai lần nhập khớp nhau" in said
    assert "Đã xác nhận kết quả" in settle(head)
    by_totals.refresh_from_db()
    earlier, later = versions_of(by_totals)
    assert differing_cells(earlier, later) <= set(cells)
    assert [later.cells()[name] for name in cells] == [38, 5, 4]
    assert not list(violations())
