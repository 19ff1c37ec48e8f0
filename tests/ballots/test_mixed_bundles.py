"""A session cast in two ways whose paper waits for the box: counted ballot by ballot, counted again, thrown away."""

from pathlib import Path
from typing import Any

import pytest

from ballots.actions.revote import confirm_revote, propose_revote
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.models import Bundle, Channel, Count, Stock
from ballots.queries.laws import violations
from ballots.rules.bundles import Sheet
from campaigns.actions.tallies import recount
from campaigns.models import Casting, Counting, SessionState
from config.accounts.models import User
from tests.ballots.boxes import Screen, cast_all, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.test_box_pages import BOX, SignedIn, body, typed
from tests.ballots.test_bundle_actions import changed, whole_session
from tests.ballots.test_mixed_sessions import BALLOTS, HERE, key_paper
from tests.ballots.test_recounts import key_bundle, open_again, settle
from tests.reports.papers import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


COUNT = f"{HERE}kiem-phieu/"
CONFIRM = 'value="settle"'
DONE = "Phiếu giấy đã kiểm xong"


@pytest.fixture
def screen(make_session: MakeSession, chi: User, an: User, dung: User, em: User) -> Screen:
    """Three ballots in the closed box, five on paper of each kind, keyed in a bundle each."""
    found = open_screen(make_session, chi, casting=Casting.MIXED, counting=Counting.BALLOTS)
    recount([found.session.pk])
    cast_all(found, BALLOTS)
    session = close(found, chi, an, unused=5)
    whole_session(session, dung, em)
    for style in session.styles.all():
        Stock.objects.create(style=style, channel=Channel.PAPER, issued=6, returned=5)
    return found


def test_bundles_beside_the_box_to_the_seal_and_again(
    screen: Screen, chi: User, dung: User, em: User, khanh: User, signed_in: SignedIn
) -> None:
    session, head, leader = screen.session, signed_in(chi), signed_in(khanh)
    assert "Đã xác nhận kết quả" in settle(head)
    waiting = body(head.get(COUNT))
    assert DONE in waiting
    assert CONFIRM not in waiting
    assert not list(violations())
    head.post(BOX, {"do": "open", **typed(screen.cards[:2])})
    for version, ballot in ((2, Sheet("31")), (3, Sheet("32"))):
        open_again(head, leader, "bundles", bundles=[Bundle.objects.get(version=version - 1, style__position=1).pk])
        assert not list(violations())
        again = Bundle.objects.get(version=version, style__position=1)
        for clerk in (dung, em):
            key_bundle(signed_in(clerk), again, changed(3, ballot))
        settle(head)
        if version == 2:  # after the seal its slips are gone
            head.post(BOX, {"do": "open", **typed(screen.cards[1:])})
        propose_seal(by=chi, session=session)
        confirm_seal(by=khanh, session=session)
        session.refresh_from_db()
        assert session.state == SessionState.SEALED
        assert not list(violations())
    minutes = text(head.get(f"{HERE}bien-ban.pdf").content)
    assert "phiếu ghi trên màn hình giữ số liệu lần 2" in minutes
    assert "Khối HĐND: cộng 9 19,15 8 88,89 7 87,50 1 12,50" in minutes


def test_a_bundle_thrown_away_takes_the_count_of_the_paper_with_it(
    screen: Screen, chi: User, dung: User, signed_in: SignedIn
) -> None:
    head, clerk = signed_in(chi), signed_in(dung)
    settle(head)
    first = Bundle.objects.get(style__position=1)
    new = {"do": "create", "style": first.style_id, "size": "5"}
    assert DONE in body(clerk.post(f"{COUNT}bo-phieu/", new, follow=True))
    assert Bundle.objects.count() == 2
    assert "kết quả phiếu giấy đã xác nhận bị xóa" in body(head.get(COUNT))
    head.post(COUNT, {"do": "discard-bundle", "bundle": first.pk, "reason": "Buộc nhầm bó"})
    assert not Count.objects.exists()
    assert DONE not in body(head.get(COUNT))
    clerk.post(f"{COUNT}bo-phieu/", new)
    assert Bundle.objects.count() == 2


def test_paper_that_is_voted_again_leaves_no_count(
    make_session: MakeSession, chi: User, an: User, dung: User, em: User, khanh: User, signed_in: SignedIn
) -> None:
    """The paper was confirmed before anybody knew that the box does not open."""
    screen = open_screen(make_session, chi, casting=Casting.MIXED)
    cast_all(screen, BALLOTS)
    session, head = close(screen, chi, an, unused=5), signed_in(chi)
    key_paper(session, dung, em)
    assert CONFIRM in body(head.get(COUNT))
    head.post(COUNT, {"do": "settle"})
    assert CONFIRM not in body(head.get(COUNT))
    propose_revote(by=chi, session=session, reason="Mất hai thẻ")
    head.post(COUNT, {"do": "discard", "reason": "Ghi phiếu lại"})
    confirm_revote(by=khanh, session=session)
    assert not Count.objects.exists()
    session.refresh_from_db()
    assert session.state == SessionState.CHECKING_IN
