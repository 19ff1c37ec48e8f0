"""Counting codes that are none."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from ballots.actions.wrong_codes import note_wrong_code
from ballots.models import WrongCodes
from ballots.queries.wrong_codes import is_waiting, recent_wrong_codes
from ballots.rules.wrong_codes import OWN_DEVICE, WAIT, WINDOW, has_to_wait, is_alarming, tries_now
from config.accounts.models import User
from tests.ballots.boxes import Screen, locked
from tests.ballots.conftest import MakeSession

NOON = datetime(2028, 7, 5, 12, 0)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("tries", "ago", "waits"),
    [(4, SECOND, False), (5, SECOND, True), (5, WAIT - SECOND, True), (5, WAIT, False), (9, WAIT - SECOND, True)],
)
def test_five_wrong_codes_have_a_device_wait_two_minutes(tries: int, ago: timedelta, *, waits: bool) -> None:
    assert has_to_wait(tries, NOON - ago, NOON, OWN_DEVICE) is waits


def test_a_pause_forgives() -> None:
    assert tries_now(4, NOON - WINDOW + SECOND, NOON) == 4
    assert tries_now(4, NOON - WINDOW, NOON) == 0


def test_more_than_thirty_alarm() -> None:
    assert [is_alarming(tries) for tries in (0, 30, 31)] == [False, False, True]


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return locked(make_session, chi)


@pytest.mark.django_db
def test_each_device_is_counted_and_the_session_as_a_whole(screen: Screen) -> None:
    now = timezone.now()
    for device, tries in (("a", 5), ("b", 4)):
        for _ in range(tries):
            note_wrong_code(box=screen.box, device=device)
    assert is_waiting(screen.box, "a", OWN_DEVICE, now)
    assert not is_waiting(screen.box, "b", OWN_DEVICE, now)
    assert recent_wrong_codes(screen.box, now) == 9
    WrongCodes.objects.filter(device="a").update(last_at=now - WINDOW)
    assert recent_wrong_codes(screen.box, now) == 4
    note_wrong_code(box=screen.box, device="a")
    assert WrongCodes.objects.get(device="a").tries == 1
