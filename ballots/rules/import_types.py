"""A workbook of totals as plain data: what it says, what is known already, what is to be saved. Pure."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from campaigns.rules.parameters import Parameters
from officials.rules.roster_headings import Table
from officials.rules.roster_types import Fault

PEOPLE = ("total_members", "summoned", "present")


@dataclass(frozen=True)
class SessionRow:
    """A row of the sheet of sessions. `people` are None where blank; `ballots` are texts, checked with the rest."""

    row: int
    code: str
    name: str
    unit_code: str
    day: date | None
    people: dict[str, int | None]
    ballots: dict[str, str]


@dataclass(frozen=True)
class ResultRow:
    """A row of the sheet of results; `levels` maps a level's folded label to the text of its cell."""

    row: int
    code: str
    block: str
    name: str
    title: str
    levels: dict[str, str]


@dataclass(frozen=True)
class Workbook:
    sessions: tuple[SessionRow, ...]
    results: tuple[ResultRow, ...]
    session_table: Table | None
    result_table: Table | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class KnownSubject:
    id: int
    style_id: int
    name: str
    title: str
    votes: dict[str, int] | None = None


@dataclass(frozen=True)
class KnownStyle:
    """`figures`: issued, returned, valid, wholly invalid, where it has been counted."""

    id: int
    name: str
    subjects: tuple[KnownSubject, ...]
    figures: dict[str, int] | None = None


@dataclass(frozen=True)
class KnownSession:
    """A session of the campaign. `obstacle`: a sentence why totals cannot be imported into it, or empty."""

    id: int
    name: str
    unit_id: int
    phase_id: int
    day: date
    people: dict[str, int | None]
    styles: tuple[KnownStyle, ...]
    is_counted: bool
    obstacle: str = ""


@dataclass(frozen=True)
class KnownUnit:
    """`may_import`: whether whoever imports may do so for this unit."""

    id: int
    name: str
    kind: str
    may_import: bool = True


@dataclass(frozen=True)
class KnownPhase:
    id: int
    kind: str
    parameters: Parameters


@dataclass(frozen=True)
class KnownPost:
    """Somebody who holds posts at a unit now."""

    official_id: int
    appointment_ids: tuple[int, ...]


@dataclass(frozen=True)
class Known:
    """Everything in the database that the plan needs; `posts` by unit and full name, `taken` the code of the session
    of this campaign that votes on an appointment."""

    phases: tuple[KnownPhase, ...]
    units: dict[str, KnownUnit]
    units_by_id: dict[int, KnownUnit]
    organiser_id: int | None
    sessions: dict[str, KnownSession]
    posts: dict[tuple[int, str], tuple[KnownPost, ...]] = field(default_factory=dict)
    taken: dict[int, str] = field(default_factory=dict)


class Verdict(StrEnum):
    NEW = "new"
    FILL = "fill"
    SAME = "same"


Warnings = tuple[tuple[str, str], ...]  # (code, sentence)


@dataclass(frozen=True)
class PlannedLine:
    subject_id: int | None
    name: str
    title: str
    post: KnownPost | None
    votes: dict[str, int]
    line_invalid: int
    warnings: Warnings


@dataclass(frozen=True)
class PlannedStyle:
    style_id: int | None
    name: str
    lines: tuple[PlannedLine, ...]
    warnings: Warnings


@dataclass(frozen=True)
class PlannedSession:
    verdict: Verdict
    session_id: int | None
    code: str
    name: str
    unit_id: int
    phase_id: int
    day: date
    people: dict[str, int | None]
    figures: dict[str, int]
    styles: tuple[PlannedStyle, ...]


@dataclass(frozen=True)
class Plan:
    """What importing would do. With a fault nothing is saved; warnings are kept with the counts."""

    sessions: tuple[PlannedSession, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
