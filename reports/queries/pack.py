"""What the papers of a session day are made of, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from campaigns.models import BallotStyle, BoardMember, SessionState, VoteKind, VotingSession
from campaigns.queries.rule_sets import paper_texts
from campaigns.rules.parameters import Parameters
from officials.models import Letterhead


@dataclass(frozen=True)
class StyleFacts:
    position: int
    name: str
    colour: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PackFacts:
    """A session as its papers need it. `head` leads the counting board; `digest` is that of its frozen
    ballots."""

    campaign: str
    code: str
    name: str
    is_party: bool
    is_motion: bool
    is_rehearsal: bool
    is_planned: bool
    superior: str
    issuer: str
    place: str
    venue: str
    held_at: datetime
    secrecy: str
    parameters: Parameters
    texts: dict[str, str]
    styles: tuple[StyleFacts, ...]
    voters: int
    head: str
    members: tuple[str, ...]
    digest: str


def pack_facts(session: VotingSession) -> PackFacts:
    """Needs the session with campaign, rule set and unit with its superior."""
    unit, superior = session.unit, session.unit.parent
    board = list(session.board.all())
    return PackFacts(
        campaign=session.campaign.code,
        code=session.code,
        name=session.name,
        is_party=unit.letterhead == Letterhead.PARTY,
        is_motion=session.kind == VoteKind.MOTION,
        is_rehearsal=session.is_rehearsal,
        is_planned=session.state == SessionState.PLANNED,
        superior=superior.name if superior else "",
        issuer=unit.name,
        place=unit.seat,
        venue=session.place,
        held_at=timezone.localtime(session.held_at),
        secrecy=session.campaign.get_secrecy_display() if session.campaign.secrecy else "",
        parameters=session.rules,
        texts=paper_texts(session.phase.rule_set),
        styles=tuple(
            _style(position, style) for position, style in enumerate(session.styles.prefetch_related("subjects"), 1)
        ),
        voters=session.voters.filter(is_removed=False).count(),
        head=next((member.name for member in board if member.role == BoardMember.Role.HEAD), ""),
        members=tuple(member.name for member in board if member.role != BoardMember.Role.HEAD),
        digest=session.ballots_digest,
    )


def _style(position: int, style: BallotStyle) -> StyleFacts:
    people = tuple((subject.printed_name, subject.printed_title) for subject in style.subjects.all())
    return StyleFacts(position, style.name, style.colour, people)
