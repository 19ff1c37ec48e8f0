"""Reads about ballots that no longer say what the list says."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import Campaign, Eligibility, SessionState, Subject, VotingSession
from campaigns.queries.sessions import holdings_to_vote_on, open_subjects, same_place_committee
from campaigns.rules.ballot_lines import Ballot, ballots

OPEN = (SessionState.PLANNED, SessionState.PREPARED)


@dataclass(frozen=True)
class BallotChanges:
    """What would bring a session's ballots up to date, by the names of people. `wanted` are the ballots then."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    wanted: tuple[Ballot, ...]

    @property
    def is_any(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def ballot_changes(session: VotingSession) -> BallotChanges:
    """The session's ballots against the list: people at its units who came, left, or are written differently."""
    subjects = subjects_of(session)
    units = {post.unit_id for subject in subjects.values() for post in subject.appointments.all()} | {session.unit_id}
    committee = same_place_committee(session.unit)
    if committee is not None:
        units.add(committee.pk)
    wanted = ballots(holdings_to_vote_on(session.campaign, units, session.phase, session))
    lines = {line.official_id: line for ballot in wanted for line in ballot.lines}
    return BallotChanges(
        added=tuple(line.name for official, line in lines.items() if official not in subjects),
        removed=tuple(subject.printed_name for official, subject in subjects.items() if official not in lines),
        changed=tuple(
            line.name
            for official, line in lines.items()
            if official in subjects
            and (subjects[official].printed_name, subjects[official].printed_title) != (line.name, line.title)
        ),
        wanted=wanted,
    )


def subjects_of(session: VotingSession) -> dict[int, Subject]:
    """The lines about known officials, by official."""
    rows = session.subjects().filter(official__isnull=False).select_related("style").prefetch_related("appointments")
    return {subject.official_id: subject for subject in rows if subject.official_id is not None}


def out_of_date(campaign: Campaign) -> QuerySet[VotingSession]:
    """Sessions that have not begun, on whose ballots somebody stands who left the list, or somebody who came lacks."""
    voted_on = Eligibility.objects.filter(campaign=campaign, is_subject=True).values("appointment")
    posts = Subject.appointments.through.objects.filter(subject__style__session=OuterRef("pk"))
    waiting = open_subjects(campaign).filter(phase=OuterRef("phase"))
    lacks = Q(Exists(waiting.filter(appointment__unit=OuterRef("unit")))) | Q(
        Exists(waiting.filter(appointment__unit__appointments__subjects__style__session=OuterRef("pk")))
    )
    gone = Q(Exists(posts.exclude(appointment__in=voted_on)))
    sessions = VotingSession.objects.polls().filter(campaign=campaign, state__in=OPEN)
    return sessions.filter(gone | lacks).order_by("held_at", "code")
