"""Where things stand on a ballot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.ballot_geometry import (
    FORMATS,
    HALF,
    QUARTER,
    WHOLE,
    Format,
    Size,
    ballot_pages,
    code_of,
    markers,
    qr_box,
    sheets_needed,
)
from ballots.rules.wrapping import lines_needed
from config.typeface import advance

FORMS = st.sampled_from(list(FORMATS.values()))
LINES = st.lists(st.integers(1, 6), min_size=1, max_size=70)


@given(FORMS, LINES, st.integers(2, 3))
def test_everybody_once_in_order_and_boxes_inside_their_row(form: Format, lines: list[int], levels: int) -> None:
    pages = ballot_pages(form, lines, levels, head=40, next_head=10, foot=20)
    if pages is None:
        assert form is QUARTER
        return
    assert [row.place for page in pages for row in page.rows] == list(range(1, len(lines) + 1))
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert page.rows
        top = page.header.bottom
        for row in page.rows:
            assert row.area.top == pytest.approx(top)
            top = row.area.bottom
            assert len(row.boxes) == levels
            for box in row.boxes:
                assert row.area.left < box.left < box.right < row.area.right
                assert row.area.top < box.top < box.bottom < row.area.bottom
        assert top <= form.bottom - 20 + 1e-6
        assert len(pages) == 1 or len(page.rows) > 0


@pytest.mark.parametrize("form", [WHOLE, HALF, QUARTER])
def test_markers_keep_clear_of_the_edges_and_of_the_words(form: Format) -> None:
    for marker in markers(form):
        assert min(marker.left, marker.top, form.width - marker.right, form.height - marker.bottom) >= 5
        assert marker.right < form.side + 1 or marker.left > form.width - form.side - 1
    assert qr_box(form).bottom < markers(form)[2].top
    assert form.width * form.across <= 297
    assert form.height * form.down <= 297


def test_a_last_page_with_one_person_takes_some_from_the_page_before() -> None:
    full = next(n for n in range(1, 60) if len(ballot_pages(WHOLE, [1] * n, 3, 70, 10, 25) or ()) == 2)
    pages = ballot_pages(WHOLE, [1] * full, 3, 70, 10, 25)
    assert pages is not None
    assert len(pages[-1].rows) == 3


def test_sheets_are_filled_up() -> None:
    assert [sheets_needed(QUARTER, 1, n) for n in (1, 4, 5)] == [1, 1, 2]
    assert sheets_needed(WHOLE, 3, 50) == 150


def test_the_code_says_style_and_page_and_nothing_of_a_sheet() -> None:
    assert code_of("LP", "HN-1", 2, 1, 3, Size.WHOLE, "abcdef0123456789") == "TN1:LP:HN-1:2:1/3:A4:abcdef01"


def test_words_wrap() -> None:
    def one(text: str) -> float:
        return float(len(text))

    assert lines_needed("", 10, 1, one) == 1
    assert lines_needed("aaaa bbbb cccc", 10, 1, one) == 2
    assert lines_needed("a" * 25, 10, 1, one) == 3
    assert lines_needed("a\nb", 10, 1, one) == 2


def test_bold_is_wider() -> None:
    assert advance(bold=True)("Nguyễn Thị Minh Khai") > advance()("Nguyễn Thị Minh Khai") > 0
