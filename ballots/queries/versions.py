"""The counts that a session has had, in a fixed number of queries."""

from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from ballots.models import Count, Reopening, Seal, TotalsKeying
from ballots.models.bundles import BundleKeying
from ballots.rules.versions import CountedBallots, CountedPerson, CountVersion
from campaigns.models import COUNTED, BallotStyle, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent


def standing_version(session: VotingSession) -> CountVersion:
    """The count that stands, as its rows have it. Nine queries."""
    rows = session.styles.order_by("position").prefetch_related(
        "stocks", Prefetch("counts", Count.objects.order_by("channel").prefetch_related("lines__subject"))
    )
    seal = Seal.objects.filter(session=session, version=session.count_version).select_related(
        "proposed_by", "sealed_by"
    )
    sealed = next((row for row in seal if row.signature), None)
    who = (sealed.proposed_by, sealed.sealed_by) if sealed else ()
    return CountVersion(
        version=session.count_version,
        state=session.state,
        total_members=session.total_members,
        summoned=session.summoned,
        present=session.present,
        keyed_by=_keyed_by(session),
        confirmed_by=_confirmed_by(session),
        seal=sealed.digest if sealed else "",
        sealed_by=tuple(person.full_name for person in who if person is not None),
        ballots=tuple(_ballots(style, count) for style in rows for count in style.counts.all()),
    )


def versions_of(session: VotingSession) -> list[CountVersion]:
    """Every count that the session has had, the first one first; while it counts again, those that were left."""
    found = [CountVersion.from_json(row.earlier) for row in confirmed_reopenings(session)]
    return [*found, standing_version(session)] if session.state in COUNTED else found


def confirmed_reopenings(session: VotingSession) -> list[Reopening]:
    """In the order of the counts that they closed."""
    rows = session.reopenings.filter(state=Reopening.State.CONFIRMED)
    return list(rows.select_related("proposed_by", "confirmed_by").order_by("version"))


def proposed_reopening(session: VotingSession) -> Reopening | None:
    """The one that waits for its second person."""
    rows = session.reopenings.filter(state=Reopening.State.PROPOSED)
    return rows.select_related("proposed_by").first()


def recount_of(session: VotingSession) -> Reopening | None:
    """What opened the count that is going on; None for a session's first one, which asks nothing."""
    if session.count_version == 1:
        return None
    return session.reopenings.filter(state=Reopening.State.CONFIRMED, version=session.count_version - 1).first()


def _keyed_by(session: VotingSession) -> tuple[str, ...]:
    """Everybody who keyed the count that stands, totals or bundles, once each."""
    totals = TotalsKeying.objects.filter(session=session).order_by("number").values_list("by__full_name", flat=True)
    bundles = BundleKeying.objects.filter(bundle__style__session=session, bundle__version=session.count_version)
    names = bundles.order_by("bundle", "number").values_list("by__full_name", flat=True)
    return tuple(dict.fromkeys([*totals, *names]))


def _confirmed_by(session: VotingSession) -> str:
    """Who settled the count, as the trail has it; nobody where it came from a file or a code."""
    events = AuditEvent.objects.filter(
        action="session.counted", object_type=session._meta.label_lower, object_id=str(session.pk)
    )
    name = User.objects.filter(pk=OuterRef("actor_id")).values("full_name")[:1]
    return events.order_by("-pk").values_list(Coalesce(Subquery(name), "actor"), flat=True).first() or ""


def _ballots(style: BallotStyle, count: Count) -> CountedBallots:
    stock = next((stock for stock in style.stocks.all() if stock.channel == count.channel), None)
    people = sorted(count.lines.all(), key=lambda line: line.subject.position)
    return CountedBallots(
        style=style.pk,
        name=style.name,
        channel=count.channel,
        source=count.source,
        issued=(stock.issued or 0) if stock else 0,
        returned=count.returned,
        valid=count.valid,
        wholly_invalid=count.wholly_invalid,
        spoiled=stock.spoiled if stock else None,
        unused=stock.unused if stock else None,
        people=tuple(
            CountedPerson(
                subject=line.subject_id,
                name=line.subject.printed_name,
                title=line.subject.printed_title,
                votes=line.votes,
                line_invalid=line.line_invalid,
            )
            for line in people
        ),
        explanations=count.explanations,
    )
