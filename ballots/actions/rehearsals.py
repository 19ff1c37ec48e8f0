"""Taking a rehearsal away, with everything that was counted, sealed or opened again in it."""

from typing import Any

from django.db import transaction

from ballots.models import Count, Reopening, Seal
from campaigns.actions.locking import held_session
from campaigns.models import VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused


@transaction.atomic
def delete_rehearsal(*, by: Any, session: VotingSession) -> None:
    """Delete a rehearsal whole, whatever its step; nothing of a real session."""
    require(by, Permission.RUN_SESSIONS, session.unit)
    session = held_session(session.pk)
    if not session.is_rehearsal:
        raise Refused("Chỉ xóa được diễn tập ở đây; hội nghị thật không xóa bằng nút này.")
    before = {"code": session.code, "state": session.state}
    record(by=by, action="rehearsal.delete", obj=session, before=before, unit_id=session.unit_id)
    Count.objects.filter(style__session=session).delete()  # whose lines hold the people on the ballots
    Seal.objects.filter(session=session).delete()
    Reopening.objects.filter(session=session).delete()
    session.delete()
