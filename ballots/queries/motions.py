"""Who a follow-up vote ("bỏ phiếu tín nhiệm") can be about: the people of a counted session, with their results."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from ballots.queries.counts import results_of
from campaigns.models import Subject, VoteKind, VotingSession
from campaigns.rules.parameters import Threshold


@dataclass(frozen=True)
class Nominee:
    """Somebody voted on at the session. `threshold`: which one the result is over; None below the first. `follows`:
    whether the rule set lets the follow-up vote come from that alone."""

    subject: Subject
    threshold: Threshold | None
    follows: bool
    result: str

    @property
    def band(self) -> str:
        return self.threshold.label if self.threshold else ""


def nominees_of(session: VotingSession) -> list[Nominee]:
    """Everybody on the session's ballots, in their order. ValueError with a sentence where results are incomplete."""
    rules = session.rules
    code, level = rules.against.code, rules.against.label.lower()
    return [
        Nominee(
            person.subject,
            person.result.band,
            rules.leads_to_motion(person.result.band),
            f"{person.result.votes[code]}/{person.result.base} phiếu {level} ({person.result.share_texts[code]} %)",
        )
        for style in results_of(session)
        for person in style.people
    ]


def followed_up(session: VotingSession) -> frozenset[int]:
    """The lines of the session's ballots, by their ids, whose people have a follow-up vote from its result already."""
    same = {name: OuterRef(name) for name in ("printed_name", "printed_title")}
    again = Subject.objects.filter(style__session__in=motions_of(session), **same)
    return frozenset(Subject.objects.filter(Exists(again), style__session=session).values_list("pk", flat=True))


def motions_of(session: VotingSession) -> QuerySet[VotingSession]:
    """The follow-up votes that were planned from the session's result, the earliest first."""
    return session.followers.filter(kind=VoteKind.MOTION).order_by("held_at")
