"""Proposing a session's counting board."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from campaigns.actions.tallies import recount
from campaigns.models import BoardMember, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy
from officials.models import Official

PROPOSABLE = (SessionState.PLANNED, SessionState.PREPARED, SessionState.CHECKING_IN)


@dataclass(frozen=True)
class BoardEntry:
    """Somebody proposed; `official` where the register knows them."""

    name: str
    role: str = BoardMember.Role.MEMBER
    title: str = ""
    official: Official | None = None


@transaction.atomic
def propose_board(*, by: Any, session: VotingSession, entries: Sequence[BoardEntry]) -> None:
    """Set the whole board, in this order. Refused once voting is open."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    session = VotingSession.objects.select_related("unit").select_for_update(of=("self",)).get(pk=session.pk)
    if session.state not in PROPOSABLE:
        raise Refused("Hội nghị đã mở ghi phiếu nên không đổi ban kiểm phiếu được.")
    before = _shown(session)
    session.board.all().delete()
    BoardMember.objects.bulk_create(
        BoardMember(
            session=session,
            role=entry.role,
            name=tidy(entry.name),
            title=tidy(entry.title),
            official=entry.official,
            position=place,
        )
        for place, entry in enumerate(entries, 1)
    )
    recount([session.pk])
    after = _shown(session)
    if before != after:
        record(
            by=by,
            action="session.board",
            obj=session,
            before={"board": before},
            after={"board": after},
            unit_id=session.unit_id,
        )


def _shown(session: VotingSession) -> list[str]:
    return [f"{member.get_role_display()}: {member.name}" for member in session.board.order_by("position")]
