"""What the self-report of a person voted on is filled in with, each in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from campaigns.models import Subject, VotingSession


@dataclass(frozen=True)
class Post:
    """A post voted on: the title with its unit, since when."""

    title: str
    unit: str
    means: str
    since: date


@dataclass(frozen=True)
class SelfReport:
    """One person at one session. A birth known by its year alone has no day; `posts` is empty for somebody whom the
    register does not know."""

    pk: int
    name: str
    title: str
    sex: str
    born_on: date | None
    born_year: int | None
    posts: tuple[Post, ...]
    unit: str
    letterhead: str
    place: str
    secrecy: str
    citation: str
    session: str
    held_at: datetime


def self_reports(session: VotingSession, subject: int | None = None) -> list[SelfReport]:
    """Everybody on the session's ballots in ballot order, or the one person. Five queries."""
    subjects: QuerySet[Subject] = session.subjects().select_related("official")
    subjects = subjects.prefetch_related("appointments__title", "appointments__unit__parent")
    if subject is not None:
        subjects = subjects.filter(pk=subject)
    return [_self_report(session, row) for row in subjects]


def _self_report(session: VotingSession, subject: Subject) -> SelfReport:
    official = subject.official
    posts = sorted(subject.appointments.all(), key=lambda post: (post.position, post.pk))
    unit = posts[0].unit if posts else session.unit
    return SelfReport(
        pk=subject.pk,
        name=subject.printed_name,
        title=subject.printed_title,
        sex=official.sex if official else "",
        born_on=official.born_on if official else None,
        born_year=official.born_year if official else None,
        posts=tuple(Post(p.title.name, p.unit.name, p.get_means_display(), p.started_on) for p in posts),
        unit=unit.name,
        letterhead=unit.letterhead,
        place=unit.seat or session.unit.seat,
        secrecy=session.campaign.get_secrecy_display() if session.campaign.secrecy else "",
        citation=session.phase.rule_set.citation,
        session=session.name,
        held_at=timezone.localtime(session.held_at),
    )
