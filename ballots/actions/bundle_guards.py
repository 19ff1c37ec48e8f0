"""What every step of keying ballots asks first: session, bundle and own keying as they are now, under lock."""

from typing import Any

from ballots.models import Bundle, BundleKeying
from ballots.rules.bundles import ROUNDS
from campaigns.actions.locking import ARCHIVED, held_session
from campaigns.models import CampaignState, Counting, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused

GONE = "Lần nhập này không còn. Mở lại trang Bó phiếu của hội nghị."
HANDED_IN = "Bó phiếu đã nộp, không sửa được nữa. Nếu hai lần nhập khác nhau, các ô khác sẽ được trả lại."
PAPER_COUNTED = "Phiếu giấy đã kiểm xong. Mở hòm phiếu trên màn hình để có kết quả chung."
TO_THE_BOARD = (
    "Hai lần nhập khác nhau lần thứ hai. Giao bó phiếu giấy cho trưởng ban kiểm phiếu để người thứ ba quyết định."
)


def counting_session(by: Any, session: VotingSession, permission: Permission) -> VotingSession:
    """The session under lock, while its ballots are keyed one by one."""
    require(by, permission, session.unit)
    locked = held_session(session.pk)
    if locked.state != SessionState.COUNTING:
        raise Refused(f"Hội nghị đang ở bước “{locked.get_state_display()}”; chỉ nhập phiếu khi đang kiểm phiếu.")
    if locked.counting != Counting.BALLOTS:
        raise Refused("Hội nghị này nhập số tổng kiểm tay, không nhập từng phiếu. Mở trang Nhập số liệu.")
    return locked


def present_bundle(session: VotingSession, pk: int) -> Bundle:
    """The bundle under lock; it belongs to the session's present count."""
    rows = Bundle.objects.select_for_update(of=("self",)).select_related("style__session")
    bundle = rows.filter(pk=pk, style__session=session, version=session.count_version).first()
    if bundle is None:
        raise Refused("Bó phiếu này không còn. Mở lại trang Bó phiếu của hội nghị.")
    return bundle


def own_keying(by: Any, pk: int) -> BundleKeying:
    """The keying under lock, with its bundle and session: one's own, not handed in, of a session that is being counted.

    Asked for every ballot. The keying is locked by itself, so that what hangs on it is read as it is once the lock is
    had; and bundle and session are read apart, since one query over all eight tables takes longer to plan than three.
    """
    keying = BundleKeying.objects.select_for_update().filter(pk=pk, by=by).first()
    if keying is None:
        raise Refused(GONE)
    keying.bundle = Bundle.objects.select_related("style").get(pk=keying.bundle_id)
    session = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit").get(
        pk=keying.bundle.style.session_id
    )
    keying.bundle.style.session = session
    require(by, Permission.KEY_TOTALS, session.unit)
    if session.campaign.state == CampaignState.ARCHIVED:
        raise Refused(ARCHIVED)
    if session.state != SessionState.COUNTING or keying.bundle.version != session.count_version:
        raise Refused(f"Hội nghị đang ở bước “{session.get_state_display()}”; chỉ nhập phiếu khi đang kiểm phiếu.")
    if keying.is_submitted:
        raise Refused(HANDED_IN)
    if keying.bundle.differences >= ROUNDS:
        raise Refused(TO_THE_BOARD)
    return keying


def record_bundle(
    by: Any, action: str, bundle: Bundle, session: VotingSession, after: dict[str, Any] | None = None, reason: str = ""
) -> None:
    """An event about a bundle: who and how many, never a mark."""
    record(by=by, action=action, obj=bundle, after=after, unit_id=session.unit_id, reason=reason)
