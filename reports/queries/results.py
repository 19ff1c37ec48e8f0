"""The results of counted sessions as plain data, read in a fixed number of queries.

Counts of all channels of a ballot style are added up; shares, bands and their explanations come from
ballots.rules.results, so that a page, the minutes and the workbook cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from ballots.rules.results import Figures, LineResult, line_result
from campaigns.models import COUNTED, BallotStyle, BoardMember, VotingSession
from campaigns.rules.parameters import Parameters

CHUNK = 200


@dataclass(frozen=True)
class PersonResult:
    """A line of a ballot: one person. `number` is the running number on the ballot."""

    number: int
    name: str
    title: str
    line: LineResult


@dataclass(frozen=True)
class StyleResult:
    """One kind of ballot. `sources` say in words how its numbers came in."""

    name: str
    colour: str
    figures: Figures
    sources: tuple[str, ...]
    people: tuple[PersonResult, ...]


@dataclass(frozen=True)
class SessionResult:
    """A counted session. Where its numbers are incomplete, `problem` says so in a sentence and there are no styles."""

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
    rules: dict[int, Parameters] = {}
    return [_session_result(session, rules) for session in _with_counts(sessions)]


def stream_results(sessions: QuerySet[VotingSession]) -> Iterator[SessionResult]:
    """The same for any number of sessions, a chunk at a time; six queries a chunk."""
    rules: dict[int, Parameters] = {}
    for session in _with_counts(sessions).iterator(chunk_size=CHUNK):
        yield _session_result(session, rules)


def session_result(session_id: int) -> SessionResult | None:
    """The result of one session; None where it is not counted."""
    return next(iter(session_results(counted(VotingSession.objects.filter(pk=session_id)))), None)


def _with_counts(sessions: QuerySet[VotingSession]) -> QuerySet[VotingSession]:
    return sessions.select_related("campaign", "phase__rule_set", "unit__parent").prefetch_related(
        "styles__subjects", "styles__stocks", "styles__counts__lines", "board"
    )


def _session_result(session: VotingSession, rules: dict[int, Parameters]) -> SessionResult:
    rule_set, unit = session.phase.rule_set, session.unit
    parameters = rules.setdefault(rule_set.pk, rule_set.rules)
    superior, board = unit.parent, session.board.all()
    styles, problem = _styles(session, parameters)
    return SessionResult(
        pk=session.pk,
        code=session.code,
        name=session.name,
        campaign_code=session.campaign.code,
        campaign_name=session.campaign.name,
        secrecy=session.campaign.get_secrecy_display() if session.campaign.secrecy else "",
        phase=session.phase.get_kind_display(),
        citation=rule_set.citation,
        parameters=parameters,
        unit_id=unit.pk,
        unit=unit.name,
        superior=superior.name if superior else "",
        letterhead=unit.letterhead,
        place=unit.place or (superior.place if superior else ""),
        venue=session.place,
        held_at=timezone.localtime(session.held_at),
        chair=session.chair,
        board_head=next((member.name for member in board if member.role == BoardMember.Role.HEAD), ""),
        board_members=tuple(member.name for member in board if member.role != BoardMember.Role.HEAD),
        board_secretaries=tuple(member.name for member in board if member.role == BoardMember.Role.SECRETARY),
        total_members=session.total_members,
        summoned=session.summoned,
        present=session.present,
        styles=styles,
        problem=problem,
    )


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
    )


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
        people.append(PersonResult(number, subject.printed_name, subject.printed_title, line_of))
    return tuple(people)


def _added(votes: Sequence[Mapping[str, int]], parameters: Parameters, name: str) -> dict[str, int]:
    """The votes of all channels by level; Incomplete where a level has no number."""
    if not votes or any(code not in line for line in votes for code in parameters.level_codes):
        raise Incomplete(f"Chưa có đủ số phiếu theo từng mức của {name}.")
    return {code: sum(line[code] for line in votes) for code in parameters.level_codes}


def sessions_in_band(sessions: QuerySet[VotingSession], code: str) -> list[int]:
    """The ids of the sessions in which somebody is in this band. Bands are computed, so all sessions are read."""
    return [
        result.pk
        for result in session_results(sessions)
        if any(person.line.band and person.line.band.code == code for person in result.people)
    ]
