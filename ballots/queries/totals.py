"""The sheet that is keyed, and the two entries of it."""

from ballots.models import Reopening, TotalsKeying
from ballots.queries.versions import recount_of
from ballots.rules.double_keying import Entry, PairState, pair_state
from ballots.rules.totals import Layout, Line, Style
from ballots.rules.versions import CountVersion, kept_cells, kept_explanations
from campaigns.models import VotingSession


def layout_of(session: VotingSession) -> Layout:
    """The ballots and people of a session with what is known of it: two queries, a third one in a later count."""
    kept, answers = _kept(session)
    return Layout(
        styles=tuple(
            Style(
                style.pk,
                style.name,
                tuple(
                    Line(subject.pk, subject.printed_name, subject.printed_title) for subject in style.subjects.all()
                ),
            )
            for style in session.styles.prefetch_related("subjects").order_by("position")
        ),
        parameters=session.rules,
        total_members=session.total_members,
        summoned=session.summoned,
        present=session.present,
        kept=kept,
        answers=answers,
    )


def _kept(session: VotingSession) -> tuple[dict[str, int], dict[str, str]]:
    """What stays from the earlier count where only one person's column is counted again."""
    recount = recount_of(session)
    if recount is None or recount.scope != Reopening.Scope.COLUMN:
        return {}, {}
    (subject,), earlier = recount.detail, CountVersion.from_json(recount.earlier)
    return kept_cells(earlier, subject), kept_explanations(earlier, subject)


def keyings_of(session: VotingSession) -> list[TotalsKeying]:
    """The entries of a session, the first pass first."""
    return list(TotalsKeying.objects.filter(session=session).select_related("by").order_by("number"))


def state_of(keyings: list[TotalsKeying]) -> PairState:
    return pair_state([Entry(keying.is_submitted, tuple(keying.returned)) for keying in keyings])
