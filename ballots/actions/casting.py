"""Putting a ballot into the box. The one write without a person and without an event: an event has a moment, and the
moments of ballots would tell whose they are (design.md, section 6)."""

from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import QuerySet

from ballots.keyed_digests import code_digest, nonce_digest
from ballots.models import AccessCode, BallotBox, Receipt, Slip
from ballots.queries.boxes import styles_of
from ballots.rules.access_codes import read_code
from ballots.rules.slips import faulty_people, sealed_slips
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
    WrongCode. Locks the row of the code only, by marking it as used, which a refusal takes back: voters do not wait for
    each other."""
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise Refused(FAULTY)
    digest, nonce = code_digest(box.pk, read_code(code)), nonce_digest(box.pk, nonce)
    rows = AccessCode.objects.filter(digest=digest, box=box)
    if not rows.filter(state=AccessCode.State.READY).update(state=AccessCode.State.USED, nonce=nonce):
        return refuse_unless_arrived(box, rows, nonce)
    refuse_unless_open(box)
    styles = styles_of(box)
    if faulty_people(styles, marks, box.levels):
        raise Refused(FAULTY)
    slips = sealed_slips(styles, marks, box.levels, bytes.fromhex(box.public_key))
    _insert(box, slips)
    return None


def _insert(box: BallotBox, slips: list[bytes]) -> None:
    """In one short statement: making twenty rows one by one takes longer than all else that a ballot needs but its
    seals. The ids are random ones, as a row made in Python gets them."""
    table = connection.ops.quote_name(Slip._meta.db_table)
    insert = f"INSERT INTO {table} (id, box_id, sealed) SELECT gen_random_uuid(), %s, unnest(%s)"
    with connection.cursor() as cursor:
        cursor.execute(insert, [box.pk, slips])


def refuse_unless_arrived(box: BallotBox, rows: QuerySet[AccessCode], nonce: str) -> None:
    """A code that may not be used: the ballot that came with this nonce is in the box, or it is wrong."""
    if not (rows.filter(nonce=nonce).exists() or Receipt.objects.filter(box=box, nonce=nonce).exists()):
        raise WrongCode(WRONG_CODE)


def refuse_unless_open(box: BallotBox) -> None:
    if not box.takes_ballots:
        raise Refused(NOT_OPEN)
