"""What prepared sessions' digests are over: their rolls and their ballots as they stand."""

from collections import defaultdict
from collections.abc import Collection

from campaigns.models import Subject, Voter
from campaigns.rules.freezing import BallotLine, RollLine, frozen_digest


def roll_digests(sessions: Collection[int]) -> dict[int, str]:
    """By session, over everybody who is on its roll, without who came: one query."""
    lines: dict[int, list[RollLine]] = {session: [] for session in sessions}
    rows = Voter.objects.filter(session__in=sessions, is_removed=False).order_by()
    for session, name, title, workplace, official, why in rows.values_list(
        "session_id", "name", "title", "workplace", "official_id", "why"
    ):
        lines[session].append(RollLine(name, title, workplace, official or 0, tuple(why)))
    return {session: frozen_digest(found) for session, found in lines.items()}


def ballots_digests(sessions: Collection[int]) -> dict[int, str]:
    """By session, over every line of its ballots with the appointments that it stands for: two queries."""
    posts: dict[int, list[int]] = defaultdict(list)
    links = Subject.appointments.through.objects.filter(subject__style__session__in=sessions)
    for subject, appointment in links.values_list("subject_id", "appointment_id"):
        posts[subject].append(appointment)
    lines: dict[int, list[BallotLine]] = {session: [] for session in sessions}
    for row in Subject.objects.filter(style__session__in=sessions).select_related("style").order_by():
        line = BallotLine(
            style=row.style.position,
            line=row.position,
            style_name=row.style.name,
            colour=row.style.colour,
            name=row.printed_name,
            title=row.printed_title,
            official=row.official_id or 0,
            appointments=tuple(sorted(posts[row.pk])),
        )
        lines[row.style.session_id].append(line)
    return {session: frozen_digest(found) for session, found in lines.items()}
