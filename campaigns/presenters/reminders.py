"""Who is to be reminded of what, as rows of a page and of a workbook."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from campaigns.models import Subject, VotingSession
from campaigns.presenters.dossiers import SHORT, Kind, when
from campaigns.queries.dossiers import DossierState, days_of
from campaigns.rules.dossiers import DEADLINES, SOON, Due, Paper, papers_due

HEADINGS = [
    ("Mã hội nghị", 16),
    ("Hội nghị", 44),
    ("Ngày họp", 12),
    ("Mã đơn vị", 12),
    ("Đơn vị", 40),
    ("Giai đoạn", 28),
    ("Họ và tên", 28),
    ("Chức danh, chức vụ", 40),
    ("Giấy tờ còn thiếu", 36),
    ("Hạn nộp", 12),
    ("Quá hạn (ngày)", 10),
]


@dataclass(frozen=True)
class Missing:
    """A paper not handed in."""

    label: str
    due: date
    days_over: int
    text: str
    mark: str


@dataclass(frozen=True)
class Person:
    subject: Subject
    session: VotingSession
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class SessionLine:
    session: VotingSession
    state: DossierState
    next_step: str
    text: str
    mark: str


def people(subjects: Iterable[Subject], kinds: Iterable[str], horizon: date | None, today: date) -> Iterator[Person]:
    """Each person with what they owe by the horizon; subjects come with their papers and their session."""
    wanted = set(kinds)
    for subject in subjects:
        session = subject.style.session
        items = [Paper(item.kind, item.received_on, bool(item.waived)) for item in subject.dossier.all()]
        dues = papers_due(items, timezone.localdate(session.held_at), days_of(session.phase), today)
        yield Person(subject, session, tuple(_missing(due) for due in dues if _is_wanted(due, wanted, horizon)))


def session_lines(sessions: Iterable[VotingSession], states: dict[int, DossierState], today: date) -> list[SessionLine]:
    return [_session_line(session, states[session.pk], today) for session in sessions]


def workbook_rows(found: Iterable[Person]) -> Iterator[list[Any]]:
    """A row for each paper, with everything that a letter to the unit needs."""
    for person in found:
        session = person.session
        for missing in person.missing:
            yield [
                session.code,
                session.name,
                timezone.localdate(session.held_at),
                session.unit.code,
                session.unit.name,
                str(session.phase),
                person.subject.printed_name,
                person.subject.printed_title,
                missing.label,
                missing.due,
                missing.days_over or None,
            ]


def _is_wanted(due: Due, kinds: set[str], horizon: date | None) -> bool:
    return due.is_missing and due.key in kinds and (horizon is None or due.due_on <= horizon)


def _missing(due: Due) -> Missing:
    text, mark = when(due)
    return Missing(SHORT[Kind(due.key)], due.due_on, due.days_over, text, mark)


def _session_line(session: VotingSession, state: DossierState, today: date) -> SessionLine:
    if state.next_due is None:
        return SessionLine(session, state, "", "", "")
    left = (state.next_due - today).days
    due = Due(state.next_step, state.next_due, is_settled=False, days_over=max(0, -left), is_soon=0 <= left <= SOON)
    text, mark = when(due)
    return SessionLine(session, state, DEADLINES.get(state.next_step, state.next_step), text, mark)
