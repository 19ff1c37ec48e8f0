"""What a prepared session's digests are over: its roll and its ballots as they stand."""

from campaigns.models import Subject, VotingSession
from campaigns.rules.freezing import BallotLine, RollLine, frozen_digest


def roll_digest(session: VotingSession) -> str:
    """Over everybody who is on the roll, without who came: one query."""
    rows = session.voters.filter(is_removed=False).order_by()
    columns = rows.values_list("name", "title", "workplace", "official_id", "why")
    return frozen_digest(
        RollLine(name, title, workplace, official or 0, tuple(why)) for name, title, workplace, official, why in columns
    )


def ballots_digest(session: VotingSession) -> str:
    """Over every line of every ballot with the appointments it stands for: two queries."""
    posts: dict[int, list[int]] = {}
    links = Subject.appointments.through.objects.filter(subject__style__session=session)
    for subject, appointment in links.values_list("subject_id", "appointment_id"):
        posts.setdefault(subject, []).append(appointment)
    rows = session.subjects().select_related("style").order_by()
    return frozen_digest(
        BallotLine(
            style=row.style.position,
            line=row.position,
            style_name=row.style.name,
            colour=row.style.colour,
            name=row.printed_name,
            title=row.printed_title,
            official=row.official_id or 0,
            appointments=tuple(sorted(posts.get(row.pk, ()))),
        )
        for row in rows
    )
