"""The laws of the numbers at keying, and the comparison of two entries: rules without a database."""

import string
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.codes import TEXTS, board_text, typist_text
from ballots.rules.double_keying import PAIR_LABELS, Entry, PairState, compare, pair_state
from ballots.rules.totals import (
    Layout,
    Line,
    Style,
    check,
    figures_of,
    line_invalid_of,
    required_cells,
    whole_number,
)
from campaigns.rules.parameters import Base
from tests.ballots.published import COLLECTED_2023, LEVELS, MEMBERS_2018

STYLE = Style(1, "Khối UBND", (Line(1, "Lê Văn Một"), Line(2, "Trần Thị Hai")))
LAYOUT = Layout((STYLE,), COLLECTED_2023, total_members=50, summoned=50, present=47)


def typed(*header: object, **lines: tuple[object, ...]) -> dict[str, object]:
    """Cells of the style: issued, returned, valid, wholly invalid, then one=(high, normal, low), two=(…)."""
    cells = dict(zip([f"style:1:{f}" for f in ("issued", "returned", "valid", "wholly_invalid")], header, strict=True))
    for key, votes in lines.items():
        number = {"one": 1, "two": 2}[key]
        cells |= {f"subject:{number}:{level}": v for level, v in zip(LEVELS, votes, strict=True)}
    return cells


GOOD = typed(47, 47, 47, 0, one=(40, 5, 2), two=(47, 0, 0))


def codes(cells: dict[str, object], layout: Layout = LAYOUT) -> set[tuple[str, str]]:
    return {(problem.code, problem.place) for problem in check(layout, cells)[1]}


def test_good_totals_have_no_problem() -> None:
    numbers, problems = check(LAYOUT, GOOD)
    assert not problems
    assert set(numbers) == set(required_cells(LAYOUT))
    assert len(numbers) == 4 + 2 * 3


@pytest.mark.parametrize(
    ("cells", "code", "place"),
    [
        ({**GOOD, "subject:1:low": ""}, "F.101", "subject:1"),
        ({**GOOD, "style:1:valid": " "}, "F.101", "style:1"),
        ({**GOOD, "subject:1:low": "-1"}, "F.102", "subject:1"),
        ({**GOOD, "subject:1:low": "2,5"}, "F.102", "subject:1"),
        (typed(46, 47, 47, 0, one=(40, 5, 2), two=(47, 0, 0)), "F.201", "style:1"),
        (typed(47, 47, 46, 0, one=(40, 4, 2), two=(46, 0, 0)), "F.202", "style:1"),
        (typed(48, 48, 48, 0, one=(41, 5, 2), two=(48, 0, 0)), "F.203", "style:1"),
        (typed(0, 0, 0, 0, one=(0, 0, 0), two=(0, 0, 0)), "F.207", "style:1"),
        (typed(47, 47, 47, 0, one=(40, 5, 3), two=(47, 0, 0)), "F.301", "subject:1"),
        (typed(47, 46, 46, 0, one=(40, 4, 2), two=(46, 0, 0)), "W.201", "style:1"),
        (typed(47, 47, 42, 5, one=(40, 1, 1), two=(42, 0, 0)), "W.202", "style:1"),
        (typed(47, 47, 47, 0, one=(40, 5, 1), two=(47, 0, 0)), "W.301", "subject:1"),
        (typed(47, 47, 47, 0, one=(0, 47, 0), two=(47, 0, 0)), "W.302", "subject:1"),
        (typed(47, 47, 47, 0, one=(19, 4, 24), two=(47, 0, 0)), "W.303", "subject:1"),
    ],
)
def test_each_law_has_its_code(cells: dict[str, object], code: str, place: str) -> None:
    assert codes(cells) == {(code, place)}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"present": 51}, "F.204"),
        ({"total_members": 90}, "F.205"),
        ({"parameters": replace(COLLECTED_2023, base=Base.PRESENT), "present": None}, "F.206"),
        ({"parameters": MEMBERS_2018, "total_members": None}, "F.206"),
        ({"present": None}, "W.203"),
    ],
)
def test_laws_of_the_session(changes: dict[str, Any], code: str) -> None:
    found = codes(GOOD, replace(LAYOUT, **changes))
    assert (code, "session") in found
    assert found <= {(code, "session"), ("W.203", "session")}


def test_thresholds_at_the_edges() -> None:
    """10 % wholly invalid is usual, all ballots "high" is usual, few ballots are, and exactly half is not over."""
    assert not codes(typed(40, 40, 36, 4, one=(36, 0, 0), two=(30, 6, 0)))
    assert not codes(typed(9, 9, 9, 0, one=(0, 9, 0), two=(9, 0, 0)))
    assert not codes(typed(46, 46, 46, 0, one=(23, 0, 23), two=(46, 0, 0)))
    assert codes(typed(46, 46, 46, 0, one=(22, 0, 24), two=(46, 0, 0))) == {("W.303", "subject:1")}


def test_everything_wrong_is_told_at_once() -> None:
    found = codes(typed("", 47, 46, 0, one=(40, "x", 2), two=(47, 0, 0)))
    assert found == {("F.101", "style:1"), ("F.102", "subject:1"), ("F.202", "style:1"), ("F.301", "subject:2")}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), (" 47 ", 47), ("1.234", 1234), ("1 234", 1234), ("12.345.678", None), ("007", 7), ("", None),
        ("-1", None), ("4.7", None), ("47.0", None), ("４７", None), ("1e3", None), ("99999999999", None),
    ],
)  # fmt: skip
def test_whole_numbers_as_people_type_them(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@given(st.tuples(*[st.integers(0, 60)] * 3), st.integers(0, 20), st.integers(0, 20))
def test_levels_and_line_invalid_make_the_valid_ballots(
    votes: tuple[int, int, int], line_invalid: int, wholly_invalid: int
) -> None:
    valid = sum(votes) + line_invalid
    returned = valid + wholly_invalid
    layout = replace(LAYOUT, styles=(replace(STYLE, lines=STYLE.lines[:1]),), present=returned)
    numbers, problems = check(layout, typed(returned, returned, valid, wholly_invalid, one=votes))
    assert {p.code for p in problems if p.blocks} <= {"F.204", "F.205", "F.207"}
    style = layout.styles[0]
    assert line_invalid_of(layout, style, style.lines[0], numbers) == line_invalid
    assert figures_of(layout, style, numbers).valid == valid
    assert any(p.code == "W.301" for p in problems) == (line_invalid > 0)


@given(st.dictionaries(st.sampled_from(required_cells(LAYOUT)), st.text(alphabet=string.digits + ".- x", max_size=6)))
def test_whatever_is_typed_is_answered_with_texts(cells: dict[str, str]) -> None:
    for problem in check(LAYOUT, cells)[1]:
        assert "{" not in typist_text(problem) + board_text(problem)


def test_every_code_has_both_texts_and_only_known_placeholders() -> None:
    for code, text in TEXTS.items():
        assert code[:2] in ("F.", "W.")
        assert text.typist != text.board
        assert text.typist.strip()
        assert text.board.endswith(".")


def test_compare_names_only_what_differs() -> None:
    assert compare({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "c": 3}) == ("b",)
    assert compare({"a": 1}, {"a": 1, "d": 4}) == ("d",)
    assert compare({"a": 1}, {"a": 1}) == ()


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)),
)
def test_comparing_is_symmetric(first: dict[str, int], second: dict[str, int]) -> None:
    assert set(compare(first, second)) == set(compare(second, first))
    assert (compare(first, second) == ()) == (first == second)


DRAFT, DONE, BACK = Entry(is_submitted=False), Entry(is_submitted=True), Entry(is_submitted=False, returned=("a",))
AGAIN = Entry(is_submitted=True, returned=("a",))


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([], PairState.NOBODY),
        ([DRAFT], PairState.KEYING),
        ([DRAFT, DRAFT], PairState.KEYING),
        ([DONE], PairState.WAITING),
        ([DONE, DRAFT], PairState.WAITING),
        ([DONE, DONE], PairState.AGREED),
        ([BACK, BACK], PairState.DIFFERENT),
        ([AGAIN, BACK], PairState.DIFFERENT),
    ],
)
def test_how_far_the_pair_is(entries: list[Entry], state: PairState) -> None:
    assert pair_state(entries) == state
    assert PAIR_LABELS[state]
