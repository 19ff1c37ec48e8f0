"""A ballot's words laid out: how high its parts are, and so where its rows and boxes stand."""

from dataclasses import dataclass

from ballots.rules.ballot_geometry import CELL_PADDING, DENSE, FORMATS, Format, Page, Size, ballot_pages, row_height
from ballots.rules.wrapping import lines_needed
from config.typeface import MM_PER_POINT, advance

LEADING = 1.2  # of the height of letters
GAP = 2.5  # mm between parts
SIGNING_ROOM = 11  # mm below the words where one signs
SIGNATURE_SHARE, LEFT_SHARE = 0.36, 0.42


@dataclass(frozen=True)
class Type:
    """Points of the parts of a ballot besides its lines."""

    issuer: float
    party: float
    nation: float
    motto: float
    date: float
    title: float
    subject: float
    level: float
    note: float


TYPES = {
    Size.WHOLE: Type(13, 15, 12, 13, 13, 16, 13, 12, 11),
    Size.HALF: Type(10, 11.5, 9.5, 10.5, 10, 14, 11, 10, 9.5),
    Size.QUARTER: Type(10, 11.5, 9.5, 10.5, 10, 13, 10.5, 9.5, 9),
}


@dataclass(frozen=True)
class BallotText:
    """The words of one kind of ballot. `people` are (name, title); empty texts are left out."""

    is_party: bool
    superior: str
    issuer: str
    seal_place: str
    secrecy: str
    place_and_date: str
    title: str
    subject: str
    group: str
    meeting: str
    continued: str
    levels: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    instructions: str
    signature: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """In mm: the widths of the columns of names and titles; `top`, the letterhead within `head`; what else stands above
    and below the table. The pages with their rows."""

    form: Format
    types: Type
    names: tuple[float, float]
    top: float
    head: float
    next_head: float
    foot: float
    pages: tuple[Page, ...]


def laid_out(text: BallotText, size: Size) -> Layout | None:
    """The ballot in one of the three sizes, on A4 a little denser where that saves a page; None where somebody's line
    is higher than a page."""
    usual = _laid_out(text, FORMATS[size])
    if size != Size.WHOLE or (usual is not None and len(usual.pages) == 1):
        return usual
    dense = _laid_out(text, DENSE)
    if usual is None or (dense is not None and len(dense.pages) < len(usual.pages)):
        return dense
    return usual


def _laid_out(text: BallotText, form: Format) -> Layout | None:
    types = TYPES[form.size]
    names, lines = _columns(text, form)
    top = _top(text, form, types)
    head, next_head, foot = top + _titles(text, form, types), _next_head(text, form, types), _foot(text, form, types)
    pages = ballot_pages(form, lines, len(text.levels), head, next_head, foot)
    return None if pages is None else Layout(form, types, names, top, head, next_head, foot, pages)


def _columns(text: BallotText, form: Format) -> tuple[tuple[float, float], list[int]]:
    """The widths of names and titles that make the lowest table, and the lines that each row then has. A name is
    broken once more only where that saves more than a line."""
    tried = []
    for widths in form.names(len(text.levels)):
        lines = [_lines_of(person, widths, form) for person in text.people]
        height = sum(row_height(form, max(pair)) + form.leading * pair[0] for pair in lines)
        tried.append((height, widths, [max(pair) for pair in lines]))
    _, widths, rows = min(tried, key=lambda one: one[0])
    return widths, rows


def _lines_of(person: tuple[str, str], widths: tuple[float, float], form: Format) -> tuple[int, int]:
    """Of the name and of the title."""
    (name, title), (name_width, title_width) = person, (width - 2 * CELL_PADDING for width in widths)
    return (
        lines_needed(name, name_width, form.text, advance(bold=True)),
        lines_needed(title, title_width, form.text, advance()),
    )


def fitting_sizes(text: BallotText) -> tuple[Size, ...]:
    """The sizes in which this ballot can be printed, the smallest first: part of a sheet only where it is one page."""
    fitting = []
    for size in (Size.QUARTER, Size.HALF, Size.WHOLE):
        layout = laid_out(text, size)
        if layout is not None and (size == Size.WHOLE or len(layout.pages) == 1):
            fitting.append(size)
    return tuple(fitting)


def _high(lines: int, size: float) -> float:
    return lines * size * LEADING * MM_PER_POINT


def _block(text: str, width: float, size: float, *, bold: bool = False) -> float:
    return _high(lines_needed(text, width, size, advance(bold=bold)), size) if text else 0


def _top(text: BallotText, form: Format, types: Type) -> float:
    left_width = form.content * LEFT_SHARE - 2
    left = _block(text.superior, left_width, types.issuer) + _block(text.issuer, left_width, types.issuer, bold=True)
    left += _high(1, types.note) + (_high(1, types.issuer) + 3 if text.secrecy else 0)
    right = _high(1, types.party) if text.is_party else _high(1, types.nation) + _high(1, types.motto)
    right += 3 + _high(1, types.date)
    return max(left, right, form.seal) + GAP / 2


def _titles(text: BallotText, form: Format, types: Type) -> float:
    titles = _block(text.title, form.content, types.title, bold=True)
    titles += _block(text.subject, form.content, types.subject)
    titles += _block(text.group, form.content, types.subject, bold=True)
    titles += _block(text.meeting, form.content, types.subject)
    return titles + GAP


def _next_head(text: BallotText, form: Format, types: Type) -> float:
    return _block(text.continued, form.content - 2 * form.marker, types.subject, bold=True) + 2 * GAP


def _foot(text: BallotText, form: Format, types: Type) -> float:
    """What is highest of the QR, how to fill in, and the place to sign; a gap above."""
    signing = form.content * SIGNATURE_SHARE if text.signature else 0
    note = _block(text.instructions, form.content - form.qr - GAP - signing - GAP, types.note)
    sign = sum(_block(line, signing, types.note, bold=True) for line in text.signature)
    return max(form.qr, note, sign + SIGNING_ROOM if sign else 0) + GAP
