"""Putting a ballot into the box. The one write without a person and without an event: an event has a moment, and the
moments of ballots would tell whose they are (design.md, section 6)."""

from collections.abc import Mapping

from django.db import transaction

from ballots.keyed_digests import code_digest, nonce_digest
from ballots.models import AccessCode, BallotBox, Receipt, Slip
from ballots.queries.boxes import styles_of
from ballots.rules.access_codes import read_code
from ballots.rules.slips import faulty_people, sealed_slips
from campaigns.models import BoxState, CampaignState, SessionState
from config.errors import Refused

SHORTEST_NONCE = 16
LONGEST_NONCE = 64
WRONG_CODE = (
    "Mã không dùng được. Xem lại từng ký tự trên phiếu mã; nếu vẫn không được, nhờ ban kiểm phiếu đổi phiếu mã."
)
NOT_OPEN = "Hội nghị hiện không nhận phiếu. Chờ ban kiểm phiếu thông báo."
FAULTY = "Phiếu gửi lên thiếu hoặc sai dòng. Quét lại mã rồi ghi lại phiếu."


class WrongCode(Refused):
    """The code is none, or used, or ended: which of these nobody is told."""


@transaction.atomic
def cast_ballot(*, box: BallotBox, code: str, nonce: str, marks: Mapping[int, str]) -> None:
    """Take in one voter's ballots of all styles, whole or not at all. The same nonce again is the same ballot and does
    nothing; so does a nonce whose ballot is in a box that was closed meanwhile. Whoever else uses the code is told
    WrongCode. Locks the row of the code only, so voters do not wait for each other."""
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise Refused(FAULTY)
    nonce = nonce_digest(box.pk, nonce)
    row = usable_code(box, code, nonce)
    if row is None:
        return
    refuse_unless_open(box)
    styles = styles_of(box)
    if faulty_people(styles, marks, box.levels):
        raise Refused(FAULTY)
    row.state, row.nonce = AccessCode.State.USED, nonce
    row.save(update_fields=["state", "nonce"])
    slips = sealed_slips(styles, marks, box.levels, bytes.fromhex(box.public_key))
    Slip.objects.bulk_create([Slip(box=box, sealed=slip) for slip in slips])


def usable_code(box: BallotBox, code: str, nonce: str) -> AccessCode | None:
    """The row of a code that may be used, under lock; None where the ballot with this nonce is in the box already."""
    digest = code_digest(box.pk, read_code(code))
    row = AccessCode.objects.select_for_update().filter(digest=digest, box=box).first()
    if row is not None and row.state == AccessCode.State.READY:
        return row
    if (row is not None and row.nonce == nonce) or Receipt.objects.filter(box=box, nonce=nonce).exists():
        return None
    raise WrongCode(WRONG_CODE)


def refuse_unless_open(box: BallotBox) -> None:
    session = box.session
    is_open = session.state == SessionState.VOTING and session.box == BoxState.READY
    if not is_open or session.campaign.state == CampaignState.ARCHIVED:
        raise Refused(NOT_OPEN)
