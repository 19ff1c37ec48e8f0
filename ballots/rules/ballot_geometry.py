"""Where everything stands on a printed ballot, in millimetres from the upper left corner of the ballot. Pure.

The template is drawn from these numbers and a scan is read by them, so that both cannot disagree
(docs/decisions/007-ballot-geometry.md). A sheet of A4 carries one ballot, two halves side by side or four quarters; a
ballot of several pages is never put on a shared sheet. Each page has four solid squares, the corner markers, one QR
with its style and page, and a table whose rows each have a square box per level.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Size(StrEnum):
    WHOLE = "A4"
    HALF = "A5"
    QUARTER = "A6"


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True)
class Format:
    """One size of ballot. `inset`: from the edge of the ballot to its markers, beyond what printers leave white;
    `side`: from the edge to the text; `text`: points of the lines, never below what is read at arm's length; `leading`:
    mm of a line of them; `row`: the least height of a row; `seal`: room for the hanging seal."""

    size: Size
    width: float
    height: float
    across: int
    down: int
    inset: float
    marker: float
    side: float
    text: float
    leading: float
    row: float
    padding: float
    index: float
    level: float
    box: float
    header: float
    qr: float
    seal: float

    @property
    def per_sheet(self) -> int:
        return self.across * self.down

    @property
    def content(self) -> float:
        """The width of the text."""
        return self.width - 2 * self.side

    @property
    def bottom(self) -> float:
        """Where the text ends, above the strip between the lower markers."""
        return self.height - self.inset - self.marker - CLEAR

    def names(self, levels: int) -> tuple[tuple[float, float], ...]:
        """The widths that the columns of names and of titles may have, the usual ones first."""
        rest = self.content - self.index - levels * self.level
        return tuple((rest * share, rest * (1 - share)) for share in NAME_SHARES)


NAME_SHARES = (0.44, 0.4, 0.36, 0.32)  # of the width for both; less where titles are long
CELL_PADDING = 1.2  # left and right of the words in a cell
CLEAR = 2  # mm of white around a marker
WHOLE = Format(Size.WHOLE, 210, 297, 1, 1, 8, 5, 18, 12.5, 5.1, 11, 3, 10, 21, 7, 13, 20, 28)
HALF = Format(Size.HALF, 148.5, 210, 2, 1, 6, 4, 12, 11, 4.5, 9.5, 2.4, 8, 18, 6, 10.5, 17, 23)
DENSE = replace(WHOLE, text=11.5, leading=4.7, row=10, padding=2)  # where that saves a page
QUARTER = Format(Size.QUARTER, 148.5, 105, 2, 2, 6, 4, 12, 10.5, 4.2, 8.5, 2, 8, 18, 6, 9.5, 15, 17)
FORMATS = {found.size: found for found in (WHOLE, HALF, QUARTER)}
FEW_ROWS = 3  # a last page with fewer takes some from the page before


@dataclass(frozen=True)
class Row:
    """A line of the ballot: its place on the whole ballot counted from 1, and one box per level."""

    place: int
    area: Box
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Page:
    number: int
    header: Box
    rows: tuple[Row, ...]


def markers(form: Format) -> tuple[Box, ...]:
    """The four squares: upper left, upper right, lower left, lower right."""
    far_x, far_y = form.width - form.inset - form.marker, form.height - form.inset - form.marker
    return tuple(Box(x, y, form.marker, form.marker) for y in (form.inset, far_y) for x in (form.inset, far_x))


def qr_box(form: Format) -> Box:
    """The QR stands at the lower left, inside the markers."""
    return Box(form.side, form.bottom - form.qr, form.qr, form.qr)


def row_height(form: Format, lines: int) -> float:
    return max(form.row, lines * form.leading + form.padding)


def ballot_pages(
    form: Format, lines: Sequence[int], levels: int, head: float, next_head: float, foot: float
) -> tuple[Page, ...] | None:
    """The pages of a ballot whose people take so many lines each. `head` and `next_head` are the heights of what
    stands above the table on the first page and on the others, `foot` of what stands below it on every page.

    None where a row fits on no page. What must hold: every place once and in order, boxes inside their row, rows
    between header and foot and inside the markers.
    """
    heights = [row_height(form, number) for number in lines]
    end = form.bottom - foot
    tops = (form.inset + head + form.header, form.inset + next_head + form.header)
    shares = _shares(heights, end - tops[0], end - tops[1])
    if shares is None:
        return None
    pages, place = [], 0
    for number, share in enumerate(shares, 1):
        top = tops[0] if number == 1 else tops[1]
        header = Box(form.side, top - form.header, form.content, form.header)
        rows = []
        for height in heights[place : place + share]:
            place += 1
            area = Box(form.side, top, form.content, height)
            rows.append(Row(place, area, _boxes(form, area, levels)))
            top += height
        pages.append(Page(number, header, tuple(rows)))
    return tuple(pages)


def _shares(heights: Sequence[float], first: float, following: float) -> list[int] | None:
    """How many rows each page takes."""
    shares, room = [0], first
    for height in heights:
        if height > room and shares[-1]:
            shares.append(0)
            room = following
        if height > room:
            return None
        shares[-1] += 1
        room -= height
    return _without_a_lonely_row(shares, heights, following)


def _without_a_lonely_row(shares: list[int], heights: Sequence[float], following: float) -> list[int]:
    missing = FEW_ROWS - shares[-1]
    if len(shares) == 1 or missing <= 0 or shares[-2] - missing < FEW_ROWS:
        return shares
    if sum(heights[-FEW_ROWS:]) > following:
        return shares
    return [*shares[:-2], shares[-2] - missing, FEW_ROWS]


def _boxes(form: Format, area: Box, levels: int) -> tuple[Box, ...]:
    """One square in the middle of each level's column, the last column at the right edge."""
    left = area.right - levels * form.level + (form.level - form.box) / 2
    top = area.top + (area.height - form.box) / 2
    return tuple(Box(left + place * form.level, top, form.box, form.box) for place in range(levels))


def sheets_needed(form: Format, pages: int, ballots: int) -> int:
    """Leaves of A4 for so many ballots: shared ones are filled up."""
    return -(-ballots // form.per_sheet) * pages


def code_of(campaign: str, session: str, style: int, page: int, pages: int, size: Size, digest: str) -> str:
    """What the QR of a page says: the same on every sheet, nothing secret. `digest` tells the ballots as they were
    when they were frozen from earlier ones."""
    return f"TN1:{campaign}:{session}:{style}:{page}/{pages}:{size}:{digest[:8]}"
