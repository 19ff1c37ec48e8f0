"""The sign-in sheet of a session's roll ("danh sách ký nhận phiếu") ready to be set."""

from dataclasses import dataclass

from django.utils import timezone

from campaigns.models import SessionState, VotingSession
from config.vietnamese import long_date
from officials.models import Letterhead
from reports.presenters.wording import PLACE_DOTS, at_least_two_digits, clock, kind_of_vote, mark_of, meeting_of


@dataclass(frozen=True)
class SignInRow:
    number: int
    name: str
    title: str
    workplace: str
    note: str


@dataclass(frozen=True)
class SignInPaper:
    """`superior` and `issuer` head the paper, an empty one is left out."""

    is_party: bool
    title: str
    created: str
    superior: str
    issuer: str
    place_and_date: str
    secrecy: str
    mark: str
    is_draft: bool
    subject: str
    held: str
    rows: tuple[SignInRow, ...]
    total: str
    digest: str


def sign_in_paper(session: VotingSession) -> SignInPaper:
    """Everybody on the roll by name; needs the session with campaign, rule set and unit with its superior."""
    unit, local = session.unit, timezone.localtime(session.held_at)
    voters = session.voters.filter(is_removed=False).order_by("sort_key", "pk")
    rows = tuple(
        SignInRow(number, voter.name, voter.title, voter.workplace, "" if voter.official_id else "Không có mã cán bộ")
        for number, voter in enumerate(voters, 1)
    )
    meeting = meeting_of(session.name)
    place = f", tại {session.place}" if session.place else ""
    is_draft = session.state == SessionState.PLANNED
    return SignInPaper(
        is_party=unit.letterhead == Letterhead.PARTY,
        title=f"Danh sách đại biểu ký nhận phiếu, {session.code}",
        created=session.held_at.isoformat(timespec="seconds"),
        superior=unit.parent.name.upper() if unit.parent else "",
        issuer=unit.name.upper(),
        place_and_date=long_date(local.date(), unit.seat or PLACE_DOTS),
        secrecy=session.campaign.get_secrecy_display().upper() if session.campaign.secrecy else "",
        mark=mark_of(is_draft=is_draft, is_rehearsal=session.is_rehearsal),
        is_draft=is_draft,
        subject=_subject(meeting, kind_of_vote(session.rules)),
        held=f"Thời gian: {clock(local)}, {long_date(local.date())}{place}.",
        rows=rows,
        total=f"Danh sách có {at_least_two_digits(len(rows))} đại biểu.",
        digest=session.roll_digest,
    )


def _subject(meeting: str, kind: str) -> str:
    return meeting if "phiếu tín nhiệm" in meeting.lower() else f"{kind} tại {meeting[:1].lower()}{meeting[1:]}"
