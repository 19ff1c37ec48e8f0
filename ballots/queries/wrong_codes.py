"""How many codes that are none were given lately."""

from datetime import datetime

from django.db import connection
from django.db.models import Sum

from ballots.models import BallotBox, WrongCodes
from ballots.rules.wrong_codes import WINDOW, has_to_wait


def is_waiting(box: BallotBox, device: str, limit: int, now: datetime) -> bool:
    """Whether the device (its digest) may not try now. One query."""
    with connection.cursor() as cursor:  # every ballot waits for this, and most of the time it was Django's
        cursor.execute(
            "SELECT tries, last_at FROM ballots_wrongcodes WHERE box_id = %s AND device = %s", [box.pk, device]
        )
        return any(has_to_wait(tries, last_at, now, limit) for tries, last_at in cursor.fetchall())


def recent_wrong_codes(box: BallotBox, now: datetime) -> int:
    """How often, in the whole session, devices that were wrong lately have been wrong. One query."""
    recent = WrongCodes.objects.filter(box=box, last_at__gt=now - WINDOW)
    return recent.aggregate(total=Sum("tries"))["total"] or 0
