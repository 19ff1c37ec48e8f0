"""The ledger of blank ballots as its page shows it: cells, what is wrong with them, a picture of where ballots are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ballots.models import Stock
from ballots.presenters.sheet import html_id
from ballots.rules.codes import typist_text
from ballots.rules.stock import AFTER_THE_VOTE, COLUMN_LABELS, COLUMNS, Ledger
from ballots.rules.totals import Problem, cell
from campaigns.models import VotingSession
from config.charts import Bar, stacked
from config.vietnamese import decimal_comma

PRINTED_ONLY = ("printed",)


@dataclass(frozen=True)
class StockCell:
    """`seen` is what is stored: the action knows by it what was changed."""

    name: str
    id: str
    label: str
    value: str
    seen: str
    is_open: bool
    is_wrong: bool


@dataclass(frozen=True)
class Balance:
    """Where the printed ballots are. `kind`: good, bad, or empty while something is unknown."""

    text: str
    kind: str
    bar: Bar | None
    parts: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class StockView:
    key: int
    name: str
    colour: str
    cells: tuple[StockCell, ...]
    explanation: StockCell
    needs_explanation: bool
    notes: tuple[str, ...]
    spoiled: int
    balance: Balance


def stock_view(
    ledger: Ledger, *, colour: str, open_columns: Collection[str], typed: Mapping[str, str], problems: Sequence[Problem]
) -> StockView:
    """`ledger` as stored; `typed` what was typed over it, `problems` what is wrong with that."""
    own = [problem for problem in problems if problem.place == ledger.place]
    wrong = {name for problem in own for name in problem.cells}

    def view(name: str, label: str) -> StockCell:
        place, stored = cell(ledger.place, name), getattr(ledger, name)
        seen = "" if stored is None else str(stored)
        is_open = name in open_columns
        return StockCell(place, html_id(place), label, typed.get(place, seen), seen, is_open, place in wrong)

    explanation = view("explanation", "Giải trình chênh lệch")
    return StockView(
        key=ledger.key,
        name=ledger.name,
        colour=colour,
        cells=tuple(view(name, COLUMN_LABELS[name]) for name in COLUMNS),
        explanation=explanation,
        needs_explanation=bool(explanation.value) or any(not problem.blocks for problem in own),
        notes=tuple(typist_text(problem) for problem in own),
        spoiled=ledger.spoiled or 0,
        balance=balance(ledger),
    )


def balance(ledger: Ledger) -> Balance:
    """Whether everything that was printed is accounted for, in a sentence and as a bar."""
    parts = _parts(ledger)
    whole = max(ledger.printed or 0, sum(number for _, _, number in parts))
    words = "; ".join(f"{label}: {number}" for _, label, number in parts)
    bar = Bar(stacked(parts, whole), f"{ledger.name}. {words}") if whole else None
    return Balance(*_sentence(ledger), bar, parts)


def _parts(ledger: Ledger) -> tuple[tuple[str, str, int], ...]:
    numbers, difference = ledger.numbers, ledger.difference or 0
    issued, returned = numbers.get("issued", 0), min(numbers.get("returned", 0), numbers.get("issued", 0))
    parts = (
        ("stock-returned", "Đã thu về", returned),
        ("stock-issued", "Phát ra, chưa thu về", issued - returned),
        ("stock-spoiled", "Hỏng đã đổi", numbers.get("spoiled", 0)),
        ("stock-unused", "Còn lại", numbers.get("unused", 0)),
        ("stock-lacking", "Chưa rõ", max(difference, 0)),
    )
    return tuple(part for part in parts if part[2])


def _sentence(ledger: Ledger) -> tuple[str, str]:
    if ledger.difference is None:
        lacking = [COLUMN_LABELS[name].lower() for name in _lacking(ledger)]
        return (f"Chưa đối chiếu được: chưa có số {', '.join(lacking)}." if lacking else "", "")
    if ledger.difference:
        what = "thiếu" if ledger.difference > 0 else "thừa"
        explained = " Đã có giải trình." if ledger.explanation else ""
        return f"Chưa khớp: {what} {abs(ledger.difference)} phiếu.{explained}", "bad"
    return "Khớp: mọi phiếu in ra đều rõ đi đâu.", "good"


def _lacking(ledger: Ledger) -> Iterable[str]:
    return (name for name in COLUMNS if name not in ledger.numbers and name not in AFTER_THE_VOTE)


@dataclass(frozen=True)
class ScreenColumn:
    """The blanks of one ballot cast on screen, to look at: label and number, "–" until the box is closed."""

    name: str
    numbers: tuple[tuple[str, str], ...]
    explanation: str


def screen_columns(session: VotingSession, stocks: Mapping[int, Stock]) -> list[ScreenColumn]:
    """What the ballot box wrote into the ledger, by ballot in ballot order."""
    return [
        ScreenColumn(
            style.name,
            tuple((COLUMN_LABELS[name], _shown(getattr(stocks.get(style.pk), name, None))) for name in COLUMNS),
            stock.explanation if (stock := stocks.get(style.pk)) else "",
        )
        for style in session.styles.order_by("position")
    ]


def _shown(number: int | None) -> str:
    return "–" if number is None else decimal_comma(number)
