"""A closed box that cannot be opened: two people destroy it, and the session votes anew."""

from typing import Any

import pytest

from ballots.actions.box_opening import open_box
from ballots.actions.boxes import lock_box, try_cards
from ballots.actions.code_slips import print_codes
from ballots.actions.keying import discard_keyings
from ballots.actions.revote import confirm_revote, propose_revote, withdraw_revote
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.models import AccessCode, BallotBox, Count, Receipt, Slip, Stock
from ballots.rules.seal_payload import parse
from campaigns.actions.day import open_voting
from campaigns.models import Casting, SessionState, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from tests.ballots.boxes import HOLDERS, Screen, cast_all, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.test_box_pages import BOX, SignedIn, body, typed
from tests.ballots.test_mixed_sessions import key_paper
from tests.reports.papers import text

pytestmark = pytest.mark.django_db
BALLOTS = [("high", "high", "low"), ("high", "normal", ""), ("low", "high", "high")]
REASON = "Hai người giữ thẻ làm mất thẻ khóa"
HERE = "/dot/DOT/hoi-nghi/HN1/"


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Any) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


@pytest.fixture
def shut(make_session: MakeSession, chi: User, an: User) -> Screen:
    """Three ballots in a closed box."""
    screen = open_screen(make_session, chi)
    cast_all(screen, BALLOTS)
    close(screen, chi, an, unused=5)
    return screen


def vote_anew(screen: Screen, chi: User, an: User) -> Screen:
    session = VotingSession.objects.get(pk=screen.session.pk)
    again = Screen(session, lock_box(by=chi, session=session, holders=HOLDERS, threshold=2))
    try_cards(by=chi, session=session, cards=again.cards[:2])
    again.codes = print_codes(by=chi, session=session, number=8)
    open_voting(by=chi, session=session, total_members=50, summoned=50, present=47)
    cast_all(again, BALLOTS[:2])
    close(again, chi, an, unused=6)
    return again


@pytest.mark.promise("cards_lost")
def test_from_the_lost_cards_to_the_sealed_minutes(
    shut: Screen, chi: User, an: User, khanh: User, signed_in: SignedIn
) -> None:
    head, leader = signed_in(chi), signed_in(khanh)
    assert "Không đủ thẻ khóa, hoặc hòm không mở được" in body(head.get(BOX))
    asked = body(head.post(BOX, {"do": "propose-revote", "reason": REASON}, follow=True))
    assert REASON in asked
    assert "người xác nhận phải là người khác" in asked
    done = body(leader.post(BOX, {"do": "confirm-revote"}, follow=True))
    assert "Khóa hòm mới, rồi mời đại biểu ghi phiếu lại" in done
    assert "một lần ghi phiếu trên màn hình với 3 phiếu, không kiểm được" in done
    shut.session.refresh_from_db()
    assert (shut.session.state, shut.session.box) == (SessionState.CHECKING_IN, "")
    for rows in (BallotBox, Slip, Receipt, AccessCode, Stock):
        assert not rows.objects.exists()

    again = vote_anew(shut, chi, an)
    with pytest.raises(Refused, match="thẻ của hòm phiếu khác"):
        open_box(by=chi, session=again.session, cards=shut.cards[:2])
    head.post(BOX, {"do": "open", **typed(again.cards[:2])})
    counts = Count.objects.filter(style__session=again.session)
    assert {count.returned for count in counts} == {2}
    propose_seal(by=chi, session=again.session)
    seal = confirm_seal(by=khanh, session=again.session)
    told = parse(seal.payload).box.splitlines()
    assert told[0].startswith("Trước lần ghi phiếu này đã có một lần ghi phiếu trên màn hình với 3 phiếu")
    assert f"{chi.full_name}, {khanh.full_name} xác nhận" in told[0]
    assert REASON in text(head.get(f"{HERE}bien-ban.pdf").content)


def test_two_different_people_and_a_reason(shut: Screen, chi: User, khanh: User, an: User) -> None:
    session = shut.session
    with pytest.raises(Refused, match="Ghi lý do"):
        propose_revote(by=chi, session=session, reason="  ")
    with pytest.raises(Refused, match="Chưa ai đề nghị"):
        confirm_revote(by=khanh, session=session)
    propose_revote(by=chi, session=session, reason=REASON)
    with pytest.raises(Refused, match="Đã có đề nghị"):
        propose_revote(by=khanh, session=session, reason=REASON)
    with pytest.raises(Refused, match="phải là người khác"):
        confirm_revote(by=chi, session=session)
    assert Slip.objects.count() == len(BALLOTS) * 5  # one for each of three people and of two styles
    withdraw_revote(by=khanh, session=session)
    with pytest.raises(Refused, match="Không có đề nghị"):
        withdraw_revote(by=chi, session=session)
    assert list(
        AuditEvent.objects.filter(action__startswith="ballots.revote").order_by("pk").values_list("action", flat=True)
    ) == ["ballots.revote_proposed", "ballots.revote_withdrawn"]


def test_cards_that_turn_up_open_the_box_after_all(shut: Screen, chi: User, khanh: User) -> None:
    propose_revote(by=chi, session=shut.session, reason=REASON)
    open_box(by=chi, session=shut.session, cards=shut.cards[1:])
    with pytest.raises(Refused, match="hòm đã đóng mà chưa mở được"):
        confirm_revote(by=khanh, session=shut.session)
    assert Count.objects.filter(style__session=shut.session).count() == 2


def test_an_open_box_is_closed_first(make_session: MakeSession, chi: User) -> None:
    screen = open_screen(make_session, chi)
    with pytest.raises(Refused, match="hòm đã đóng mà chưa mở được"):
        propose_revote(by=chi, session=screen.session, reason=REASON)


def test_paper_that_was_keyed_is_thrown_away_first(
    make_session: MakeSession, chi: User, an: User, khanh: User, dung: User, em: User
) -> None:
    screen = open_screen(make_session, chi, codes=60, casting=Casting.MIXED)
    cast_all(screen, BALLOTS)
    close(screen, chi, an, unused=57)
    key_paper(screen.session, dung, em)
    propose_revote(by=chi, session=screen.session, reason=REASON)
    with pytest.raises(Refused, match="Đã nhập số liệu phiếu giấy"):
        confirm_revote(by=khanh, session=screen.session)
    discard_keyings(by=chi, session=screen.session, reason=REASON)
    assert confirm_revote(by=khanh, session=screen.session).state == SessionState.CHECKING_IN


def test_the_minutes_tell_of_every_ballot_however_it_was_sent(
    make_session: MakeSession, chi: User, an: User, khanh: User
) -> None:
    screen = open_screen(make_session, chi)
    for code in screen.codes[:2]:
        screen.cast(code, *BALLOTS[0], nonce="a" * 32)
    close(screen, chi, an, unused=6)
    propose_revote(by=chi, session=screen.session, reason=REASON)
    confirm_revote(by=khanh, session=screen.session)
    assert AuditEvent.objects.get(action="ballots.revote").after["ballots"] == 2
