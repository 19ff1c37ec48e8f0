"""The results of counted sessions as plain data, read in a fixed number of queries.

Counts of all channels of a ballot style are added up; shares, bands and their explanations come from
ballots.rules.results, so that a page, the minutes and the workbook cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from ballots.models import Count, Minutes
from ballots.queries.boxes import WITH_BOX, box_words
from ballots.rules.channels import ChannelFigures, side_by_side
from ballots.rules.results import Figures, LineResult, line_result
from campaigns.models import COUNTED, BallotStyle, BoardMember, SessionState, VotingSession
from campaigns.rules.parameters import Parameters

CHUNK = 200
KnownRules = dict[tuple[int, str], Parameters]  # by rule set and kind of vote, read once


@dataclass(frozen=True)
class PersonResult:
    """A line of a ballot: one person. `number` is the running number on the ballot."""

    number: int
    name: str
    title: str
    line: LineResult
    subject: int = 0  # the id of the ballot's line, where it is one of this installation


@dataclass(frozen=True)
class StyleResult:
    """One kind of ballot. `sources` say in words how its numbers came in."""

    name: str
    colour: str
    figures: Figures
    sources: tuple[str, ...]
    people: tuple[PersonResult, ...]
    channels: tuple[ChannelFigures, ...] = ()  # where ballots were cast in more than one way


@dataclass(frozen=True)
class SessionResult:
    """A counted session. `trigger`: what led to a motion, `box`: what is said of the ballot box, in paragraphs. Where
    its numbers are incomplete, `problem` says so in a sentence and there are no styles."""

    pk: int
    code: str
    name: str
    campaign_code: str
    campaign_name: str
    secrecy: str
    phase: str
    citation: str
    parameters: Parameters
    unit_id: int
    unit: str
    superior: str
    letterhead: str
    place: str
    venue: str
    held_at: datetime
    chair: str
    board_head: str
    board_members: tuple[str, ...]
    board_secretaries: tuple[str, ...]
    total_members: int | None
    summoned: int | None
    present: int | None
    styles: tuple[StyleResult, ...]
    problem: str = ""
    is_sealed: bool = False
    is_rehearsal: bool = False
    count_version: int = 1
    count_began: datetime | None = None
    count_ended: datetime | None = None
    copies: int | None = None
    witnesses: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    trigger: tuple[str, ...] = ()
    box: tuple[str, ...] = ()

    @property
    def absent(self) -> int | None:
        return None if self.summoned is None or self.present is None else self.summoned - self.present

    @property
    def people(self) -> tuple[PersonResult, ...]:
        return tuple(person for style in self.styles for person in style.people)


class Incomplete(ValueError):
    """Numbers of a counted session are missing; the text is a sentence for people."""


def counted(sessions: QuerySet[VotingSession]) -> QuerySet[VotingSession]:
    return sessions.filter(state__in=COUNTED)


def in_office_order(sessions: QuerySet[VotingSession]) -> QuerySet[VotingSession]:
    """Phases in their order, units as they stand in the roster; never by result."""
    return sessions.order_by("phase__position", "unit__position", "unit__code", "code")


def session_results(sessions: QuerySet[VotingSession]) -> list[SessionResult]:
    """The results of the sessions, in their order, in six queries however many they are."""
    rules: KnownRules = {}
    return [_session_result(session, rules) for session in _with_counts(sessions)]


def stream_results(sessions: QuerySet[VotingSession]) -> Iterator[SessionResult]:
    """The same for any number of sessions, a chunk at a time; six queries a chunk."""
    rules: KnownRules = {}
    for session in _with_counts(sessions).iterator(chunk_size=CHUNK):
        yield _session_result(session, rules)


def session_result(session_id: int) -> SessionResult | None:
    """The result of one session; None where it is not counted."""
    return next(iter(session_results(counted(VotingSession.objects.filter(pk=session_id)))), None)


def _with_counts(sessions: QuerySet[VotingSession]) -> QuerySet[VotingSession]:
    one = ("campaign", "phase__rule_set", "unit__parent", "minutes", *WITH_BOX)
    return sessions.select_related(*one).prefetch_related(
        "styles__subjects", "styles__stocks", "styles__counts__lines", "board"
    )


def session_before_count(session_id: int) -> SessionResult:
    """What is known of a session whatever its state, without a single figure: the frame of a form to fill in."""
    session = _with_counts(VotingSession.objects.filter(pk=session_id)).get()
    frame = _frame(session, session.rules)
    return replace(frame, total_members=None, summoned=None, present=None, count_began=None, count_ended=None)


def _session_result(session: VotingSession, rules: KnownRules) -> SessionResult:
    key = (session.phase.rule_set_id, session.kind)
    if key not in rules:
        rules[key] = session.rules
    styles, problem = _styles(session, rules[key])
    return replace(_frame(session, rules[key]), styles=styles, problem=problem)


def _frame(session: VotingSession, parameters: Parameters) -> SessionResult:
    """The session without its styles."""
    unit, minutes = session.unit, getattr(session, "minutes", None) or Minutes()
    superior, board = unit.parent, session.board.all()
    return SessionResult(
        pk=session.pk,
        code=session.code,
        name=session.name,
        campaign_code=session.campaign.code,
        campaign_name=session.campaign.name,
        secrecy=session.campaign.get_secrecy_display() if session.campaign.secrecy else "",
        phase=session.phase.get_kind_display(),
        citation=session.phase.rule_set.citation,
        parameters=parameters,
        unit_id=unit.pk,
        unit=unit.name,
        superior=superior.name if superior else "",
        letterhead=unit.letterhead,
        place=unit.seat,
        venue=session.place,
        held_at=timezone.localtime(session.held_at),
        chair=session.chair,
        board_head=next((member.name for member in board if member.role == BoardMember.Role.HEAD), ""),
        board_members=tuple(member.name for member in board if member.role != BoardMember.Role.HEAD),
        board_secretaries=tuple(member.name for member in board if member.role == BoardMember.Role.SECRETARY),
        total_members=session.total_members,
        summoned=session.summoned,
        present=session.present,
        styles=(),
        is_sealed=session.state == SessionState.SEALED,
        is_rehearsal=session.is_rehearsal,
        count_version=session.count_version,
        count_began=_local(minutes.began_at),
        count_ended=_local(minutes.ended_at),
        copies=minutes.copies,
        witnesses=tuple(minutes.witnesses.split("\n")) if minutes.witnesses else (),
        recipients=tuple(minutes.recipients.split("\n")) if minutes.recipients else (),
        trigger=tuple(session.trigger.splitlines()),
        box=tuple(box_words(session).splitlines()),
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def _styles(session: VotingSession, parameters: Parameters) -> tuple[tuple[StyleResult, ...], str]:
    try:
        return tuple(_style(session, style, parameters) for style in session.styles.all()), ""
    except ValueError as error:
        return (), str(error)


def _style(session: VotingSession, style: BallotStyle, parameters: Parameters) -> StyleResult:
    counts = list(style.counts.all())
    if not counts:
        raise Incomplete(f"Loại phiếu “{style.name}” chưa có kết quả kiểm phiếu.")
    figures = Figures(
        total_members=session.total_members,
        summoned=session.summoned,
        present=session.present,
        issued=sum(stock.issued or 0 for stock in style.stocks.all()),
        returned=sum(count.returned for count in counts),
        valid=sum(count.valid for count in counts),
        wholly_invalid=sum(count.wholly_invalid for count in counts),
    )
    return StyleResult(
        name=style.name,
        colour=style.colour,
        figures=figures,
        sources=tuple(dict.fromkeys(count.get_source_display() for count in counts)),
        people=_people(style, figures, parameters),
        channels=_channels(style, counts, parameters.level_codes),
    )


def _channels(style: BallotStyle, counts: Sequence[Count], levels: Sequence[str]) -> tuple[ChannelFigures, ...]:
    issued = {stock.channel: stock.issued or 0 for stock in style.stocks.all()}
    return side_by_side(
        ChannelFigures(
            channel=count.channel,
            issued=issued.get(count.channel, 0),
            returned=count.returned,
            valid=count.valid,
            wholly_invalid=count.wholly_invalid,
            votes=_votes(style, count, levels),
        )
        for count in counts
    )


def _votes(style: BallotStyle, count: Count, levels: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    by_subject = {line.subject_id: line.votes for line in count.lines.all()}
    return tuple(tuple(by_subject[subject.pk][level] for level in levels) for subject in style.subjects.all())


def _people(style: BallotStyle, figures: Figures, parameters: Parameters) -> tuple[PersonResult, ...]:
    votes: dict[int, list[Mapping[str, int]]] = defaultdict(list)
    invalid: dict[int, int] = defaultdict(int)
    for count in style.counts.all():
        for line in count.lines.all():
            votes[line.subject_id].append(line.votes)
            invalid[line.subject_id] += line.line_invalid
    people = []
    for number, subject in enumerate(style.subjects.all(), start=1):
        counted_votes = _added(votes[subject.pk], parameters, subject.printed_name)
        line_of = line_result(counted_votes, invalid[subject.pk], figures, parameters)
        people.append(PersonResult(number, subject.printed_name, subject.printed_title, line_of, subject.pk))
    return tuple(people)


def _added(votes: Sequence[Mapping[str, int]], parameters: Parameters, name: str) -> dict[str, int]:
    """The votes of all channels by level; Incomplete where a level has no number."""
    if not votes or any(code not in line for line in votes for code in parameters.level_codes):
        raise Incomplete(f"Chưa có đủ số phiếu theo từng mức của {name}.")
    return {code: sum(line[code] for line in votes) for code in parameters.level_codes}
