"""Many voters at the same moment, on connections of their own: each ballot is in the box once, whole or not at all, and
everybody is told what happened to theirs."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from secrets import token_hex
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from ballots.actions.box_closing import confirm_closing, propose_closing
from ballots.actions.box_opening import open_box
from ballots.actions.boxes import drop_box
from ballots.actions.casting import NOT_OPEN, WRONG_CODE, cast_ballot
from ballots.actions.code_slips import exchange_code, print_codes
from ballots.keyed_digests import nonce_digest
from ballots.models import AccessCode, Receipt, Slip
from ballots.queries.counts import results_of
from campaigns.actions.day import step_back
from campaigns.models import BoxState
from config.accounts.models import User
from config.errors import Refused
from tests.ballots.boxes import Screen, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.phones import Phone

pytestmark = pytest.mark.django_db(transaction=True)
VOTERS, SIZE = 30, 5
MARKS = ("high", "normal", "low")
TAKEN_IN = ""


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi, codes=VOTERS)


def at_once(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Do all of it at once; what each was told, in order, an empty text where it was done."""
    ready, told, broken = threading.Barrier(len(acts)), [TAKEN_IN] * len(acts), list[BaseException]()

    def run(number: int) -> None:
        try:
            ready.wait(20)
            acts[number]()
        except Refused as refusal:
            told[number] = str(refusal)
        except BaseException as error:  # noqa: BLE001 - carried to the thread of the test
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not broken
    assert not any(thread.is_alive() for thread in threads)
    return told


def casting(screen: Screen, code: str, nonce: str = "", levels: Sequence[str] = MARKS) -> Callable[[], None]:
    """A voter with a page that is open already."""
    return partial(cast_ballot, box=screen.box, code=code, nonce=nonce or token_hex(16), marks=screen.marks(*levels))


def used(screen: Screen) -> int:
    return AccessCode.objects.filter(box=screen.box, state=AccessCode.State.USED).count()


def test_thirty_voters_at_once(screen: Screen, chi: User, an: User) -> None:
    ballots = [(MARKS[number % 3], MARKS[number % 2], "") for number in range(VOTERS)]
    told = at_once([casting(screen, code, levels=levels) for code, levels in zip(screen.codes, ballots, strict=True)])
    assert told == [TAKEN_IN] * VOTERS
    assert (used(screen), Slip.objects.count()) == (VOTERS, VOTERS * SIZE)
    close(screen, chi, an)
    counted = open_box(by=chi, session=screen.session, cards=screen.cards)
    lines = [person.result for style in results_of(counted) for person in style.people]
    for place, line in enumerate(lines):
        cast = Counter(ballot[place] for ballot in ballots)
        assert line.votes == {level: cast[level] for level in MARKS}
        assert line.line_invalid == cast[""]


def test_one_code_on_five_devices_is_one_ballot(screen: Screen) -> None:
    for code in screen.codes[:5]:
        told = at_once([casting(screen, code) for _ in range(5)])
        assert sorted(told) == [TAKEN_IN] + [WRONG_CODE] * 4
    assert (used(screen), Slip.objects.count()) == (5, 5 * SIZE)


def test_one_ballot_sent_five_times_at_once_is_one_ballot(screen: Screen) -> None:
    for code in screen.codes[:5]:
        told = at_once([casting(screen, code, nonce=f"{code}abcdef") for _ in range(5)])
        assert told == [TAKEN_IN] * 5
    assert (used(screen), Slip.objects.count()) == (5, 5 * SIZE)


def test_who_casts_while_the_box_is_closed_is_told_the_truth(screen: Screen, chi: User, an: User) -> None:
    """Whoever was told that the ballot is in has a receipt; whoever was refused has none, and the ballots are whole."""
    propose_closing(by=chi, session=screen.session, unused=0)
    nonces = [token_hex(16) for _ in screen.codes]
    voters = [casting(screen, code, nonce) for code, nonce in zip(screen.codes, nonces, strict=True)]
    told = at_once([*voters[:15], partial(confirm_closing, by=an, session=screen.session), *voters[15:]])
    assert told.pop(15) == TAKEN_IN
    assert set(told) <= {TAKEN_IN, WRONG_CODE, NOT_OPEN}
    inside = {nonce_digest(screen.box.pk, nonce) for nonce, said in zip(nonces, told, strict=True) if not said}
    assert set(Receipt.objects.values_list("nonce", flat=True)) == inside
    assert Slip.objects.count() == len(inside) * SIZE
    assert not AccessCode.objects.exists()
    screen.session.refresh_from_db()
    assert screen.session.box == BoxState.CLOSED
    again = at_once(voters)
    assert [said == TAKEN_IN for said in again] == [said == TAKEN_IN for said in told]
    open_box(by=chi, session=screen.session, cards=screen.cards)


def test_phones_hear_the_truth_while_the_box_is_closed(screen: Screen, chi: User, an: User) -> None:
    """The same through the pages: who reads that the ballot is in has a receipt, who does not has none."""
    propose_closing(by=chi, session=screen.session, unused=0)
    phones, nonces = [Phone(screen) for _ in range(12)], [token_hex(16) for _ in range(12)]
    answers: dict[int, str] = {}

    def send(number: int) -> None:
        phone = phones[number]
        form = phone.form(screen.codes[number], *MARKS, nonce=nonces[number])
        answers[number] = phone.browser.post(phone.to("cast-send"), form, follow=True).content.decode()

    at_once([*(partial(send, number) for number in range(12)), partial(confirm_closing, by=an, session=screen.session)])
    receipts = set(Receipt.objects.values_list("nonce", flat=True))
    for number, nonce in enumerate(nonces):
        is_in = nonce_digest(screen.box.pk, nonce) in receipts
        assert ("Phiếu đã được ghi nhận" in answers[number]) == is_in
    assert Slip.objects.count() == len(receipts) * SIZE


def test_a_box_is_closed_once(screen: Screen, chi: User, an: User, khanh: User) -> None:
    for code in screen.codes[:4]:
        screen.cast(code, *MARKS)
    propose_closing(by=chi, session=screen.session, unused=26)
    told = at_once([partial(confirm_closing, by=an, session=screen.session) for _ in range(2)])
    assert sorted(map(bool, told)) == [False, True]
    assert (Slip.objects.count(), Receipt.objects.count()) == (4 * SIZE, 4)


def test_a_slip_is_exchanged_or_used_and_never_both(screen: Screen, chi: User) -> None:
    for number, code in enumerate(screen.codes[:6], 1):
        exchange = partial(exchange_code, by=chi, session=screen.session, code=code)
        told = at_once([casting(screen, code), exchange] if number % 2 else [exchange, casting(screen, code)])
        assert sorted(map(bool, told)) == [False, True]
    assert used(screen) + screen.box.spoiled == 6
    assert Slip.objects.count() == used(screen) * SIZE


def test_two_people_open_one_box_at_once(screen: Screen, chi: User, an: User) -> None:
    screen.cast(screen.codes[0], *MARKS)
    close(screen, chi, an, unused=29)
    told = at_once([partial(open_box, by=chi, session=screen.session, cards=screen.cards) for _ in range(2)])
    assert sorted(map(bool, told)) == [False, True]


@pytest.mark.parametrize("throws_away", ["print", "drop"])
def test_codes_are_not_thrown_away_under_a_ballot_on_its_way(screen: Screen, chi: User, throws_away: str) -> None:
    """The session goes one step back while somebody sends: the codes, and the box, stay once the ballot is in."""
    sends, goes_on = casting(screen, screen.codes[0]), threading.Event()

    def send_slowly() -> None:
        with transaction.atomic():
            sends()
            assert goes_on.wait(20)

    def throw_away() -> None:
        while not is_sending():
            sleep(0.01)
        step_back(by=chi, session=screen.session, reason="Mở ghi phiếu sớm")
        threading.Timer(1, goes_on.set).start()  # by then the other one is waiting, or has gone on without
        if throws_away == "print":
            print_codes(by=chi, session=screen.session, number=5)
        else:
            drop_box(by=chi, session=screen.session, reason="Mất thẻ khóa")

    told = at_once([send_slowly, throw_away])
    assert told[0] == TAKEN_IN
    assert told[1].startswith("Trong hòm đã có phiếu")
    assert (used(screen), Slip.objects.count()) == (1, SIZE)


def is_sending() -> bool:
    """Whether somebody else has put slips in and not ended yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'ballots_slip'::regclass "
            "AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid())"
        )
        return bool(cursor.fetchone()[0])
