"""The deck of a rehearsal on paper: how to mark each training ballot, and the minutes that counting it has to give."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ballots.queries.rehearsals import StyleDeck
from ballots.rules.rehearsal import SEVERAL, UNMARKED, TrainingSheet
from ballots.rules.validity import FLAWS
from reports.presenters.counting import CountPaper
from reports.presenters.minutes import minutes_paper
from reports.presenters.records import subject_of
from reports.presenters.wording import REHEARSAL, at_least_two_digits, lower_first
from reports.queries.pack import PackFacts
from reports.queries.results import SessionResult

GROUP = 5  # lines of a ballot that are read at a glance
FEW_GROUPS = 7  # which a page holds in wide letters
ACROSS = 6  # columns beside each other on a page, where ballots are short
EXPECTED_LINE = "Diễn tập: biên bản phải ra khi kiểm đúng bộ phiếu mẫu; số liệu giả định."


@dataclass(frozen=True)
class SheetView:
    """A mark for each line, in groups; or why the ballot is to be spoilt as a whole. An empty place has no number."""

    number: str
    groups: tuple[str, ...]
    flaw: str


@dataclass(frozen=True)
class DeckTable:
    """The ballots of one kind, several beside each other in a row; `headings` are those of one ballot's groups."""

    name: str
    people: str
    headings: tuple[str, ...]
    across: tuple[int, ...]
    is_wide: bool
    rows: tuple[tuple[SheetView, ...], ...]


@dataclass(frozen=True)
class DeckPaper:
    title: str
    created: str
    issuer: str
    subject: str
    how: str
    key: str
    mark: str
    tables: tuple[DeckTable, ...]


def deck_paper(facts: PackFacts, decks: Sequence[StyleDeck]) -> DeckPaper:
    return DeckPaper(
        title="BỘ PHIẾU DIỄN TẬP",
        created=facts.held_at.isoformat(timespec="seconds"),
        issuer=f"{facts.issuer.upper()}\nBAN KIỂM PHIẾU",
        subject=subject_of(facts),
        how="Đánh dấu từng phiếu theo bảng dưới đây, mỗi dòng trên phiếu một số theo thứ tự từ trên xuống, rồi bỏ vào "
        f"thùng. Mỗi loại có {at_least_two_digits(facts.voters)} phiếu; có mặt, phát ra và thu về đều là "
        f"{at_least_two_digits(facts.voters)}.",
        key=_key(facts),
        mark=REHEARSAL,
        tables=tuple(_table(deck) for deck in decks),
    )


def expected_minutes(expected: SessionResult) -> CountPaper:
    """The minutes of the rehearsal as they come out where nobody makes a mistake."""
    return replace(minutes_paper(expected), mark=REHEARSAL, warning=EXPECTED_LINE)


def _key(facts: PackFacts) -> str:
    levels = (f"{number}: {lower_first(level.label)}" for number, level in enumerate(facts.parameters.levels, 1))
    return "; ".join((*levels, f"{UNMARKED}: để trống", f"{SEVERAL}: đánh dấu từ hai ô"))


def _table(deck: StyleDeck) -> DeckTable:
    lines = len(deck.style.lines)
    starts = range(0, lines, GROUP)
    across = max(1, ACROSS // (len(starts) + 1))
    sheets = [_sheet(number, sheet) for number, sheet in enumerate(deck.sheets, 1)]
    sheets += [SheetView("", ("",) * len(starts), "")] * (-len(sheets) % across)
    return DeckTable(
        name=deck.style.name,
        people=f"{at_least_two_digits(lines)} người trên phiếu",
        headings=tuple(_lines(start + 1, min(start + GROUP, lines)) for start in starts),
        across=tuple(range(across)),
        is_wide=len(starts) > FEW_GROUPS,
        rows=tuple(tuple(sheets[place : place + across]) for place in range(0, len(sheets), across)),
    )


def _lines(first: int, last: int) -> str:
    return f"{first}–{last}" if last > first else str(first)


def _sheet(number: int, sheet: TrainingSheet) -> SheetView:
    groups = (sheet.marks[place : place + GROUP] for place in range(0, len(sheet.marks), GROUP))
    return SheetView(str(number), tuple(groups), FLAWS[sheet.flaw].label if sheet.flaw else "")
