"""The ledger of blank ballots of one style, and what it must satisfy. Pure.

Codes as in ballots.rules.totals, worded in ballots.rules.codes. Numbers that nobody has counted yet are None: a law is
checked when every number it needs is known, and what is missing is told of once, when the ledger has to be whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ballots.rules.totals import Problem, cell, whole_number

COLUMNS = ("printed", "issued", "spoiled", "unused", "returned")
COLUMN_LABELS = dict(zip(COLUMNS, ("In ra", "Phát ra", "Hỏng đã đổi", "Còn lại chưa dùng", "Thu về"), strict=True))
AFTER_THE_VOTE = ("returned",)  # known only when the box is opened
OWN = ("printed", "spoiled", "unused")  # which no count of the votes ever tells


@dataclass(frozen=True)
class Ledger:
    """One style's blanks: so many were printed; voters kept `issued` of them; `spoiled` ones were handed back for a
    fresh one; `unused` never left the table; `returned` came out of the box. `on_screen`: so many slips with codes were
    issued for ballots cast on screen, known once their box is closed; None, too, where the closing explained it."""

    key: int
    name: str
    printed: int | None = None
    issued: int | None = None
    spoiled: int | None = None
    unused: int | None = None
    returned: int | None = None
    explanation: str = ""
    on_screen: int | None = None

    @property
    def place(self) -> str:
        return f"style:{self.key}"

    @property
    def numbers(self) -> dict[str, int]:
        """What is known."""
        known = {name: getattr(self, name) for name in COLUMNS}
        return {name: number for name, number in known.items() if number is not None}

    @property
    def is_kept(self) -> bool:
        """Whether somebody keeps the ledger: issued and returned alone are what every count leaves behind."""
        return any(name in self.numbers for name in OWN)

    @property
    def difference(self) -> int | None:
        """Printed ballots that nothing accounts for; below 0 where more are accounted for than were printed."""
        if None in (self.printed, self.issued, self.spoiled, self.unused):
            return None
        numbers = self.numbers
        return numbers["printed"] - numbers["issued"] - numbers["spoiled"] - numbers["unused"]


def check_ledger(ledger: Ledger, present: int | None) -> Iterator[Problem]:
    """What is wrong or odd about the numbers that are known: printed = issued + spoiled + unused (a difference stands
    only with its explanation), returned ≤ issued, issued ≤ present (design.md, section 4). What was issued on paper and
    on screen together is more than are present only with an explanation: somebody may have lost a slip."""
    numbers: dict[str, int | str] = {"name": ledger.name, **ledger.numbers}
    if ledger.difference:
        numbers |= {"sum": ledger.numbers["printed"] - ledger.difference, "lacking": abs(ledger.difference)}
        yield _problem("W.401" if ledger.difference > 0 else "W.402", ledger, numbers, COLUMNS[:4])
    if ledger.issued is not None and ledger.returned is not None and ledger.returned > ledger.issued:
        yield _problem("F.201", ledger, numbers, ("issued", "returned"))
    if ledger.issued is not None and present is not None and ledger.issued > present:
        yield _problem("F.203", ledger, {**numbers, "present": present}, ("issued",))
    elif ledger.issued is not None and ledger.on_screen is not None and present is not None:
        both = ledger.issued + ledger.on_screen
        if both > present:
            numbers |= {"on_screen": ledger.on_screen, "sum": both, "present": present}
            yield _problem("W.403", ledger, numbers, ("issued",))


def open_problems(ledger: Ledger, present: int | None) -> tuple[Problem, ...]:
    """Those of them that are not explained."""
    return tuple(found for found in check_ledger(ledger, present) if found.blocks or not ledger.explanation)


def missing(ledger: Ledger, but: Iterable[str] = ()) -> Iterator[Problem]:
    """The columns that a ledger still lacks to be whole, besides some."""
    lacking = tuple(name for name in COLUMNS if name not in ledger.numbers and name not in but)
    if lacking:
        columns = ", ".join(COLUMN_LABELS[name].lower() for name in lacking)
        yield _problem("F.401", ledger, {"name": ledger.name, "columns": columns}, lacking)


@dataclass(frozen=True)
class Counted:
    """What a count of the votes says of a style's ballots."""

    issued: int
    returned: int


def settling_problems(
    ledgers: Iterable[Ledger], counted: Mapping[int, Counted], present: int | None
) -> tuple[Problem, ...]:
    """What keeps the count from being settled: the ledger and the count name different numbers, or a ledger that
    somebody keeps is not whole, or does not balance, once the count's own numbers are filled in."""
    ledgers = list(ledgers)
    found: list[Problem] = []
    is_kept = any(ledger.is_kept for ledger in ledgers)
    for ledger in ledgers:
        own = counted.get(ledger.key)
        if own is not None:
            found += _contradictions(ledger, own)
        whole = ledger if own is None else _filled_in(ledger, own)
        if is_kept:
            found += missing(whole)
        found += open_problems(whole, present)
    return tuple(found)


def closing_problems(ledgers: Iterable[Ledger], present: int | None) -> tuple[Problem, ...]:
    """What keeps the voting from being closed: once somebody keeps the ledger, everything but what is in the box is
    counted and balances. A ledger that nobody keeps is in nobody's way."""
    ledgers = list(ledgers)
    if not any(ledger.is_kept for ledger in ledgers):
        return ()
    return tuple(
        found for ledger in ledgers for found in (*missing(ledger, AFTER_THE_VOTE), *open_problems(ledger, present))
    )


def exchanged(ledger: Ledger) -> Ledger:
    """A spoiled ballot came back and its voter got a fresh one: issued stays, one more is spoiled, one fewer is left.
    ValueError where none is left to hand out."""
    if ledger.unused == 0:
        raise ValueError("no ballot is left")
    unused = None if ledger.unused is None else ledger.unused - 1
    return replace(ledger, spoiled=(ledger.spoiled or 0) + 1, unused=unused)


def read_ledger(ledger: Ledger, typed: Mapping[str, str]) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger with the numbers that were typed; an empty cell is a number not known. A problem (F.102) for each
    cell that is no number, which then keeps its old one."""
    numbers: dict[str, int | None] = {}
    problems = []
    for name in COLUMNS:
        text = " ".join(typed.get(cell(ledger.place, name), _shown(getattr(ledger, name))).split())
        number = whole_number(text)
        if text and number is None:
            problems.append(Problem("F.102", (cell(ledger.place, name),), ledger.place, {"text": text}))
        else:
            numbers[name] = number
    explanation = typed.get(cell(ledger.place, "explanation"), ledger.explanation)
    return replace(ledger, **numbers, explanation=" ".join(explanation.split())), tuple(problems)  # type: ignore[arg-type]


def _contradictions(ledger: Ledger, counted: Counted) -> Iterator[Problem]:
    for name in ("issued", "returned"):
        own, other = getattr(ledger, name), getattr(counted, name)
        if own is not None and own != other:
            numbers: dict[str, int | str] = {"own": own, "other": other, "name": ledger.name}
            yield _problem("F.402", ledger, {**numbers, "column": COLUMN_LABELS[name].lower()}, (name,))


def _filled_in(ledger: Ledger, counted: Counted) -> Ledger:
    """The ledger, with the count's numbers where it has none of its own."""
    return replace(
        ledger,
        issued=counted.issued if ledger.issued is None else ledger.issued,
        returned=counted.returned if ledger.returned is None else ledger.returned,
    )


def _problem(code: str, ledger: Ledger, numbers: dict[str, int | str], columns: Iterable[str]) -> Problem:
    return Problem(code, tuple(cell(ledger.place, name) for name in columns), ledger.place, numbers)


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
