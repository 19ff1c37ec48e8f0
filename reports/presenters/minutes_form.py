"""The minutes as a form for a hand count: everything that is known before, and room for every figure."""

from dataclasses import replace

from campaigns.models import VotingSession
from reports.presenters.counting import (
    REHEARSAL_LINE,
    BallotRow,
    CountPaper,
    NumberAndShare,
    PersonRow,
    StyleTable,
    count_paper,
    style_name,
    table_caption,
)
from reports.presenters.minutes import minutes_wording
from reports.presenters.wording import DOTS, mark_of
from reports.queries.results import session_before_count

BLANK = NumberAndShare("", "")


def minutes_skeleton(session: VotingSession) -> CountPaper:
    """The minutes of the session, whatever its state, without a figure; for "reports/print/minutes.html"."""
    frame = session_before_count(session.pk)
    styles = list(session.styles.prefetch_related("subjects"))
    names = [style_name(style.name, style.colour) for style in styles]
    cells = (BLANK,) * len(frame.parameters.levels)
    rows = [
        tuple(
            PersonRow(number, subject.printed_name, subject.printed_title, "", ("", ""), cells)
            for number, subject in enumerate(style.subjects.all(), 1)
        )
        for style in styles
    ]
    paper = count_paper(frame, minutes_wording(frame, sum(map(len, rows))))
    return replace(
        paper,
        mark=mark_of(is_draft=False, is_rehearsal=frame.is_rehearsal),
        warning=REHEARSAL_LINE if frame.is_rehearsal else "",
        ballots=tuple(BallotRow(name, (BLANK,) * 4) for name in names),
        tables=tuple(
            StyleTable(table_caption(name, position, len(styles), len(people), ""), people)
            for position, (name, people) in enumerate(zip(names, rows, strict=True), 1)
        ),
        nobody=DOTS * 4,
    )
