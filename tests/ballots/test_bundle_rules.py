"""Validity, comparing keyed ballots and adding them up: rules without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.bundles import (
    OPEN,
    Sheet,
    added,
    compare,
    decided,
    emptied,
    fault_of,
    filled,
    mark_names,
    opened_lines,
    sums_of,
)
from ballots.rules.validity import FLAWS, citation, harmless, spoiling, spoils
from tests.ballots.published import rule_set

RULES = rule_set("qd96.v1")
MOTION = RULES.for_motion()
LINES = 4
MARKS = st.text(alphabet="01239", min_size=LINES, max_size=LINES)
SHEETS = st.one_of(st.builds(Sheet, MARKS), st.sampled_from([Sheet(reason=flaw.code) for flaw in spoiling(RULES)]))
BUNDLES = st.lists(SHEETS, max_size=50)


def numbered(sheets: list[Sheet]) -> dict[int, Sheet]:
    return dict(enumerate(sheets, 1))


def test_which_flaw_spoils_a_ballot_comes_from_the_rule_set() -> None:
    assert [flaw.code for flaw in spoiling(RULES)] == ["not_of_board", "struck_name", "no_stamp"]
    assert [flaw.code for flaw in harmless(RULES)] == ["added_name", "signed"]
    stricter = rule_set("qd96.v1", ballot_validity={f"{code}_invalid": True for code in FLAWS})
    assert all(spoils(code, stricter) for code in FLAWS)
    assert not spoils("unknown", stricter)
    assert citation(RULES)


def test_every_flaw_has_a_key_of_its_own_that_is_no_mark() -> None:
    keys = [flaw.key for flaw in FLAWS.values()]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set("0123456789")


def test_every_switch_of_the_rule_sets_is_a_flaw() -> None:
    for name in ("qd96.v1", "nq96.v2", "nq85.v1"):
        assert set(rule_set(name).ballot_validity) == {flaw.switch for flaw in FLAWS.values()}


@pytest.mark.parametrize(
    ("sheet", "fits"),
    [
        (Sheet("1230"), True),
        (Sheet("9999"), True),
        (Sheet("123"), False),
        (Sheet("1234"), False),
        (Sheet("12.0"), False),
        (Sheet(""), False),
        (Sheet(reason="struck_name"), True),
        (Sheet(reason="signed"), False),
        (Sheet("1230", "struck_name"), False),
    ],
)
def test_what_a_sheet_may_hold(sheet: Sheet, fits: bool) -> None:
    assert (fault_of(sheet, LINES, RULES) == "") is fits


def test_a_motion_has_two_levels() -> None:
    assert fault_of(Sheet("1209"), LINES, MOTION) == ""
    assert fault_of(Sheet("1239"), LINES, MOTION)
    assert list(mark_names(MOTION)) == ["1", "2", "0", "9"]


@given(BUNDLES)
def test_the_sums_of_every_line_are_the_valid_ballots(sheets: list[Sheet]) -> None:
    sums = sums_of(sheets, LINES, RULES)
    assert sums.valid + sums.wholly_invalid == len(sheets)
    assert sum(sums.reasons.values()) == sums.wholly_invalid
    assert all(sum(line.values()) == sums.valid for line in sums.lines)


@given(BUNDLES, st.randoms())
def test_the_order_of_the_ballots_does_not_matter(sheets: list[Sheet], random: object) -> None:
    mixed = list(sheets)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert sums_of(mixed, LINES, RULES) == sums_of(sheets, LINES, RULES)


@given(BUNDLES, BUNDLES)
def test_two_bundles_add_up_like_one(one: list[Sheet], other: list[Sheet]) -> None:
    parts = [sums_of(one, LINES, RULES), sums_of(other, LINES, RULES)]
    assert added(parts, LINES, RULES) == sums_of([*one, *other], LINES, RULES)


@given(BUNDLES)
def test_equal_keyings_differ_nowhere(sheets: list[Sheet]) -> None:
    assert compare(numbered(sheets), numbered(sheets)) == ()


@given(st.lists(SHEETS, min_size=1, max_size=10), st.data())
def test_exactly_the_changed_cells_differ(sheets: list[Sheet], data: st.DataObject) -> None:
    """What differs, put right in one keying, makes both equal; nothing else has to be touched."""
    others = [data.draw(st.one_of(st.just(sheet), SHEETS)) for sheet in sheets]
    first, second = numbered(sheets), numbered(others)
    cells = compare(first, second)
    assert list(cells) == sorted(cells)
    assert set(cells) == set(compare(second, first))
    for position, lines in opened_lines(cells).items():
        second[position] = filled(emptied(second[position], lines, LINES), first[position], lines)
    assert compare(first, second) == ()


def test_a_line_comes_back_alone_and_a_doubtful_ballot_whole() -> None:
    first = numbered([Sheet("1111"), Sheet("1230"), Sheet("3333")])
    second = numbered([Sheet("1111"), Sheet("1130"), Sheet(reason="no_stamp")])
    assert compare(first, second) == ((2, 2), (3, 0))
    assert compare(first, {1: Sheet("1111"), 2: Sheet("1230")}) == ((3, 0),)
    assert emptied(Sheet("1230"), {2}, LINES) == Sheet("1.30")
    assert emptied(Sheet(reason="no_stamp"), {0}, LINES) == Sheet(OPEN * LINES)


def test_only_open_lines_take_what_is_typed() -> None:
    assert filled(Sheet("1.30"), Sheet("9999"), {2}) == Sheet("1930")
    assert filled(Sheet("1.30"), Sheet(reason="no_stamp"), {2}) == Sheet("1.30")
    assert filled(Sheet("...."), Sheet(reason="no_stamp"), {0}) == Sheet(reason="no_stamp")


def test_the_third_person_may_find_the_whole_ballot_invalid() -> None:
    assert decided(Sheet("1.30"), Sheet(reason="no_stamp"), {2}) == Sheet(reason="no_stamp")
    assert decided(Sheet("1.30"), Sheet("9999"), {2}) == Sheet("1930")
    assert decided(Sheet("...."), Sheet("1230"), {0}) == Sheet("1230")
    assert fault_of(decided(Sheet("1.30"), Sheet(reason="signed"), {2}), LINES, RULES)  # spoils nothing in this set
    assert fault_of(decided(Sheet("1.30"), Sheet("1930", "no_stamp"), {2}), LINES, RULES)
