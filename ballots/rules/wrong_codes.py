"""How long somebody waits who keeps giving codes that are none. Pure.

The codes themselves are long enough (ballots.rules.access_codes); this slows a machine down and tells the board of it.
What many people use at once, an address or a kiosk, may be wrong more often before it waits.
"""

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
WAIT = timedelta(minutes=2)
OWN_DEVICE = 5
SHARED_DEVICE = 30
ALARM = 30


def tries_now(tries: int, last_at: datetime, now: datetime) -> int:
    """Of so many wrong codes, the last one at that time, those that still tell: all of them, or none after a pause."""
    return tries if now - last_at < WINDOW else 0


def has_to_wait(tries: int, last_at: datetime, now: datetime, limit: int) -> bool:
    """Whether a device that was wrong so often may not try now."""
    return tries >= limit and now - last_at < WAIT


def is_alarming(tries: int) -> bool:
    """Whether so many wrong codes in a session, lately, are more than people who mistype."""
    return tries > ALARM
