"""The laws of the ledger of blank ballots, without a database."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.codes import board_text, typist_text
from ballots.rules.stock import (
    COLUMNS,
    Counted,
    Ledger,
    check_ledger,
    closing_problems,
    exchanged,
    open_problems,
    read_ledger,
    settling_problems,
)

numbers = st.integers(0, 5000)
maybe = st.none() | numbers
GOOD = Ledger(1, "Khối UBND", printed=60, issued=47, spoiled=2, unused=11, returned=46)


def codes(ledger: Ledger, present: int | None = None) -> list[str]:
    return [problem.code for problem in open_problems(ledger, present)]


@st.composite
def balanced(draw: st.DrawFn) -> Ledger:
    """A ledger as the day makes it: what is printed is issued, spoiled or left; not everything comes back."""
    issued, spoiled, unused = draw(numbers), draw(numbers), draw(numbers)
    returned = draw(st.integers(0, issued))
    return Ledger(1, "Khối", issued + spoiled + unused, issued, spoiled, unused, returned)


@given(balanced())
def test_what_adds_up_has_no_problem(ledger: Ledger) -> None:
    assert ledger.difference == 0
    assert not codes(ledger, ledger.issued)


@given(balanced(), st.sampled_from(COLUMNS[:4]), st.integers(-50, 50).filter(bool))
def test_one_number_off_is_a_difference_until_it_is_explained(ledger: Ledger, column: str, by: int) -> None:
    wrong = replace(ledger, **{column: max(0, getattr(ledger, column) + by), "returned": None})
    lacking = wrong.difference or 0
    assert codes(wrong) == (["W.401"] if lacking > 0 else ["W.402"] if lacking < 0 else [])
    assert not codes(replace(wrong, explanation="Kiểm đếm lại hai lần, biên bản số 3"))


@given(balanced(), st.integers(1, 50))
def test_no_explanation_lets_more_come_back_than_went_out(ledger: Ledger, more: int) -> None:
    wrong = replace(ledger, returned=(ledger.issued or 0) + more, explanation="Không rõ")
    assert codes(wrong) == ["F.201"]


@given(balanced(), st.integers(1, 50))
def test_nobody_is_issued_a_ballot_who_is_not_there(ledger: Ledger, more: int) -> None:
    issued = (ledger.issued or 0) + more
    assert codes(replace(ledger, issued=issued, explanation="Không rõ"), present=issued - more) == ["F.203"]


@given(balanced())
def test_a_spoiled_ballot_is_exchanged_for_a_fresh_one(ledger: Ledger) -> None:
    if ledger.unused == 0:
        with pytest.raises(ValueError, match="left"):
            exchanged(ledger)
        return
    after = exchanged(ledger)
    assert (after.issued, after.difference, after.printed) == (ledger.issued, 0, ledger.printed)
    assert after.spoiled == (ledger.spoiled or 0) + 1


def test_the_first_exchange_counts_before_anything_else_is_known() -> None:
    assert exchanged(Ledger(1, "Khối")) == Ledger(1, "Khối", spoiled=1)


@given(st.tuples(maybe, maybe, maybe, maybe, maybe), maybe)
def test_whatever_is_known_every_problem_has_its_words(known: tuple[Any, ...], present: int | None) -> None:
    ledger = Ledger(1, "Khối", *known)
    found = [*check_ledger(ledger, present), *settling_problems([ledger], {1: Counted(3, 2)}, present)]
    for problem in (*found, *closing_problems([ledger], present)):
        assert typist_text(problem)
        assert board_text(problem)
        assert "{" not in typist_text(problem) + board_text(problem)


def test_a_ledger_that_nobody_keeps_is_in_nobodys_way() -> None:
    empty = [Ledger(1, "Khối"), Ledger(2, "Khối khác")]
    assert not closing_problems(empty, 47)
    assert not settling_problems(empty, {1: Counted(47, 47), 2: Counted(47, 47)}, 47)


def test_once_kept_every_style_is_counted_before_the_voting_closes() -> None:
    kept = [replace(GOOD, returned=None), Ledger(2, "Khối khác", issued=47)]
    (found,) = closing_problems(kept, 47)
    assert typist_text(found) == (
        "Khối khác: sổ phiếu còn thiếu số in ra, hỏng đã đổi, còn lại chưa dùng. Đếm rồi ghi vào Sổ phiếu."
    )


def test_the_count_fills_in_what_the_ledger_lacks() -> None:
    kept = [replace(GOOD, issued=None, returned=None)]
    assert not settling_problems(kept, {1: Counted(47, 46)}, 47)
    (found,) = settling_problems(kept, {1: Counted(45, 45)}, 47)
    assert found.code == "W.401"


def test_what_differs_from_the_count_is_named() -> None:
    (found,) = settling_problems([GOOD], {1: Counted(47, 45)}, 47)
    assert board_text(found).startswith(
        "Khối UBND: số thu về trong sổ phiếu là 46, số liệu kiểm phiếu ghi 45. Đối chiếu giấy tờ"
    )


def test_what_is_typed_is_read_and_what_is_no_number_is_told_of() -> None:
    typed = {
        "style:1:printed": "1.000",
        "style:1:issued": "",
        "style:1:spoiled": "hai",
        "style:1:explanation": " a  b ",
    }
    read, problems = read_ledger(GOOD, typed)
    assert (read.printed, read.issued, read.spoiled, read.unused, read.explanation) == (1000, None, 2, 11, "a b")
    assert [(problem.code, problem.cells) for problem in problems] == [("F.102", ("style:1:spoiled",))]
