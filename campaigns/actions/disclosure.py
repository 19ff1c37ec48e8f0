"""Whether a session sees its own result on the hall's screen: settled before the result is sealed."""

from typing import Any

from django.db import transaction

from campaigns.actions.locking import held_session
from campaigns.models import Disclosure, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused


def obstacle_to_disclosing(session: VotingSession) -> str:
    """Why nobody can change any more who sees the result, or an empty text."""
    if session.state == SessionState.SEALED:
        return f"Kết quả đã niêm phong nên không đổi được việc công bố: {session.get_disclosure_display().lower()}."
    return ""


@transaction.atomic
def set_disclosure(*, by: Any, session: VotingSession, disclosure: Disclosure) -> VotingSession:
    """Say who sees the result in the hall; refused once it is sealed."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    locked = held_session(session.pk)
    if sentence := obstacle_to_disclosing(locked):
        raise Refused(sentence)
    if locked.disclosure == disclosure:
        return locked
    before = locked.get_disclosure_display()
    locked.disclosure = disclosure
    locked.save(update_fields=["disclosure"])
    record(
        by=by,
        action="session.disclosure",
        obj=locked,
        before={"disclosure": before},
        after={"disclosure": locked.get_disclosure_display()},
        unit_id=locked.unit_id,
    )
    return locked
