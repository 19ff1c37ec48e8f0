"""Storing counts. Every way of counting ends here, inside its action's transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from ballots.models import Channel, Count, CountLine, Source, Stock
from ballots.rules.fingerprint import CountedStyle, fingerprint
from campaigns.models import VotingSession
from config.audit.actions import Change, record_many

BATCH = 1000


def store_counts(
    *, by: Any, counted: Mapping[int, Sequence[CountedStyle]], sessions: Sequence[VotingSession], source: Source
) -> None:
    """Write the counts of the sessions (by their ids), and one audit event each with the digest of the numbers."""
    styles = [style for session in sessions for style in counted[session.pk]]
    Stock.objects.bulk_create(
        [Stock(style_id=s.style_id, channel=s.channel, issued=s.issued, returned=s.returned) for s in styles],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["style", "channel"],
        update_fields=["issued", "returned"],
    )
    counts = Count.objects.bulk_create([_count(style, source) for style in styles], batch_size=BATCH)
    CountLine.objects.bulk_create(
        [
            CountLine(count=count, subject_id=line.subject_id, votes=line.votes, line_invalid=line.line_invalid)
            for count, style in zip(counts, styles, strict=True)
            for line in style.lines
        ],
        batch_size=BATCH,
    )
    record_many(by=by, changes=[_change(session, counted[session.pk], source) for session in sessions])


def drop_paper_count(session: VotingSession) -> None:
    """Take back the count of a session's paper, which waits for its box: what the count was made of is thrown away."""
    Count.objects.filter(style__session=session, channel=Channel.PAPER).delete()


def _count(style: CountedStyle, source: Source) -> Count:
    return Count(
        style_id=style.style_id,
        channel=style.channel,
        source=source,
        returned=style.returned,
        valid=style.valid,
        wholly_invalid=style.wholly_invalid,
        explanations=style.explanations,
    )


def _change(session: VotingSession, styles: Sequence[CountedStyle], source: Source) -> Change:
    """What the trail keeps of a count: who, from where, and a digest, never the numbers."""
    after = {"source": str(source.label), "styles": len(styles), "digest": fingerprint(styles)}
    return Change(action="ballots.counted", obj=session, after=after, unit_id=session.unit_id)
