"""How many codes that are none were given lately."""

from datetime import datetime

from django.db.models import Sum

from ballots.models import BallotBox, WrongCodes
from ballots.rules.wrong_codes import WINDOW, has_to_wait


def is_waiting(box: BallotBox, device: str, limit: int, now: datetime) -> bool:
    """Whether the device (its digest) may not try now. One query."""
    row = WrongCodes.objects.filter(box=box, device=device).first()
    return row is not None and has_to_wait(row.tries, row.last_at, now, limit)


def recent_wrong_codes(box: BallotBox, now: datetime) -> int:
    """How often, in the whole session, devices that were wrong lately have been wrong. One query."""
    recent = WrongCodes.objects.filter(box=box, last_at__gt=now - WINDOW)
    return recent.aggregate(total=Sum("tries"))["total"] or 0
