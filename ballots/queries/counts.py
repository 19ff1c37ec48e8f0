"""Counts as plain data, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from ballots.models import Channel, Count, Stock
from ballots.rules.channels import ChannelFigures, side_by_side
from ballots.rules.fingerprint import CountedLine, CountedStyle
from ballots.rules.results import Figures, LineResult, line_result
from campaigns.models import BallotStyle, Subject, VotingSession


def counted_styles(styles: Iterable[int]) -> dict[int, list[CountedStyle]]:
    """The counts of ballot styles, by style; a channel without its stock has 0 issued."""
    styles = list(styles)
    issued = {(stock.style_id, stock.channel): stock.issued or 0 for stock in Stock.objects.filter(style__in=styles)}
    found: dict[int, list[CountedStyle]] = {}
    for count in Count.objects.filter(style__in=styles).prefetch_related("lines").order_by("style_id", "channel"):
        lines = tuple(CountedLine(line.subject_id, line.votes, line.line_invalid) for line in count.lines.all())
        found.setdefault(count.style_id, []).append(
            CountedStyle(
                style_id=count.style_id,
                channel=count.channel,
                issued=issued.get((count.style_id, count.channel), 0),
                returned=count.returned,
                valid=count.valid,
                wholly_invalid=count.wholly_invalid,
                lines=lines,
                explanations=count.explanations,
            )
        )
    return found


def is_paper_counted(session: VotingSession) -> bool:
    """Whether the paper has its count; that of a mixed session may still wait for the box."""
    return Count.objects.filter(style__session=session, channel=Channel.PAPER).exists()


class PersonCount(NamedTuple):
    subject: Subject
    result: LineResult


class StyleCount(NamedTuple):
    style: BallotStyle
    figures: Figures
    people: list[PersonCount]
    channels: tuple[ChannelFigures, ...] = ()


def results_of(session: VotingSession) -> list[StyleCount]:
    """The results of a counted session by ballot style, its channels added up. ValueError with a sentence where a
    figure that the percentages need is unknown."""
    parameters = session.rules
    styles: QuerySet[BallotStyle] = session.styles.prefetch_related("subjects").order_by("position")
    counted = counted_styles(style.pk for style in styles)
    results = []
    for style in styles:
        channels = counted.get(style.pk, [])
        if not channels:
            continue
        figures = Figures(
            total_members=session.total_members,
            summoned=session.summoned,
            present=session.present,
            issued=sum(channel.issued for channel in channels),
            returned=sum(channel.returned for channel in channels),
            valid=sum(channel.valid for channel in channels),
            wholly_invalid=sum(channel.wholly_invalid for channel in channels),
        )
        people = []
        for subject in style.subjects.all():
            lines = [line for channel in channels for line in channel.lines if line.subject_id == subject.pk]
            votes = {code: sum(line.votes.get(code, 0) for line in lines) for code in parameters.level_codes}
            invalid = sum(line.line_invalid for line in lines)
            people.append(PersonCount(subject, line_result(votes, invalid, figures, parameters)))
        places = [person.subject.pk for person in people]
        ways = side_by_side(_figures(one, places, parameters.level_codes) for one in channels)
        results.append(StyleCount(style, figures, people, ways))
    return results


def _figures(counted: CountedStyle, subjects: Sequence[int], levels: Sequence[str]) -> ChannelFigures:
    votes = {line.subject_id: tuple(line.votes.get(level, 0) for level in levels) for line in counted.lines}
    return ChannelFigures(
        channel=counted.channel,
        issued=counted.issued,
        returned=counted.returned,
        valid=counted.valid,
        wholly_invalid=counted.wholly_invalid,
        votes=tuple(votes[subject] for subject in subjects),
    )
