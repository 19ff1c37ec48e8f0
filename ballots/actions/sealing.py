"""Sealing a counted session: one person proposes what is sealed, another one looks and seals exactly that."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from ballots.actions.box_opening import destroy_slips
from ballots.actions.trusted_keys import keep_own_key
from ballots.models import Seal
from ballots.queries.seals import local_text, seal_of, sealed_session
from ballots.rules.seal_payload import SealedSession, canonical, digest_of, faults
from ballots.rules.seal_signature import sign
from ballots.seal_key import own_key
from campaigns.actions.day import mark_sealed
from campaigns.actions.locking import held_session
from campaigns.models import BoxState, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused

OTHER = "Đề nghị niêm phong đã được thay từ lúc đồng chí mở trang. Xem lại số liệu dưới đây rồi niêm phong."
CHANGED = "Số liệu đã thay đổi từ lúc đề nghị niêm phong. Rút đề nghị, xem lại kết quả rồi đề nghị lại."


@transaction.atomic
def propose_seal(*, by: Any, session: VotingSession) -> Seal:
    """Lay down what is to be sealed: the result as it stands, in which every law of the numbers holds."""
    session = _counted(by, session)
    if seal_of(session) is not None:
        raise Refused("Kết quả này đã được đề nghị niêm phong. Tải lại trang để xem.")
    sealed = sealed_session(session)
    if wrong := faults(sealed):
        raise Refused(f"Chưa niêm phong được. {' '.join(wrong)}")
    text = canonical(sealed)
    seal = Seal.objects.create(
        session=session, version=session.count_version, payload=text, digest=digest_of(text), proposed_by=by
    )
    _record(by, "ballots.seal_proposed", seal)
    return seal


@transaction.atomic
def confirm_seal(*, by: Any, session: VotingSession, seen: str | None = None) -> Seal:
    """Sign what was proposed and the time, if it is still what there is. `by` did not propose it. `seen`: the digest of
    what the page showed, where there was one; another proposal since then has to be looked at."""
    session = _counted(by, session)
    seal = _proposed(session)
    if sentence := obstacle_to_sealing(by, seal):
        raise Refused(sentence)
    if seen not in (None, seal.digest):
        raise Refused(OTHER)
    sealed = sealed_session(session)
    if canonical(sealed) != seal.payload:
        raise Refused(CHANGED)
    _sign(by, seal, sealed)
    mark_sealed(by=by, session=session)
    if session.box == BoxState.OPENED:
        destroy_slips(by=by, session=session)
    _record(by, "ballots.sealed", seal)
    return seal


def _sign(by: Any, seal: Seal, sealed: SealedSession) -> None:
    """Put time, key and signature on what was proposed. The time is a whole second, as the text has it."""
    key = own_key()
    seal.sealed_by, seal.sealed_at = by, timezone.now().replace(microsecond=0)
    seal.payload = canonical(replace(sealed, sealed_at=local_text(seal.sealed_at, "seconds")))
    seal.digest = digest_of(seal.payload)
    seal.public_key = keep_own_key(key).public_key
    seal.signature = sign(key, seal.digest).hex()
    seal.save()


@transaction.atomic
def withdraw_seal(*, by: Any, session: VotingSession) -> None:
    """Take back what was proposed and not yet sealed."""
    seal = _proposed(_counted(by, session))
    _record(by, "ballots.seal_withdrawn", seal)
    seal.delete()


def obstacle_to_sealing(by: Any, seal: Seal) -> str:
    """Why `by` cannot seal what was proposed, or an empty text: the button's tooltip and the guard of the action."""
    if by is None or by.pk == seal.proposed_by_id:
        return "Đồng chí đã đề nghị niêm phong; người niêm phong phải là người khác."
    return ""


def _counted(by: Any, session: VotingSession) -> VotingSession:
    """The session under lock, in the state in which it is sealed."""
    require(by, Permission.SEAL_RESULTS, session.unit)
    locked = held_session(session.pk)
    if locked.state != SessionState.COUNTED:
        raise Refused(f"Hội nghị đang ở bước “{locked.get_state_display()}”; chỉ niêm phong khi đã có kết quả.")
    return locked


def _proposed(session: VotingSession) -> Seal:
    seal = seal_of(session)
    if seal is None:
        raise Refused("Chưa ai đề nghị niêm phong kết quả này. Đề nghị niêm phong trước.")
    return seal


def _record(by: Any, action: str, seal: Seal) -> None:
    after = {"digest": seal.digest, "version": seal.version}
    record(by=by, action=action, obj=seal.session, after=after, unit_id=seal.session.unit_id)
