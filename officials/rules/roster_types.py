"""What a roster holds, as plain data. Codes of kinds, tiers, regimes and means are those of `officials.models`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in one cell (or in a whole sheet: row 0). `row` and `column` are as Excel shows them."""

    sheet: str
    row: int
    column: str
    heading: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RosterUnit:
    code: str
    name: str
    parent: str
    kind: str
    tier: str
    position: int


@dataclass(frozen=True, slots=True)
class RosterTitle:
    name: str
    unit_kind: str
    regime: str
    is_leadership: bool
    rank: int


@dataclass(frozen=True, slots=True)
class RosterPost:
    """`position` is the place of the post among the official's rows, 1 the first, faulty rows counted."""

    unit: str
    title: RosterTitle
    means: str
    started_on: date
    decision: str
    position: int


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """`sex` is empty and both births None where the row gives no birth; `born_on` is None where it gives the year."""

    code: str
    full_name: str
    sex: str
    born_on: date | None
    born_year: int | None
    retirement_notice_on: date | None
    illness_from: date | None
    posts: tuple[RosterPost, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """`columns` names the columns that the list of people has: what it has no column for it says nothing about."""

    units: tuple[RosterUnit, ...]
    titles: tuple[RosterTitle, ...]
    people: tuple[RosterPerson, ...]
    faults: tuple[Fault, ...]
    columns: frozenset[str]

    @property
    def faulty_rows(self) -> int:
        return len({(fault.sheet, fault.row) for fault in self.faults})

    @property
    def is_readable(self) -> bool:
        """False when a table or heading is missing, so that nothing could be read at all."""
        return not any(fault.row == 0 for fault in self.faults)
