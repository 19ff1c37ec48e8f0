"""Who a follow-up vote ("bỏ phiếu tín nhiệm") can be about: the people of a counted session, with their results."""

from dataclasses import dataclass

from ballots.queries.counts import results_of
from campaigns.models import Subject, VotingSession


@dataclass(frozen=True)
class Nominee:
    """Somebody voted on at the session. `band` names the threshold that the result is over; empty below the first."""

    subject: Subject
    band: str
    result: str


def nominees_of(session: VotingSession) -> list[Nominee]:
    """Everybody on the session's ballots, in their order. ValueError with a sentence where results are incomplete."""
    rules = session.rules
    code, level = rules.against.code, rules.against.label.lower()
    return [
        Nominee(
            person.subject,
            person.result.band.label if person.result.band else "",
            f"{person.result.votes[code]}/{person.result.base} phiếu {level} ({person.result.share_texts[code]} %)",
        )
        for style in results_of(session)
        for person in style.people
    ]
