"""A session with a roll, whose doors are open."""

from campaigns.actions.tallies import recount
from campaigns.models import SessionState, Voter, VotingSession
from config.vietnamese import search_key, sort_key
from tests.ballots.conftest import MakeSession

NAMES = ("Nguyễn Văn An", "Đỗ Thị Bình", "Lê Văn Cường", "Trần Thị Dung", "Phạm Văn Đông", "Vũ Thị Giang")


def seat(session: VotingSession, names: tuple[str, ...] = NAMES) -> list[Voter]:
    """Put people on the roll, in the order of the names."""
    rows = [
        Voter(
            session=session,
            name=name,
            title=f"Chức vụ {number}",
            sort_key=sort_key(name),
            search_key=search_key(name),
            source=Voter.Source.HAND,
            note="Thử",
        )
        for number, name in enumerate(names, 1)
    ]
    Voter.objects.bulk_create(rows)
    recount([session.pk])
    return rows


def at_the_door(make_session: MakeSession, **fields: object) -> VotingSession:
    """A session that is checking in, with six people on its roll and one taken off it."""
    numbers = {"total_members": None, "summoned": None, "present": None}
    session = make_session(**{"state": SessionState.CHECKING_IN, **numbers, **fields})
    Voter.objects.create(session=session, name="Bùi Văn Ra", is_removed=True, note="Chuyển công tác")
    seat(session)
    session.refresh_from_db()
    return session
