"""The locked ballot box from the lock to the destroyed slips, by its actions."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ballots.actions.box_closing import confirm_closing, propose_closing
from ballots.actions.box_opening import open_box
from ballots.actions.boxes import drop_box, lock_box, try_cards
from ballots.actions.casting import WRONG_CODE, WrongCode, cast_ballot
from ballots.actions.code_slips import exchange_code, print_codes
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.keyed_digests import IN_USE, INVITED, code_digest, device_digest, kiosk_digest, nonce_digest
from ballots.models import AccessCode, BallotBox, Channel, Count, Receipt, Slip, Stock
from ballots.queries.boxes import ballots_in, styles_of
from ballots.queries.counts import results_of
from ballots.queries.linking import stored_rows
from ballots.rules.slips import sealed_slips
from campaigns.actions.day import open_voting
from campaigns.models import BoxState, SessionState
from config.accounts.models import User
from config.errors import Refused
from tests.ballots.boxes import HOLDERS, Screen, cast_all, close, locked, open_screen
from tests.ballots.conftest import MakeSession

pytestmark = pytest.mark.django_db
BALLOTS = [("high", "high", "low"), ("high", "normal", ""), ("low", "high", "high")]


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi)


@pytest.mark.promise("destroyed")
def test_from_the_lock_to_the_result(screen: Screen, chi: User, an: User, khanh: User) -> None:
    cast_all(screen, BALLOTS)
    assert ballots_in(screen.box) == 3
    assert Slip.objects.count() == 3 * (3 + 2)
    close(screen, chi, an, unused=5)
    assert not AccessCode.objects.exists()
    assert Slip.objects.count() == 15
    opened = open_box(by=chi, session=screen.session, cards=screen.cards[1:])
    assert opened.state == SessionState.COUNTED
    stock = Stock.objects.filter(channel=Channel.SCREEN).first()
    assert stock is not None
    assert (stock.printed, stock.issued, stock.spoiled, stock.unused, stock.returned) == (8, 3, 0, 5, 3)
    lines = [person.result for style in results_of(opened) for person in style.people]
    assert [line.votes for line in lines] == [
        {"high": 2, "normal": 0, "low": 1},
        {"high": 2, "normal": 1, "low": 0},
        {"high": 1, "normal": 0, "low": 1},
    ]
    assert [line.line_invalid for line in lines] == [0, 0, 1]
    propose_seal(by=chi, session=screen.session)
    confirm_seal(by=khanh, session=screen.session)
    screen.session.refresh_from_db()
    assert screen.session.box == BoxState.DESTROYED
    assert not Slip.objects.exists()
    assert not Receipt.objects.exists()
    assert screen.box.destroyed_at is not None


def test_the_same_nonce_is_the_same_ballot(screen: Screen) -> None:
    nonce = screen.cast(screen.codes[0], *BALLOTS[0])
    assert screen.cast(screen.codes[0], *BALLOTS[1], nonce=nonce) == nonce
    assert Slip.objects.count() == 5


def test_a_used_code_takes_no_second_ballot(screen: Screen) -> None:
    screen.cast(screen.codes[0], *BALLOTS[0])
    with pytest.raises(WrongCode, match="Mã không dùng được"):
        screen.cast(screen.codes[0], *BALLOTS[1])
    assert Slip.objects.count() == 5


def test_wrong_used_and_ended_codes_hear_the_same(screen: Screen, chi: User) -> None:
    screen.cast(screen.codes[0], *BALLOTS[0])
    exchange_code(by=chi, session=screen.session, code=screen.codes[1])
    for code in (screen.codes[0], screen.codes[1], "0123456789", "không phải mã", ""):
        with pytest.raises(WrongCode) as told:
            screen.cast(code, *BALLOTS[0])
        assert str(told.value) == WRONG_CODE


def test_a_code_typed_like_it_looks_works(screen: Screen) -> None:
    code = screen.codes[0].lower().replace("0", "o").replace("1", "l")
    screen.cast(f" {code[:5]} - {code[5:]} ", *BALLOTS[0])
    assert ballots_in(screen.box) == 1


def test_a_ballot_is_in_whole_or_not_at_all(screen: Screen) -> None:
    marks = screen.marks(*BALLOTS[0])
    for faulty in ({}, dict(list(marks.items())[:2]), {**marks, 0: "high"}, dict.fromkeys(marks, "wonderful")):
        with pytest.raises(Refused, match="thiếu hoặc sai dòng"):
            cast_ballot(box=screen.box, code=screen.codes[0], nonce="n" * 32, marks=faulty)
    assert not Slip.objects.exists()
    screen.cast(screen.codes[0], *BALLOTS[0])


def test_a_late_answer_tells_the_truth_after_the_closing(screen: Screen, chi: User, an: User) -> None:
    nonce = screen.cast(screen.codes[0], *BALLOTS[0])
    close(screen, chi, an)
    screen.cast(screen.codes[0], *BALLOTS[0], nonce=nonce)
    with pytest.raises(WrongCode):
        screen.cast(screen.codes[1], *BALLOTS[0])
    assert Slip.objects.count() == 5


def test_two_codes_with_one_nonce_do_not_stop_the_closing(screen: Screen, chi: User, an: User) -> None:
    for code in screen.codes[:2]:
        screen.cast(code, *BALLOTS[0], nonce="n" * 32)
    close(screen, chi, an)
    assert Slip.objects.count() == 10
    assert Receipt.objects.count() == 1


def test_two_people_close(screen: Screen, chi: User) -> None:
    propose_closing(by=chi, session=screen.session, unused=8)
    with pytest.raises(Refused, match="phải là người khác"):
        confirm_closing(by=chi, session=screen.session)


def test_more_ballots_than_slips_handed_out_do_not_close(screen: Screen, chi: User, an: User) -> None:
    propose_closing(by=chi, session=screen.session, unused=7)
    cast_all(screen, BALLOTS)
    with pytest.raises(Refused, match="Trong hòm có 3 phiếu mà chỉ phát 1 phiếu mã"):
        confirm_closing(by=an, session=screen.session)


def test_one_transaction_wrote_everything_that_is_left(screen: Screen, chi: User, an: User) -> None:
    cast_all(screen, BALLOTS)
    before = set(Slip.objects.values_list("id", flat=True))
    close(screen, chi, an)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM ballots_slip")
        assert cursor.fetchone() == (1,)
    assert not before & set(Slip.objects.values_list("id", flat=True))


def test_too_few_or_foreign_cards_open_nothing(screen: Screen, make_session: MakeSession, chi: User, an: User) -> None:
    close(screen, chi, an)
    other = locked(make_session, chi, code="HN2")
    for cards, said in (
        (screen.cards[:1], "Cần 2 thẻ"),
        (screen.cards[:1] * 2, "Cần 2 thẻ"),
        (other.cards[:2], "gõ nhầm"),
        ([], "Cần 2 thẻ"),
    ):
        with pytest.raises(Refused, match=said):
            open_box(by=chi, session=screen.session, cards=cards)
    assert not Count.objects.exists()


def test_altered_slips_are_not_counted(screen: Screen, chi: User, an: User) -> None:
    cast_all(screen, BALLOTS)
    close(screen, chi, an)
    slip = Slip.objects.first()
    assert slip is not None
    slip.delete()
    with pytest.raises(Refused, match="không còn như lúc đóng hòm"):
        open_box(by=chi, session=screen.session, cards=screen.cards)


def test_other_ballots_in_the_place_of_those_that_were_cast_are_not_counted(
    screen: Screen, chi: User, an: User
) -> None:
    """Whoever owns the database has the public key and can seal whole ballots as well."""
    cast_all(screen, BALLOTS)
    close(screen, chi, an)
    box, marks = screen.box, screen.marks("low", "low", "low")
    Slip.objects.all().delete()
    for _ in BALLOTS:
        sealed = sealed_slips(styles_of(box), marks, box.levels, bytes.fromhex(box.public_key))
        Slip.objects.bulk_create(Slip(box=box, sealed=slip) for slip in sealed)
    with pytest.raises(Refused, match="không còn như lúc đóng hòm"):
        open_box(by=chi, session=screen.session, cards=screen.cards)


def test_a_ledger_that_was_altered_is_not_counted(screen: Screen, chi: User, an: User) -> None:
    cast_all(screen, BALLOTS)
    close(screen, chi, an)
    Stock.objects.filter(channel=Channel.SCREEN).update(returned=2)
    with pytest.raises(Refused, match="không còn như lúc đóng hòm"):
        open_box(by=chi, session=screen.session, cards=screen.cards)


def test_receipts_lie_neither_as_ballots_came_nor_as_codes_lay(screen: Screen, chi: User, an: User) -> None:
    """By chance they do so once in 20,160 boxes of eight ballots."""
    cast = {code: nonce_digest(screen.box.pk, screen.cast(code, *BALLOTS[0])) for code in screen.codes}
    as_codes_lay = [cast[code] for code in sorted(cast, key=lambda code: code_digest(screen.box.pk, code))]
    close(screen, chi, an)
    kept = [row.key for row in stored_rows(Receipt, screen.box)]
    assert set(kept) == {*cast.values()}
    assert kept not in ([*cast.values()], as_codes_lay)


def test_digests_take_the_secret_of_the_server(settings: Any) -> None:
    """A copy of the database is not enough to try codes on."""

    def digests() -> set[str]:
        return {
            code_digest(1, "2CF4H7KM9P"),
            nonce_digest(1, "n" * 32),
            device_digest(1, "device 7"),
            kiosk_digest(INVITED, "2CF4H7KM9P"),
            kiosk_digest(IN_USE, "2CF4H7KM9P"),
        }

    before = digests()
    settings.SECRET_KEY = "another server's"
    assert len(before | digests()) == 2 * 5


def test_no_vote_before_cards_are_tried_and_codes_printed(make_session: MakeSession, chi: User) -> None:
    screen = locked(make_session, chi)
    numbers = {"total_members": 50, "summoned": 50, "present": 47}
    with pytest.raises(Refused, match="In phiếu mã sau khi thử thẻ khóa"):
        print_codes(by=chi, session=screen.session, number=5)
    with pytest.raises(Refused, match="chưa sẵn sàng"):
        open_voting(by=chi, session=screen.session, **numbers)
    try_cards(by=chi, session=screen.session, cards=screen.cards[:2])
    with pytest.raises(Refused, match="chưa sẵn sàng"):
        open_voting(by=chi, session=screen.session, **numbers)


def test_a_box_is_thrown_away_and_locked_anew(make_session: MakeSession, chi: User) -> None:
    screen = locked(make_session, chi)
    key = screen.box.public_key
    drop_box(by=chi, session=screen.session, reason="Mất thẻ")
    assert not BallotBox.objects.exists()
    lock_box(by=chi, session=screen.session, holders=HOLDERS, threshold=3)
    assert screen.box.public_key != key


@pytest.mark.parametrize(
    ("holders", "threshold"),
    [(("A", "a"), 2), (("A", ""), 2), (("A", "B"), 1), (("A", "B"), 3), (("A",), 1), (tuple("ABCDEFGHIK"), 2)],
)
def test_holders_are_different_people_and_never_one_alone(
    make_session: MakeSession, chi: User, holders: tuple[str, ...], threshold: int
) -> None:
    session = make_session(state=SessionState.PREPARED, casting="screen")
    with pytest.raises(Refused):
        lock_box(by=chi, session=session, holders=holders, threshold=threshold)
    session.refresh_from_db()
    assert session.box == BoxState.NONE


def test_the_order_of_the_stored_codes_is_not_that_of_the_printed_ones(screen: Screen) -> None:
    """Otherwise whoever has the printed file and a copy of the database tells codes without the server's secret."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM ballots_accesscode ORDER BY ctid")
        stored = [digest for (digest,) in cursor.fetchall()]
    assert len(stored) == len(screen.codes)
    assert stored == sorted(stored)
