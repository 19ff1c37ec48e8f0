"""The papers and steps of a session as its pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from campaigns.forms.dossiers import DossierForm
from campaigns.models import DossierItem, Subject, VotingSession
from campaigns.rules.dossiers import DEADLINES, EXPLANATION, PAPER_STEPS, Due, Paper, due_on, papers_due, steps_due
from config.vietnamese import short_date, tidy

Kind = DossierItem.Kind
SHORT = {
    Kind.SELF_REPORT: "Báo cáo",
    Kind.ASSET_DECLARATION: "Kê khai tài sản, thu nhập",
    Kind.EXPLANATION: "Giải trình",
}
NAMES_SHOWN = 5


@dataclass(frozen=True)
class Cell:
    """One paper of one person. `mark` is the kind of its badge; the bound fields are None where nothing is entered."""

    kind: str
    label: str
    text: str
    mark: str
    more: str
    due: date | None = None
    tick: Any = None
    day: Any = None
    was: Any = None


@dataclass(frozen=True)
class Line:
    subject: Subject
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class StepLine:
    """A point of the timeline; `day` and `was` are bound fields of an own step that may be entered."""

    label: str
    due: date
    text: str
    mark: str
    day: Any = None
    was: Any = None


@dataclass(frozen=True)
class KindSummary:
    """How many handed in a paper; `lacking` names who did not, as far as names fit a line."""

    label: str
    due: date
    settled: int
    owed: int
    lacking: str
    text: str
    mark: str

    @property
    def missing(self) -> int:
        return self.owed - self.settled


@dataclass(frozen=True)
class Dossiers:
    """Everything that the page shows; `overdue` counts papers and own steps."""

    lines: tuple[Line, ...]
    timeline: tuple[StepLine, ...]
    kinds: tuple[KindSummary, ...]
    missing: int
    overdue: int
    citation: str

    @property
    def is_complete(self) -> bool:
        return self.missing == 0


def form_fields(
    session: VotingSession, subjects: Iterable[Subject]
) -> dict[str, Mapping[Any, tuple[str, date | None]]]:
    """What DossierForm asks for: the papers that are owed and not excused, and the own steps."""
    days = session.rules.dossier_days
    papers = {}
    for subject in subjects:
        items = {item.kind: item for item in subject.dossier.all()}
        for due in papers_due(_papers(items), _held_on(session), days, _held_on(session)):
            item = items.get(due.key)
            if item is None or not item.waived:
                words = f"{SHORT[Kind(due.key)].lower()} của {subject.printed_name}"
                papers[subject.pk, due.key] = (words, item.received_on if item else None)
    done = _done(session)
    steps = {due.key: (DEADLINES[due.key], done.get(due.key)) for due in _steps(session, _held_on(session))}
    return {"papers": papers, "steps": steps}


def dossiers_of(
    session: VotingSession, subjects: Sequence[Subject], today: date, form: DossierForm | None = None
) -> Dossiers:
    """The page; without a form it only shows."""
    rules = session.rules
    held_on = _held_on(session)
    lines, dues = [], []
    for subject in subjects:
        items = {item.kind: item for item in subject.dossier.all()}
        found = papers_due(_papers(items), held_on, rules.dossier_days, today)
        dues += [(subject, due) for due in found]
        lines.append(Line(subject, _cells(subject, items, found, form)))
    done = _done(session)
    steps = _steps(session, today)
    kinds = tuple(_summary(kind, dues, due_on(PAPER_STEPS[kind], held_on, rules.dossier_days)) for kind in Kind)
    kinds = tuple(kind for kind in kinds if kind.owed)
    everything = [due for _, due in dues] + list(steps)
    return Dossiers(
        lines=tuple(lines),
        timeline=_timeline(session, kinds, [(due, done.get(due.key)) for due in steps], form),
        kinds=kinds,
        missing=sum(due.is_missing for _, due in dues),
        overdue=sum(due.is_overdue for due in everything),
        citation=rules.citations.get("dossier", ""),
    )


def when(due: Due) -> tuple[str, str]:
    """How near the day is, in words, and the kind of its badge."""
    if due.is_settled:
        return "Xong", "good"
    if due.is_overdue:
        return f"Quá hạn {due.days_over} ngày", "bad"
    if due.is_soon:
        return "Sắp đến hạn", "warn"
    return "Chưa đến hạn", ""


def _held_on(session: VotingSession) -> date:
    return timezone.localdate(session.held_at)


def _done(session: VotingSession) -> dict[str, date]:
    return {milestone.step: milestone.done_on for milestone in session.milestones.all()}


def _steps(session: VotingSession, today: date) -> tuple[Due, ...]:
    return steps_due(_done(session), _held_on(session), session.rules.dossier_days, today)


def _papers(items: Mapping[str, DossierItem]) -> list[Paper]:
    return [Paper(item.kind, item.received_on, bool(item.waived)) for item in items.values()]


def _cells(
    subject: Subject, items: Mapping[str, DossierItem], found: Iterable[Due], form: DossierForm | None
) -> tuple[Cell, ...]:
    dues = {due.key: due for due in found}
    return tuple(_cell(subject, kind, items.get(kind), dues.get(kind), form) for kind in Kind)


def _cell(subject: Subject, kind: Kind, item: DossierItem | None, due: Due | None, form: DossierForm | None) -> Cell:
    if due is None:
        return Cell(kind, SHORT[kind], "Không yêu cầu", "", "Yêu cầu")
    if item is not None and item.waived:
        return Cell(kind, SHORT[kind], f"Không cần nộp: {item.waived}", "", "Sửa")
    more = "Sửa" if kind == EXPLANATION else "Không cần nộp"
    text, mark = when(due)
    if item is not None and item.received_on is not None:
        text = f"Nhận {short_date(item.received_on)}"
    if form is None:
        return Cell(kind, SHORT[kind], text, mark, more, due.due_on)
    name = f"{kind}-{subject.pk}"
    return Cell(
        kind,
        SHORT[kind],
        text,
        mark,
        more,
        due.due_on,
        tick=form[f"got-{name}"],
        day=form[f"day-{name}"],
        was=form[f"was-{name}"],
    )


def _summary(kind: Kind, dues: Iterable[tuple[Subject, Due]], due: date) -> KindSummary:
    of_kind = [(subject, one) for subject, one in dues if one.key == kind]
    lacking = [subject.printed_name for subject, one in of_kind if one.is_missing]
    worst = max((one for _, one in of_kind), key=lambda one: (one.is_missing, one.days_over), default=None)
    text, mark = when(worst) if worst else ("", "")
    names = ", ".join(lacking[:NAMES_SHOWN])
    rest = len(lacking) - NAMES_SHOWN
    return KindSummary(
        label=str(kind.label),
        due=due,
        settled=len(of_kind) - len(lacking),
        owed=len(of_kind),
        lacking=f"{names} và {rest} người nữa" if rest > 0 else names,
        text=text,
        mark=mark,
    )


def _timeline(
    session: VotingSession,
    kinds: Iterable[KindSummary],
    steps: Iterable[tuple[Due, date | None]],
    form: DossierForm | None,
) -> tuple[StepLine, ...]:
    lines = [StepLine(f"{kind.label}: {kind.settled}/{kind.owed}", kind.due, kind.text, kind.mark) for kind in kinds]
    for due, done_on in steps:
        text, mark = when(due)
        lines.append(
            StepLine(
                DEADLINES[due.key],
                due.due_on,
                f"Xong {short_date(done_on)}" if done_on else text,
                mark,
                day=form[f"day-{due.key}"] if form else None,
                was=form[f"was-{due.key}"] if form else None,
            )
        )
    lines.sort(key=lambda line: line.due)
    return (*lines, StepLine(tidy(session.name), _held_on(session), "Ngày họp", ""))
