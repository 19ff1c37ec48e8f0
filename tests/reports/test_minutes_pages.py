"""How the minutes fall into pages, for every length from 1 to 70 people. No database."""

import pytest

from officials.models import Letterhead
from reports.pdf import render_pdf
from tests.reports.papers import pages
from tests.reports.setting import paper

SIGNED = "BAN KIỂM PHIẾU TRƯỞNG BAN"
IN_EVERY_ROW = "5 10,64"


def pages_of(number: int, over_half: int) -> list[str]:
    letterhead = Letterhead.PARTY if number % 2 else Letterhead.STATE
    paper_of = paper(number, over_half=over_half, letterhead=letterhead)
    return pages(render_pdf("reports/print/minutes.html", {"paper": paper_of}))


@pytest.mark.parametrize("first", range(1, 71, 7))
def test_neither_signatures_nor_rows_stand_alone(first: int) -> None:
    """The page with the signatures has the closing words and what stands before them; a page of the table has at least
    two people."""
    for number in range(first, first + 7):
        found = pages_of(number, over_half=min(number % 3, number))
        before, _, after = found[-1].partition(SIGNED)
        assert "Việc kiểm phiếu kết thúc" in before, number
        assert "Theo Quy định" in before or "4. Người có số phiếu" in before, number
        assert "1. Phạm Tiến Dũng" in found[-1], number
        assert "Lê Thị Chi" in after, number
        if number > 3:
            assert 1 not in {page.count(IN_EVERY_ROW) for page in found}, number
