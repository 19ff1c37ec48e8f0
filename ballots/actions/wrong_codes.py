"""Remembering that a device gave a code that is none. In a transaction of its own, never in that of a ballot, and
without an event: whoever mistypes has done nothing that needs a record."""

from django.db import transaction
from django.utils import timezone

from ballots.models import BallotBox, WrongCodes
from ballots.rules.wrong_codes import tries_now


@transaction.atomic
def note_wrong_code(*, box: BallotBox, device: str) -> None:
    """Count one more for the device (its digest); a count from before a pause begins again."""
    now = timezone.now()
    defaults = {"tries": 0, "last_at": now}
    row, _ = WrongCodes.objects.select_for_update().get_or_create(box=box, device=device, defaults=defaults)
    row.tries, row.last_at = tries_now(row.tries, row.last_at, now) + 1, now
    row.save(update_fields=["tries", "last_at"])
