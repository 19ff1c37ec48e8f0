"""How ballots are cast at a session: settled before anything of the session is frozen."""

from typing import Any

from django.db import transaction

from campaigns.actions.locking import held_session
from campaigns.models import Casting, SessionState, VotingSession
from campaigns.rules.obstacles import Obstacle
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused


@transaction.atomic
def choose_casting(*, by: Any, session: VotingSession, casting: Casting) -> VotingSession:
    """Say whether ballots are cast on paper, on screen or both; on screen only where the rule set lets them be. Refused
    once the session is prepared: what voters are promised does not change any more."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    locked = held_session(session.pk)
    if locked.state != SessionState.PLANNED:
        raise Refused("Hội nghị đã chuẩn bị nên không đổi được cách ghi phiếu. Lùi về bước lên kế hoạch trước.")
    if casting != Casting.PAPER and not locked.rules.screen_casting:
        raise Refused(Obstacle("screen_not_allowed").sentence)
    if locked.casting == casting:
        return locked
    before = {"casting": locked.get_casting_display()}
    locked.casting = casting
    locked.save(update_fields=["casting"])
    after = {"casting": locked.get_casting_display()}
    record(by=by, action="session.casting", obj=locked, before=before, after=after, unit_id=locked.unit_id)
    return locked
