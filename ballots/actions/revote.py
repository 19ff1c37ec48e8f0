"""Voting again where the closed box cannot be opened: key cards are lost, or its slips are not what they were. One
person asks with a reason, another one confirms; then the box is destroyed unopened and the session votes anew."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ballots.actions.boxes import held_box
from ballots.actions.shredding import forget_log_when_done, shred_when_done
from ballots.models import BallotBox, Channel, Receipt, Slip, Stock
from ballots.queries.bundles import has_bundles
from ballots.queries.totals import keyings_of
from ballots.rules.box_text import unopened_box_text
from campaigns.actions.day import mark_box, vote_again
from campaigns.actions.locking import held_session
from campaigns.models import BoxState, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy


@transaction.atomic
def propose_revote(*, by: Any, session: VotingSession, reason: str) -> BallotBox:
    """Ask for the closed box to be destroyed unopened. Nothing changes until somebody else confirms; meanwhile cards
    that turn up open it."""
    session, box = _unopened(by, session)
    if box.revote_proposed_by_id is not None:
        raise Refused("Đã có đề nghị hủy hòm để ghi phiếu lại. Người thứ hai xác nhận, hoặc rút đề nghị đó.")
    if not tidy(reason):
        raise Refused("Ghi lý do không mở được hòm phiếu, ví dụ: mất hai thẻ khóa.")
    box.revote_proposed_by, box.revote_reason = by, tidy(reason)
    box.save(update_fields=["revote_proposed_by", "revote_reason"])
    record(by=by, action="ballots.revote_proposed", obj=session, unit_id=session.unit_id, reason=box.revote_reason)
    return box


@transaction.atomic
def withdraw_revote(*, by: Any, session: VotingSession) -> BallotBox:
    """Take the proposal back, or turn it down."""
    session, box = _unopened(by, session)
    if box.revote_proposed_by_id is None:
        raise Refused("Không có đề nghị hủy hòm phiếu nào.")
    box.revote_proposed_by, box.revote_reason = None, ""
    box.save(update_fields=["revote_proposed_by", "revote_reason"])
    record(by=by, action="ballots.revote_withdrawn", obj=session, unit_id=session.unit_id)
    return box


@transaction.atomic
def confirm_revote(*, by: Any, session: VotingSession) -> VotingSession:
    """Destroy the box with everything in it, and the ledger of this vote; the session is back at the check-in, where a
    new box is locked. What happened stays with the session for its minutes."""
    session, box = _unopened(by, session)
    if sentence := obstacle_to_revote(by, box):
        raise Refused(sentence)
    ballots = _ballots_of(session)
    told = unopened_box_text(
        ballots=ballots,
        at=timezone.localtime(),
        reason=box.revote_reason,
        people=(box.revote_proposed_by.full_name if box.revote_proposed_by else "", by.full_name),
        digest=box.digest,
    )
    after = {"ballots": ballots, "digest": box.digest}
    record(by=by, action="ballots.revote", obj=session, after=after, unit_id=session.unit_id, reason=box.revote_reason)
    box.delete()
    Stock.objects.filter(style__session=session).delete()
    mark_box(by=by, session=session, box=BoxState.NONE)
    shred_when_done(Slip, Receipt)
    forget_log_when_done()
    return vote_again(by=by, session=session, told=told)


def obstacle_to_revote(by: Any, box: BallotBox) -> str:
    """Why `by` cannot confirm now, or an empty text: the button's sentence and the guard of the action."""
    if box.revote_proposed_by_id is None:
        return "Chưa ai đề nghị hủy hòm phiếu."
    if by is None or by.pk == box.revote_proposed_by_id:
        return "Đồng chí đã đề nghị hủy hòm phiếu; người xác nhận phải là người khác."
    if keyings_of(box.session) or has_bundles(box.session):
        return "Đã nhập số liệu phiếu giấy của lần ghi phiếu này. Hủy số liệu đó trước, rồi xác nhận."
    return ""


def _ballots_of(session: VotingSession) -> int:
    """By the ledger of the closing; receipts are fewer where somebody sent two ballots with one nonce."""
    returned = Stock.objects.filter(style__session=session, channel=Channel.SCREEN).values_list("returned", flat=True)
    return returned.first() or 0


def _unopened(by: Any, session: VotingSession) -> tuple[VotingSession, BallotBox]:
    require(by, Permission.REOPEN_COUNTS, session.unit)
    locked = held_session(session.pk)
    if locked.state != SessionState.COUNTING or locked.box != BoxState.CLOSED:
        raise Refused("Chỉ hủy hòm để ghi phiếu lại khi hòm đã đóng mà chưa mở được.")
    return locked, held_box(locked)
