"""Proposing a session's counting board."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from campaigns.actions.locking import held_session
from campaigns.actions.sessions import locked_for_planning, refuse_conflicts
from campaigns.actions.tallies import recount
from campaigns.models import BoardMember, SessionState, VotingSession
from campaigns.queries.sessions import people_on_ballot
from campaigns.queries.timetable import board_meetings
from campaigns.rules.conflicts import Person, board_conflicts
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
def propose_board(*, by: Any, session: VotingSession, entries: Sequence[BoardEntry], reason: str = "") -> None:
    """Set the whole board, in this order. Refused once voting is open, for somebody who is voted on here, and for
    somebody who leads another session at the same time; `reason` answers the warning that somebody who is added is
    voted on elsewhere then."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    locked_for_planning(session.campaign_id)
    session = held_session(session.pk)
    if session.state not in PROPOSABLE:
        raise Refused(
            "Hội nghị đã mở ghi phiếu nên không đổi ban kiểm phiếu được. Nếu có người thay, ghi vào biên bản giấy."
        )
    _check(session, entries)
    stood = [Person(name, official) for name, official in session.board.values_list("name", "official_id")]
    refuse_conflicts(board_meetings(by, session, _people(entries)), reason, answered=board_meetings(by, session, stood))
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
            reason=reason.strip(),
        )


def _people(entries: Sequence[BoardEntry]) -> list[Person]:
    return [Person(entry.name, entry.official.pk if entry.official else None) for entry in entries]


def _check(session: VotingSession, entries: Sequence[BoardEntry]) -> None:
    """Refuse somebody who is voted on here, somebody twice, two heads, and an entry without a name."""
    if not all(tidy(entry.name) for entry in entries):
        raise Refused("Ghi họ và tên của từng người trong ban kiểm phiếu.")
    members = _people(entries)
    citation = session.rules.citations.get("board", "")
    for conflict in board_conflicts(members, people_on_ballot(session), citation):
        raise Refused(conflict.sentence)
    known = [member.id or tidy(member.name).casefold() for member in members]
    if twice := sorted({member.name for member, key in zip(members, known, strict=True) if known.count(key) > 1}):
        raise Refused(f"{', '.join(twice)} có tên hai lần trong ban kiểm phiếu. Bỏ bớt một dòng.")
    if sum(entry.role == BoardMember.Role.HEAD for entry in entries) > 1:
        raise Refused("Ban kiểm phiếu chỉ có một Trưởng ban. Chọn lại nhiệm vụ của từng người.")


def copy_board(members: Iterable[BoardMember], session: VotingSession) -> None:
    """The same people with the same tasks on another session's board, within the transaction that creates it."""
    BoardMember.objects.bulk_create(
        BoardMember(
            session=session,
            role=member.role,
            official_id=member.official_id,
            name=member.name,
            title=member.title,
            position=place,
        )
        for place, member in enumerate(members, 1)
    )


def _shown(session: VotingSession) -> list[str]:
    return [f"{member.get_role_display()}: {member.name}" for member in session.board.order_by("position")]
