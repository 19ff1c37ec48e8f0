"""Ballots as they come out of the printer: read back from their picture."""

import io
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from ballots.presenters.ballot_layout import fitting_sizes, laid_out
from ballots.rules.ballot_geometry import Box, Format, Size, markers
from reports.pdf import Bound, bound, page_count, render_pdf
from reports.presenters.ballots import ballot_paper, ballot_text
from reports.queries.pack import PackFacts
from tests.reports.packing import facts, style
from tests.reports.papers import pages, text

DPI = 200
MM = DPI / 25.4


def printed(found: PackFacts, size: Size, mark: str = "", *, with_criteria: bool = False) -> bytes:
    paper = ballot_paper(found, found.styles[0], size, mark, with_criteria=with_criteria)
    return render_pdf("reports/print/ballots.html", {"paper": paper}, is_tagged=False)


def picture(pdf: bytes, page: int = 0) -> Any:
    return pypdfium2.PdfDocument(pdf)[page].render(scale=DPI / 72, grayscale=True).to_pil()


def offset(image: Any, box: Box, corner: tuple[float, float]) -> float:
    """How far the darkest square near the box lies from it, in mm."""
    left, top = corner[0] + box.left, corner[1] + box.top
    margin = 1.8
    area = image.crop(
        [int(v * MM) for v in (left - margin, top - margin, left + box.width + margin, top + box.height + margin)]
    )
    dark = [(x, y) for x in range(area.width) for y in range(area.height) if area.getpixel((x, y)) < 100]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return float(max(abs(middle[0] - area.width / 2), abs(middle[1] - area.height / 2)) / MM)


@pytest.mark.parametrize(("size", "number"), [(Size.WHOLE, 28), (Size.HALF, 3), (Size.QUARTER, 1)])
@pytest.mark.parametrize("is_party", [True, False])
def test_the_code_and_the_markers_are_where_the_geometry_says(size: Size, number: int, is_party: bool) -> None:
    found = facts(number, is_party=is_party)
    pdf = printed(found, size)
    layout = laid_out(ballot_text(found, found.styles[0]), size)
    assert layout is not None
    form = layout.form
    assert page_count(pdf) == len(layout.pages)
    for page in range(len(layout.pages)):
        image = picture(pdf, page)
        codes = [code.text for code in zxingcpp.read_barcodes(image)]
        assert codes == [f"TN1:LPTN-2028:HN-TU:1:{page + 1}/{len(layout.pages)}:{size}:01234567"] * form.per_sheet
        for corner in corners(form):
            assert max(offset(image, marker, corner) for marker in markers(form)) < 1


def corners(form: Format) -> list[tuple[float, float]]:
    return [(x * form.width, y * form.height) for y in range(form.down) for x in range(form.across)]


@pytest.mark.parametrize("number", [1, 3, 12, 28, 60])
def test_everybody_is_on_the_ballot_once(number: int) -> None:
    found = facts(number)
    printed_pages = pages(printed(found, Size.WHOLE))
    whole = " ".join(printed_pages)
    assert all(" ".join(name.split()) in whole for name, _ in found.styles[0].people)
    assert all("Họ và tên" in page and "Tín nhiệm" in page for page in printed_pages)
    for place, page in enumerate(printed_pages, 1):
        assert f"Trang {place}/{len(printed_pages)}" in page
        assert ("NGƯỜI GHI PHIẾU" in page) == (place == len(printed_pages))


def test_the_two_kinds_of_head() -> None:
    party, state = text(printed(facts(3), Size.WHOLE)), text(printed(facts(3, is_party=False), Size.WHOLE))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party
    assert "có thể ký hoặc không ký" in party
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state
    assert "NGƯỜI GHI PHIẾU" not in state
    for page in (party, state):
        assert "(đóng dấu treo)" in page
        assert "Phiếu màu hồng" in page


def test_a_motion_has_two_boxes() -> None:
    whole = text(printed(facts(1, is_motion=True), Size.QUARTER))
    assert "Không tín nhiệm" in whole
    assert "Tín nhiệm cao" not in whole


def test_secrecy_and_rehearsal_are_printed() -> None:
    whole = text(printed(facts(3, secrecy="Mật"), Size.HALF, "DIỄN TẬP"))
    assert "MẬT" in whole
    assert whole.count("DIỄN TẬP") == 4  # across and at the foot of both halves


def test_smaller_sizes_only_where_the_ballot_is_one_page() -> None:
    def sizes(number: int) -> tuple[Size, ...]:
        found = facts(number)
        return fitting_sizes(ballot_text(found, found.styles[0]))

    assert sizes(1) == (Size.QUARTER, Size.HALF, Size.WHOLE)
    assert Size.QUARTER not in sizes(6)
    assert sizes(28) == (Size.WHOLE,)


@pytest.mark.parametrize(("size", "number"), [(Size.WHOLE, 28), (Size.HALF, 3), (Size.QUARTER, 1)])
def test_the_criteria_stand_on_the_back_of_the_first_page(size: Size, number: int) -> None:
    found = facts(number)
    sides = pages(printed(found, size, with_criteria=True))
    assert [place for place, side in enumerate(sides) if "TIÊU CHÍ" in side] == [1]
    assert len(sides) % 2 == 0
    assert sides[1].count("TIÊU CHÍ") == {Size.WHOLE: 1, Size.HALF: 2, Size.QUARTER: 4}[size]


def test_a_ballot_is_drawn_once_and_printed_often() -> None:
    pdf = printed(facts(28), Size.WHOLE)
    many = bound([Bound("Phiếu", pdf, 500)])
    assert page_count(many) == 500 * page_count(pdf)
    assert len(many) < 2_000_000
    found = PdfReader(io.BytesIO(many)).pages
    assert found[0].extract_text() == found[page_count(pdf) * 499].extract_text()


def test_long_names_and_titles_stay_inside_their_row() -> None:
    """More lines than reckoned would grow over the row below: no line of a row stands outside it."""
    people = (("Công Tằng Tôn Nữ Hoàng Phương Thảo Nguyên", "Ủy viên Ban Thường vụ, " * 9),) * 8
    found = facts(1, styles=(replace(style(1), people=people),))
    assert len(pages(printed(found, Size.WHOLE))) == 2


def test_eleven_people_with_long_titles_stand_on_one_page() -> None:
    """A column of names no wider than they need leaves room for the titles; few short titles keep the usual widths."""
    title = "Ủy viên Ban Thường vụ Tỉnh ủy, Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Minh Hòa"
    people = tuple((f"Nguyễn Văn {letter}", title) for letter in "ABCDEFGHIKL")
    found = facts(1, styles=(replace(style(1), people=people),))
    assert len(pages(printed(found, Size.WHOLE))) == 1
    layout, usual = (laid_out(ballot_text(one, one.styles[0]), Size.WHOLE) for one in (found, facts(1)))
    assert layout is not None
    assert usual is not None
    assert layout.names < usual.names
