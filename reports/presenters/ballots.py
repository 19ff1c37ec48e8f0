"""Ballots ready to be set: one sheet per page of a style, which is then repeated as often as it is needed."""

from dataclasses import dataclass

from ballots.presenters.ballot_layout import BallotText, Layout, laid_out
from ballots.rules.ballot_geometry import CLEAR, Box, Page, Size, code_of, markers, qr_box
from ballots.rules.wrapping import lines_needed
from campaigns.rules.paper_texts import filled_in
from config.drawings import QrDrawing, qr_drawing
from config.errors import Refused
from config.typeface import MM_PER_POINT, advance
from config.vietnamese import long_date
from reports.presenters.wording import PLACE_DOTS, lower_first, meeting_of
from reports.queries.pack import PackFacts, StyleFacts
from reports.rules.typesetting import capital_name

LARGEST_CRITERIA, SMALLEST_CRITERIA = 13.0, 8.0
LONGEST_ON_A_LINE = 20


@dataclass(frozen=True)
class LineView:
    number: int
    name: str
    title: str
    area: str
    boxes: tuple[str, ...]


@dataclass(frozen=True)
class PageView:
    """A page of a ballot; the styles are positions as CSS takes them."""

    is_first: bool
    is_last: bool
    markers: tuple[str, ...]
    header: str
    lines: tuple[LineView, ...]
    qr: QrDrawing
    qr_area: str
    foot: str
    strip: str
    strip_area: str


@dataclass(frozen=True)
class CriteriaView:
    """`paragraphs` are (text, whether it heads a group)."""

    title: str
    paragraphs: tuple[tuple[str, bool], ...]
    size: str


@dataclass(frozen=True)
class SheetView:
    """A side of a sheet of A4: the same page, or the same back, in every cell. Without either the side is empty."""

    page: PageView | None
    criteria: CriteriaView | None


@dataclass(frozen=True)
class BallotPaper:
    """`cells` are the places of the ballots on a sheet, `cuts` the lines along which it is cut."""

    title: str
    size: str
    sheet: str
    text: BallotText
    sheets: tuple[SheetView, ...]
    cells: tuple[str, ...]
    cuts: tuple[str, ...]
    measures: dict[str, str]
    types: dict[str, str]
    mark: str


def ballot_text(facts: PackFacts, style: StyleFacts) -> BallotText:
    """The words of one kind of ballot."""
    texts, kind = facts.texts, "motion_ballot" if facts.is_motion else "ballot"
    colour = filled_in(texts["ballot_colour"], {"màu": _colour(style.colour)}) if style.colour else ""
    group = f"{style.name} · {colour}" if colour else style.name
    title = texts[f"{kind}_title"]
    return BallotText(
        is_party=facts.is_party,
        superior=_name(facts.superior),
        issuer=_name(facts.issuer),
        seal_place=texts["seal_place"],
        secrecy=facts.secrecy.upper(),
        place_and_date=long_date(facts.held_at.date(), facts.place or PLACE_DOTS),
        title=title,
        subject=texts[f"{kind}_subject"],
        group=group,
        meeting=f"tại {lower_first(meeting_of(facts.name))}",
        continued=f"{title} · {group} (tiếp theo)",
        levels=tuple(level.label for level in facts.parameters.levels),
        people=style.people,
        instructions=texts[f"{kind}_instructions"],
        signature=tuple(texts["ballot_signature"].splitlines()),
    )


def ballot_paper(facts: PackFacts, style: StyleFacts, size: Size, mark: str, *, with_criteria: bool) -> BallotPaper:
    """The sides of a ballot in their order: with criteria every leaf has a back, printed on the first one's."""
    text = ballot_text(facts, style)
    layout = laid_out(text, size)
    if layout is None:
        raise Refused(f"Chức danh in trên {lower_first(style.name)} quá dài, không vừa một trang phiếu. Rút gọn lại.")
    criteria = _criteria(facts, layout) if with_criteria else None
    sheets: list[SheetView] = []
    for page in layout.pages:
        sheets.append(SheetView(_page(facts, style, layout, page, text, mark), None))
        if with_criteria:
            sheets.append(SheetView(None, criteria if page.number == 1 else None))
    form = layout.form
    name_width, title_width = layout.names
    widths = {
        "index": form.index,
        "name": name_width,
        "title": title_width,
        "level": form.level,
        "side": form.side,
        "content": form.content,
        "inset": form.inset,
        "top": layout.top,
    }
    return BallotPaper(
        title=f"{text.title}, {style.name}",
        size=str(size),
        sheet=f"{_mm(form.width * form.across)} {_mm(form.height * form.down)}",
        text=text,
        sheets=tuple(sheets),
        cells=tuple(
            _area(Box(column * form.width, row * form.height, form.width, form.height))
            for row in range(form.down)
            for column in range(form.across)
        ),
        cuts=_cuts(layout),
        measures={name: _mm(width) for name, width in widths.items()},
        types={name: f"{value:g}pt" for name, value in {**vars(layout.types), "line": form.text}.items()},
        mark=mark,
    )


def _name(unit: str) -> str:
    """In capitals; a long name breaks before its place."""
    name = unit.upper()
    return name if len(name) <= LONGEST_ON_A_LINE else "\n".join(part.strip() for part, _ in capital_name(name))


def _colour(colour: str) -> str:
    return colour.lower().removeprefix("màu ")


def _page(facts: PackFacts, style: StyleFacts, layout: Layout, page: Page, text: BallotText, mark: str) -> PageView:
    form, pages = layout.form, len(layout.pages)
    code = code_of(facts.campaign, facts.code, style.position, page.number, pages, form.size, facts.digest)
    foot_top = form.bottom - layout.foot
    inner = form.inset + form.marker + 2
    strip = Box(inner, form.bottom + CLEAR, form.width - 2 * inner, form.marker)
    return PageView(
        is_first=page.number == 1,
        is_last=page.number == pages,
        markers=tuple(_area(box) for box in markers(form)),
        header=_area(page.header),
        lines=tuple(
            LineView(
                row.place,
                *text.people[row.place - 1],
                _area(row.area),
                tuple(_area(box) for box in row.boxes),
            )
            for row in page.rows
        ),
        qr=qr_drawing(code),
        qr_area=_area(qr_box(form)),
        foot=_area(Box(form.side + form.qr + 2.5, foot_top + 1.5, form.content - form.qr - 2.5, layout.foot - 1.5)),
        strip=" · ".join(part for part in (mark, f"Trang {page.number}/{pages}", facts.code, style.name) if part),
        strip_area=_area(strip),
    )


def _criteria(facts: PackFacts, layout: Layout) -> CriteriaView:
    """In the largest letters in which they fill no more than the back."""
    form, text = layout.form, facts.texts["criteria"]
    paragraphs = tuple(text.splitlines())
    size = LARGEST_CRITERIA
    while size >= SMALLEST_CRITERIA:
        lines = sum(lines_needed(paragraph, form.content, size, advance(bold=True)) for paragraph in paragraphs)
        height = (lines + 2.5 + 0.4 * len(paragraphs)) * size * 1.25 * MM_PER_POINT
        if height <= form.height - 2 * (form.inset + form.marker):
            headed = tuple((paragraph, paragraph[:1].isdigit()) for paragraph in paragraphs)
            return CriteriaView(facts.texts["criteria_title"], headed, f"{size:g}pt")
        size -= 0.5
    raise Refused(f"Tiêu chí dài quá, không in vừa mặt sau phiếu khổ {form.size}. Chọn khổ lớn hơn hoặc bỏ mặt sau.")


def _cuts(layout: Layout) -> tuple[str, ...]:
    form = layout.form
    down = [Box(form.width, 0, 0, form.height * form.down)] if form.across > 1 else []
    across = [Box(0, form.height, form.width * form.across, 0)] if form.down > 1 else []
    return tuple(_area(box) for box in (*down, *across))


def _area(box: Box) -> str:
    return f"left:{_mm(box.left)};top:{_mm(box.top)};width:{_mm(box.width)};height:{_mm(box.height)}"


def _mm(value: float) -> str:
    return f"{value:.3f}mm"
