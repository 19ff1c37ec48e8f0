"""Paper and screen beside each other: sums, and when nobody's votes are told apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.channels import ChannelFigures, figure_rows, person_rows, side_by_side
from ballots.rules.small_groups import why_not_split

LEVELS = ("Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp")
PAPER = ChannelFigures("paper", issued=32, returned=31, valid=30, wholly_invalid=1, votes=((20, 6, 3), (30, 0, 0)))
SCREEN = ChannelFigures("screen", issued=12, returned=12, valid=12, wholly_invalid=0, votes=((2, 5, 4), (0, 0, 12)))


def test_one_way_alone_has_nothing_beside_it() -> None:
    assert side_by_side([PAPER]) == ()
    assert side_by_side([SCREEN, PAPER]) == (PAPER, SCREEN)


def test_ballots_and_votes_with_their_sums() -> None:
    assert figure_rows((PAPER, SCREEN)) == (
        ("Phát ra", (32, 12), 44),
        ("Thu về", (31, 12), 43),
        ("Hợp lệ", (30, 12), 42),
        ("Không hợp lệ", (1, 0), 1),
    )
    assert person_rows((PAPER, SCREEN), 0, LEVELS) == (
        ("Tín nhiệm cao", (20, 2), 22),
        ("Tín nhiệm", (6, 5), 11),
        ("Tín nhiệm thấp", (3, 4), 7),
        ("Không hợp lệ", (2, 1), 3),
    )


@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=2, max_size=2), st.integers(0, 9))
def test_everything_returned_is_told_once(votes: list[list[int]], without_level: int) -> None:
    ways = [
        ChannelFigures(name, 0, sum(one) + without_level, sum(one) + without_level, 0, (tuple(one),))
        for name, one in zip(("paper", "screen"), votes, strict=True)
    ]
    rows = person_rows(ways, 0, LEVELS)
    for at, way in enumerate(ways):
        assert sum(numbers[at] for _, numbers, _ in rows) == way.returned
    assert sum(total for *_, total in rows) == sum(way.returned for way in ways)


@pytest.mark.parametrize(("valid", "may"), [(0, True), (1, False), (9, False), (10, True)])
def test_one_small_channel_keeps_both_together(valid: int, may: bool) -> None:
    for ways in ((PAPER, replace(SCREEN, valid=valid)), (replace(PAPER, valid=valid), SCREEN)):
        reason = why_not_split(ways, 10)
        assert (reason == "") == may
        assert may or f"chỉ có {valid} phiếu hợp lệ, ít hơn 10 phiếu" in reason
