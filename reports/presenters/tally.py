"""Tally sheets for a hand count: a bundle of ballots a sheet, five strokes a square."""

from dataclasses import dataclass

from config.vietnamese import long_date
from reports.presenters.records import style_name, subject_of
from reports.presenters.wording import at_least_two_digits
from reports.queries.pack import PackFacts, StyleFacts

BUNDLE = 50  # ballots that are counted together
SQUARES_A_LINE, SQUARE, STEP = 5, 5.0, 6.0  # mm


@dataclass(frozen=True)
class Squares:
    """Empty squares as one SVG path; width and height in mm, and the width of the column that holds them."""

    path: str
    column: str
    width: str
    height: str
    view: str


@dataclass(frozen=True)
class TallyPaper:
    """`levels` are the columns of strokes, the last one for invalid lines; `people` are (number, name, title)."""

    title: str
    created: str
    issuer: str
    secrecy: str
    mark: str
    subject: str
    style: str
    place_and_date: str
    instructions: str
    levels: tuple[str, ...]
    people: tuple[tuple[int, str, str], ...]
    squares: Squares
    bundle: str


def tally_paper(facts: PackFacts, style: StyleFacts, mark: str) -> TallyPaper:
    most = min(BUNDLE, max(facts.voters, 1))
    return TallyPaper(
        title=facts.texts["tally_title"],
        created=facts.held_at.isoformat(timespec="seconds"),
        issuer=f"{facts.issuer.upper()}\nBAN KIỂM PHIẾU",
        secrecy=facts.secrecy.upper(),
        mark=mark,
        subject=subject_of(facts),
        style=style_name(style.name, style.colour),
        place_and_date=long_date(facts.held_at.date()),
        instructions=facts.texts["tally_instructions"],
        levels=(*(level.label for level in facts.parameters.levels), "Không hợp lệ"),
        people=tuple((number, name, title) for number, (name, title) in enumerate(style.people, 1)),
        squares=squares_for(most),
        bundle=f"Mỗi tờ dùng cho một tập không quá {at_least_two_digits(most)} phiếu.",
    )


def sheets_of(ballots: int) -> int:
    """Copies of a style's tally sheet: one a bundle."""
    return max(1, -(-ballots // BUNDLE))


def squares_for(ballots: int) -> Squares:
    """Room for so many strokes, five a square, in lines of five squares."""
    number = -(-ballots // 5)
    lines = -(-number // SQUARES_A_LINE)
    across = min(number, SQUARES_A_LINE)
    places = ((place % SQUARES_A_LINE * STEP + 0.5, place // SQUARES_A_LINE * STEP + 0.5) for place in range(number))
    path = "".join(f"M{x:g} {y:g}h{SQUARE:g}v{SQUARE:g}h-{SQUARE:g}z" for x, y in places)
    width, height = across * STEP, lines * STEP
    return Squares(path, f"{width + 2:g}mm", f"{width:g}mm", f"{height:g}mm", f"0 0 {width:g} {height:g}")
