"""A rehearsal of a session: the same ballots and as many people, all of them made up."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.actions.board import copy_board
from campaigns.actions.locking import held_campaign, held_session
from campaigns.actions.tallies import recount
from campaigns.models import OVER, BallotStyle, SessionState, Subject, Voter, VotingSession
from campaigns.queries.freezing import ballots_digests, roll_digests
from campaigns.queries.sessions import free_code
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused

COPIED = ("campaign", "phase", "unit", "kind", "casting", "counting", "minutes_long", "place", "chair")


@transaction.atomic
def create_rehearsal(*, by: Any, session: VotingSession) -> VotingSession:
    """Make a rehearsal of the session, prepared and ready for its check-in. Its ballots and its roll have as many lines
    and people as the session's, with made-up names; the counting board is the session's own, since it is who rehearses.
    """
    require(by, Permission.RUN_SESSIONS, session.unit)
    campaign = held_campaign(session.campaign_id)
    session = held_session(session.pk)
    if campaign.state in OVER:
        raise Refused("Đợt này đã kết thúc nên không lập diễn tập.")
    if session.is_rehearsal:
        raise Refused("Đây đã là diễn tập. Lập diễn tập mới từ hội nghị thật.")
    if not session.subjects().exists() or not session.voter_count:
        raise Refused("Hội nghị chưa có người trên phiếu hoặc người ghi phiếu. Lập phiếu và danh sách trước.")
    rehearsal = VotingSession.objects.create(
        code=free_code(session, "DT"),
        name=f"Diễn tập: {session.name}"[:200],
        held_at=timezone.now().replace(second=0, microsecond=0),
        state=SessionState.PREPARED,
        is_rehearsal=True,
        origin=session,
        **{name: getattr(session, name) for name in COPIED},
    )
    _ballots(session, rehearsal)
    _people(session, rehearsal)
    recount([rehearsal.pk])
    rehearsal.refresh_from_db()
    rehearsal.roll_digest = roll_digests([rehearsal.pk])[rehearsal.pk]
    rehearsal.ballots_digest = ballots_digests([rehearsal.pk])[rehearsal.pk]
    rehearsal.save(update_fields=["roll_digest", "ballots_digest"])
    after = {"code": rehearsal.code, "of": session.code, "voters": rehearsal.voter_count}
    record(by=by, action="rehearsal.create", obj=rehearsal, after=after, unit_id=session.unit_id)
    return rehearsal


def _ballots(session: VotingSession, rehearsal: VotingSession) -> None:
    number = 0
    for style in session.styles.prefetch_related("subjects").order_by("position"):
        copy = BallotStyle.objects.create(
            session=rehearsal, name=style.name, colour=style.colour, position=style.position
        )
        lines = []
        for position in range(1, len(style.subjects.all()) + 1):
            number += 1
            name, title = f"Cán bộ Diễn tập {number:02}", f"Chức danh Diễn tập {number:02}"
            lines.append(Subject(style=copy, printed_name=name, printed_title=title, position=position))
        Subject.objects.bulk_create(lines)


def _people(session: VotingSession, rehearsal: VotingSession) -> None:
    voters = [
        Voter(
            session=rehearsal,
            name=f"Đại biểu Diễn tập {number:03}",
            source=Voter.Source.HAND,
            note="Người tự đặt để diễn tập",
        )
        for number in range(1, session.voter_count + 1)
    ]
    for voter in voters:
        voter.derive_keys()
    Voter.objects.bulk_create(voters, batch_size=1000)
    copy_board(session.board.order_by("position"), rehearsal)
