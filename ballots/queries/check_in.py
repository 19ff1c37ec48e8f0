"""How many of a session's roll are there, before and after the voting was opened."""

from ballots.rules.check_in import Quorum, quorum_of
from campaigns.models import SessionState, VotingSession
from campaigns.queries.attendance import AttendanceCount

BEFORE_VOTING = (SessionState.PLANNED, SessionState.PREPARED, SessionState.CHECKING_IN)


def quorum_at(session: VotingSession, count: AttendanceCount) -> Quorum | None:
    """By the doors until the voting is opened, and from then on by the numbers recorded then.

    Everybody on the roll is summoned; whether the body has more members is unknown until somebody has said so.
    """
    if session.state in BEFORE_VOTING:
        members = session.total_members or count.on_roll
        return quorum_of(count.present, count.on_roll, members, session.rules)
    return quorum_of(session.present, session.summoned, session.total_members, session.rules)
