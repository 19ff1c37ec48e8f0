"""Closing the box: one person proposes with the slips that are left, another one closes. Then nothing in it tells any
more which slips came together, nor by which code."""

from hashlib import sha256
from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.db import transaction

from ballots.actions.boxes import held_box
from ballots.actions.shredding import forget_log_when_done, shred_when_done
from ballots.actions.stock import LONGEST_EXPLANATION, end_voting
from ballots.models import AccessCode, BallotBox, Channel, Receipt, Slip, Stock, WrongCodes
from ballots.queries.stock import ledgers_of
from campaigns.actions.day import mark_box
from campaigns.actions.locking import held_session
from campaigns.models import BoxState, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy

OTHER = "Số phiếu mã đã phát thay đổi từ lúc đồng chí mở trang. Xem lại số liệu dưới đây rồi xác nhận."


@transaction.atomic
def propose_closing(*, by: Any, session: VotingSession, unused: int) -> BallotBox:
    """Ask for the box to be closed; `unused` slips were never handed out. Voters may go on until somebody else
    closes it."""
    session, box = _voting(by, session)
    if box.closing_proposed_by_id is not None:
        raise Refused("Đã có đề nghị đóng hòm phiếu. Người thứ hai xác nhận, hoặc rút đề nghị đó.")
    box.unused, box.closing_proposed_by = unused, by
    if sentence := _unbalanced(box):
        raise Refused(sentence)
    box.save(update_fields=["unused", "closing_proposed_by"])
    after = {"unused": unused}
    record(by=by, action="ballots.closing_proposed", obj=session, after=after, unit_id=session.unit_id)
    return box


@transaction.atomic
def withdraw_closing(*, by: Any, session: VotingSession) -> BallotBox:
    session, box = _voting(by, session)
    if box.closing_proposed_by_id is None:
        raise Refused("Không có đề nghị đóng hòm phiếu nào.")
    box.unused, box.closing_proposed_by = None, None
    box.save(update_fields=["unused", "closing_proposed_by"])
    record(by=by, action="ballots.closing_withdrawn", obj=session, unit_id=session.unit_id)
    return box


@transaction.atomic
def confirm_closing(
    *, by: Any, session: VotingSession, explanation: str = "", seen: int | None = None
) -> VotingSession:
    """Close the box and end the voting. All codes are locked first, so that a ballot on its way is in whole or not at
    all; then slips and receipts are written anew in random order, and the codes are deleted. `explanation`: why more
    slips and paper ballots were issued than people are present, kept in the ledger. `seen`: how many slips were out as
    the page showed it, where there was one; another proposal since then has to be looked at."""
    session, box = _voting(by, session)
    if sentence := obstacle_to_closing(by, box):
        raise Refused(sentence)
    if seen not in (None, box.issued):
        raise Refused(OTHER)
    codes = list(AccessCode.objects.select_for_update().filter(box=box))
    used = [code.nonce for code in codes if code.state == AccessCode.State.USED]
    if sentence := _unbalanced(box, cast=len(used)):
        raise Refused(sentence)
    explanation = tidy(explanation)[:LONGEST_EXPLANATION]
    if not explanation and (sentence := too_many_issued(box)):
        raise Refused(sentence)
    box.digest = _rewrite(box, used)
    WrongCodes.objects.filter(box=box).delete()
    box.closed_by = by
    box.save(update_fields=["digest", "closed_by"])
    _keep_ledger(box, len(used), explanation)
    mark_box(by=by, session=session, box=BoxState.CLOSED)
    record(by=by, action="ballots.box_closed", obj=session, after={"digest": box.digest}, unit_id=session.unit_id)
    shred_when_done(Slip, AccessCode, WrongCodes)
    forget_log_when_done()
    return end_voting(by=by, session=session)


def obstacle_to_closing(by: Any, box: BallotBox) -> str:
    """Why `by` cannot close the box now, or an empty text: the button's sentence and the guard of the action."""
    if box.closing_proposed_by_id is None:
        return "Chưa ai đề nghị đóng hòm phiếu."
    if by is None or by.pk == box.closing_proposed_by_id:
        return "Đồng chí đã đề nghị đóng hòm phiếu; người xác nhận phải là người khác."
    return ""


def too_many_issued(box: BallotBox) -> str:
    """That more slips with codes and paper ballots of one kind are out than people are present, or an empty text. The
    proposal says how many slips are left."""
    session, slips = box.session, box.issued
    paper = max((ledger.issued or 0 for ledger in ledgers_of(session)), default=0)
    if session.present is None or slips + paper <= session.present:
        return ""
    on_paper = f" và {paper} phiếu giấy" if paper else ""
    return (
        f"Đã phát {slips} phiếu mã{on_paper}, nhiều hơn {session.present} người có mặt. Đếm lại; nếu đúng như vậy, ghi "
        "giải trình rồi xác nhận, ví dụ: một đại biểu làm mất phiếu mã và rút phiếu khác."
    )


def slips_digest(sealed: list[bytes]) -> str:
    """SHA-256 in hex over the slips, whatever their order."""
    return sha256(b"".join(sorted(sealed))).hexdigest()


def _voting(by: Any, session: VotingSession) -> tuple[VotingSession, BallotBox]:
    require(by, Permission.RUN_SESSIONS, session.unit)
    locked = held_session(session.pk)
    if locked.state != SessionState.VOTING or locked.box != BoxState.READY:
        raise Refused("Chỉ đóng hòm phiếu khi đang ghi phiếu trên màn hình.")
    return locked, held_box(locked)


def _unbalanced(box: BallotBox, cast: int = 0) -> str:
    """Why so many slips cannot have been left over."""
    issued, unused = box.issued, box.unused or 0
    if unused < 0 or issued < 0:
        return (
            f"Đã in {box.codes_printed} phiếu mã, đổi {box.spoiled} phiếu hỏng nên không thể còn {unused} phiếu chưa "
            "phát. Đếm lại."
        )
    if cast > issued:
        return (
            f"Trong hòm có {cast} phiếu mà chỉ phát {issued} phiếu mã (còn {unused} phiếu chưa phát). Rút đề nghị, đếm "
            "lại số phiếu mã còn lại."
        )
    return ""


def _rewrite(box: BallotBox, nonces: list[str]) -> str:
    """New rows in random order instead of the old ones; gives the digest over the slips. A nonce that came with two
    codes has one receipt: the nonce is the voter's, and nobody's choice of it may stop the closing."""
    chance = SystemRandom()
    sealed = [bytes(slip) for slip in Slip.objects.filter(box=box).values_list("sealed", flat=True)]
    Slip.objects.filter(box=box).delete()
    AccessCode.objects.filter(box=box).delete()
    chance.shuffle(sealed)
    receipts = list(set(nonces))
    chance.shuffle(receipts)
    Slip.objects.bulk_create([Slip(id=uuid4(), box=box, sealed=slip) for slip in sealed])
    Receipt.objects.bulk_create([Receipt(box=box, nonce=nonce) for nonce in receipts])
    return slips_digest(sealed)


def _keep_ledger(box: BallotBox, returned: int, explanation: str) -> None:
    Stock.objects.bulk_create(
        Stock(
            style=style,
            channel=Channel.SCREEN,
            printed=box.codes_printed,
            issued=box.issued,
            spoiled=box.spoiled,
            unused=box.unused or 0,
            returned=returned,
            explanation=explanation,
        )
        for style in box.session.styles.all()
    )
