"""The slips with codes that voters draw: printed once, exchanged when spoiled. The codes themselves are not kept."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import F

from ballots.actions.boxes import BEFORE_THE_VOTE, has_ballots, held_box
from ballots.actions.shredding import shred_when_done
from ballots.keyed_digests import code_digest
from ballots.models import AccessCode, BallotBox
from ballots.rules.access_codes import new_codes, read_code
from campaigns.actions.day import mark_box
from campaigns.actions.locking import held_session
from campaigns.models import BoxState, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused

MOST_SLIPS = 5000
NOT_EXCHANGEABLE = "Mã này không đổi được. Kiểm tra lại từng ký tự; mã đã ghi phiếu thì không đổi được nữa."


@transaction.atomic
def print_codes(*, by: Any, session: VotingSession, number: int) -> list[str]:
    """Make so many codes and give them, in no order that means anything; earlier ones of the session end. Before the
    vote only: a second print replaces the first one."""
    require(by, Permission.RUN_SESSIONS, session.unit)
    session = held_session(session.pk)
    if session.state not in BEFORE_THE_VOTE or session.box not in (BoxState.TRIED, BoxState.READY):
        raise Refused("In phiếu mã sau khi thử thẻ khóa và trước khi mở ghi phiếu.")
    if not 1 <= number <= MOST_SLIPS:
        raise Refused(f"In từ 1 đến {MOST_SLIPS} phiếu mã.")
    box = held_box(session)
    if session.box == BoxState.TRIED:
        mark_box(by=by, session=session, box=BoxState.READY)
    elif has_ballots(box):
        raise Refused("Trong hòm đã có phiếu nên không in lại phiếu mã được.")
    AccessCode.objects.filter(box=box).delete()
    codes = new_codes(number, secrets.choice)
    digests = sorted(code_digest(box.pk, code) for code in codes)  # the file's order then tells nothing of the codes
    AccessCode.objects.bulk_create([AccessCode(digest=digest, box=box) for digest in digests])
    box.codes_printed, box.spoiled = number, 0
    box.save(update_fields=["codes_printed", "spoiled"])
    record(by=by, action="ballots.codes_printed", obj=session, after={"codes": number}, unit_id=session.unit_id)
    shred_when_done(AccessCode)
    return codes


@transaction.atomic
def exchange_code(*, by: Any, session: VotingSession, code: str) -> BallotBox:
    """A voter handed back a slip that cannot be used and draws another one: its code ends, and the ledger counts one
    more spoiled slip. Refused for a code that is used, ended or none, all with the same sentence."""
    require(by, Permission.KEEP_STOCK, session.unit)
    session = held_session(session.pk)
    if session.state != SessionState.VOTING or session.box != BoxState.READY:
        raise Refused("Chỉ đổi phiếu mã khi đang ghi phiếu.")
    box = held_box(session)
    cancelled = AccessCode.objects.filter(
        digest=code_digest(box.pk, read_code(code)), box=box, state=AccessCode.State.READY
    ).update(state=AccessCode.State.CANCELLED)
    if not cancelled:
        raise Refused(NOT_EXCHANGEABLE)
    BallotBox.objects.filter(pk=box.pk).update(spoiled=F("spoiled") + 1)
    record(by=by, action="ballots.code_exchanged", obj=session, unit_id=session.unit_id)
    return box
