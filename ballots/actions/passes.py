"""The two passes of what is keyed twice, totals or a bundle: whose is which."""

from collections.abc import Sequence
from typing import Any, TypeVar

from ballots.models import BundleKeying, Pass, TotalsKeying
from config.errors import Refused

Keying = TypeVar("Keying", TotalsKeying, BundleKeying)


def own_of(by: Any, keyings: Sequence[Keying]) -> Keying | None:
    """The keying of `by` among those that were begun."""
    return next((keying for keying in keyings if keying.by_id == by.pk), None)


def free_pass(keyings: Sequence[Keying], what: str, instead: str) -> int:
    """The first pass that nobody has. Refused when both are taken, naming who keys `what` and saying what to do."""
    taken = {keying.number for keying in keyings}
    free = [number for number in Pass if number not in taken]
    if not free:
        names = " và ".join(keying.by.full_name for keying in keyings)
        raise Refused(f"Đã có hai người nhập {what}: {names}. {instead}")
    return free[0]
