"""What a voter's page asks: which box this is, whether a code may be used, whether a ballot has arrived."""

from ballots.keyed_digests import IN_USE, code_digest, kiosk_digest, nonce_digest
from ballots.models import AccessCode, BallotBox, Kiosk, Receipt
from ballots.rules.access_codes import LOOK_ALIKES, read_code
from campaigns.models import BallotStyle


def box_at(address: str) -> BallotBox | None:
    """The box with this address, however its letters were typed, with what its pages and rules need. One query."""
    boxes = BallotBox.objects.select_related("session__campaign", "session__phase__rule_set", "session__unit")
    return boxes.filter(address=address.upper().translate(LOOK_ALIKES)).first()


def is_usable(box: BallotBox, code: str) -> bool:
    """Whether the code opens a ballot. One query, for every code."""
    digest = code_digest(box.pk, read_code(code))
    return AccessCode.objects.filter(digest=digest, box=box, state=AccessCode.State.READY).exists()


def has_arrived(box: BallotBox, nonce: str) -> bool:
    """Whether the ballot that was sent with this nonce is in the box, open or closed. At most two queries."""
    digest = nonce_digest(box.pk, nonce)
    used = AccessCode.objects.filter(box=box, nonce=digest, state=AccessCode.State.USED)
    return used.exists() or Receipt.objects.filter(box=box, nonce=digest).exists()


def kiosk_with(box: BallotBox, token: str) -> Kiosk | None:
    """The enrolled device that shows this token, revoked or not. One query."""
    return Kiosk.objects.filter(box=box, token=kiosk_digest(IN_USE, token)).first()


def printed_styles(box: BallotBox) -> list[BallotStyle]:
    """The ballots with the people on them, in ballot order. Two queries."""
    return list(box.session.styles.prefetch_related("subjects").order_by("position"))
