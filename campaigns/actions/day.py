"""The steps of a session on its day. Each locks the session, asks the state machine, moves and leaves its event."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.actions.locking import held_campaign, held_session
from campaigns.models import BoxState, CampaignState, SessionState, VotingSession
from campaigns.queries.freezing import ballots_digests, roll_digests
from campaigns.queries.sessions import session_facts
from campaigns.rules.states import BOX_STEPS, STEP_BACK, obstacles
from config.accounts.permissions import Permission, require
from config.audit.actions import record, snapshot
from config.errors import Refused

ATTENDANCE = ("total_members", "summoned", "present")
DIGESTS = ("roll_digest", "ballots_digest")
FREEZING = (SessionState.PLANNED, SessionState.PREPARED)
BEFORE = (CampaignState.LIST_APPROVED, CampaignState.SCHEDULED)


@transaction.atomic
def prepare_session(*, by: Any, session: VotingSession) -> VotingSession:
    """Freeze the ballots and the roll, and keep their digests: there is somebody on both, everybody on the ballots is
    still to be voted on, and nobody of them is on the counting board. The campaign is locked first, so that nobody
    accepts a change of its list between the question and the freezing."""
    held_campaign(session.campaign_id)
    return _step(by, session, SessionState.PREPARED, Permission.RUN_SESSIONS)


@transaction.atomic
def mark_printed(*, by: Any, session: VotingSession) -> VotingSession:
    """The ballots of a prepared session are on paper. Going back to planning takes the mark away: they may change."""
    require(by, Permission.RUN_SESSIONS, session.unit)
    locked = held_session(session.pk)
    if locked.state != SessionState.PREPARED:
        raise Refused("Chỉ đánh dấu đã in phiếu khi hội nghị đã chuẩn bị xong và chưa điểm danh.")
    if not locked.has_paper:
        raise Refused("Hội nghị ghi phiếu trên màn hình nên không in phiếu.")
    if locked.printed_at is not None:
        raise Refused("Phiếu của hội nghị này đã được đánh dấu là đã in. Tải lại trang để xem.")
    locked.printed_at = timezone.now()
    locked.save(update_fields=["printed_at"])
    after = {"printed_at": locked.printed_at.isoformat()}
    record(by=by, action="session.printed", obj=locked, after=after, unit_id=locked.unit_id)
    return locked


@transaction.atomic
def open_check_in(*, by: Any, session: VotingSession) -> VotingSession:
    """Begin the day; the campaign is in progress from its first session on."""
    campaign = held_campaign(session.campaign_id)
    moved = _step(by, session, SessionState.CHECKING_IN, Permission.RUN_SESSIONS)
    if campaign.state in BEFORE and not moved.is_rehearsal:
        before = {"state": campaign.state}
        campaign.state = CampaignState.IN_PROGRESS
        campaign.save(update_fields=["state"])
        record(by=by, action="campaign.state", obj=campaign, before=before, after={"state": campaign.state})
    return moved


@transaction.atomic
def open_voting(*, by: Any, session: VotingSession, total_members: int, summoned: int, present: int) -> VotingSession:
    """Record how many are there and open the voting; refused below the quorum of the rule set, and where the doors have
    marked another number. The session is locked, so nobody is marked between the comparison and the opening."""
    numbers = dict(zip(ATTENDANCE, (total_members, summoned, present), strict=True))
    return _step(by, session, SessionState.VOTING, Permission.RUN_SESSIONS, numbers)


@transaction.atomic
def close_voting(*, by: Any, session: VotingSession) -> VotingSession:
    """End the voting; the count begins."""
    return _step(by, session, SessionState.COUNTING, Permission.RUN_SESSIONS)


@transaction.atomic
def mark_counted(*, by: Any, session: VotingSession) -> VotingSession:
    """The counting board has settled the result. Called by the count itself, within its transaction."""
    return _step(by, session, SessionState.COUNTED, Permission.CONFIRM_COUNT)


@transaction.atomic
def mark_sealed(*, by: Any, session: VotingSession) -> VotingSession:
    """The result is closed. Called by the seal itself, within its transaction."""
    return _step(by, session, SessionState.SEALED, Permission.SEAL_RESULTS)


@transaction.atomic
def reopen_count(*, by: Any, session: VotingSession, reason: str, told: str = "") -> VotingSession:
    """Count again, as the next version. Called by the reopening itself, which keeps the count that is left. `told`:
    what the minutes have to say of what is not counted again."""
    reopened = _step(by, session, SessionState.COUNTING, Permission.REOPEN_COUNTS, reason=reason)
    reopened.count_version += 1
    _tell(reopened, told)
    reopened.save(update_fields=["count_version", "earlier_votes"])
    return reopened


@transaction.atomic
def mark_box(*, by: Any, session: VotingSession, box: BoxState) -> VotingSession:
    """The ballot box moved on. Called by the box's own actions, within their transactions, on the locked session."""
    if box not in BOX_STEPS[session.box]:
        now = BoxState(session.box).label.lower()
        raise Refused(f"Hòm phiếu {now} nên không làm được bước này. Tải lại trang để xem.")
    before = {"box": session.box}
    session.box = box
    session.save(update_fields=["box"])
    action = f"session.box_{box}" if box else "session.box_dropped"
    record(by=by, action=action, obj=session, before=before, after={"box": str(box)}, unit_id=session.unit_id)
    return session


@transaction.atomic
def step_back(*, by: Any, session: VotingSession, reason: str) -> VotingSession:
    """Go back one step while nothing has been counted, with a reason."""
    if not reason.strip():
        raise Refused("Ghi lý do lùi lại một bước.")
    current = held_session(session.pk)
    if current.is_rehearsal and current.state == SessionState.PREPARED:
        raise Refused("Diễn tập không lùi về bước lên kế hoạch. Xóa diễn tập này rồi lập diễn tập mới.")
    if current.state not in STEP_BACK:
        raise Refused("Từ bước này không lùi lại được.")
    return _step(by, session, SessionState(STEP_BACK[current.state]), Permission.RUN_SESSIONS, reason=reason.strip())


@transaction.atomic
def reopen_voting(*, by: Any, session: VotingSession, reason: str) -> VotingSession:
    """Go back from the count to the voting. Called by the count itself, which knows that nothing has been keyed."""
    return _step(by, session, SessionState.VOTING, Permission.RUN_SESSIONS, reason=reason)


@transaction.atomic
def vote_again(*, by: Any, session: VotingSession, told: str) -> VotingSession:
    """Go back from the count to the check-in, and keep for the minutes why. Called by the ballot box that could not be
    opened, within its transaction."""
    moved = _step(by, session, SessionState.CHECKING_IN, Permission.REOPEN_COUNTS)
    _tell(moved, told)
    moved.save(update_fields=["earlier_votes"])
    return moved


def _tell(session: VotingSession, told: str) -> None:
    session.earlier_votes = "\n".join((*session.earlier_votes.splitlines(), *told.splitlines()))


def _step(
    by: Any,
    session: VotingSession,
    target: SessionState,
    permission: Permission,
    numbers: dict[str, int] | None = None,
    reason: str = "",
) -> VotingSession:
    require(by, permission, session.unit)
    locked = held_session(session.pk)
    before: dict[str, Any] = {"state": locked.state, **{name: getattr(locked, name) for name in numbers or {}}}
    for name, value in (numbers or {}).items():
        setattr(locked, name, value)
    found = obstacles(session_facts(locked), target)
    if found:
        raise Refused(" ".join(obstacle.sentence for obstacle in found))
    if (locked.state, target) == (SessionState.PLANNED, SessionState.PREPARED):
        locked.roll_digest = roll_digests([locked.pk])[locked.pk]
        locked.ballots_digest = ballots_digests([locked.pk])[locked.pk]
    if target == SessionState.PLANNED:
        locked.printed_at, locked.roll_digest, locked.ballots_digest = None, "", ""
    locked.state = target
    locked.save(update_fields=["state", "printed_at", *DIGESTS, *(numbers or {})])
    record(
        by=by,
        action=f"session.{target}",
        obj=locked,
        before=before,
        after={"state": str(target), **(numbers or {}), **(snapshot(locked, DIGESTS) if target in FREEZING else {})},
        unit_id=locked.unit_id,
        reason=reason,
    )
    return locked
