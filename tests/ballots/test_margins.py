"""How many ballots would cross a threshold, against counting it out one ballot after the other."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.margins import Margin, margin, margins, sentence
from ballots.rules.results import passes
from campaigns.rules.parameters import Threshold
from tests.ballots.published import rule_set

PARTS = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1, 3), Fraction(3, 4), Fraction(1)])


def threshold(fraction: Fraction, *, inclusive: bool) -> Threshold:
    return Threshold("x", "Mức", fraction, inclusive, "", "")


@given(data=st.data(), fraction=PARTS, inclusive=st.booleans())
def test_the_number_is_the_least_that_crosses(data: st.DataObject, fraction: Fraction, inclusive: bool) -> None:
    returned = data.draw(st.integers(1, 300))
    base = data.draw(st.integers(returned, 400))
    against = data.draw(st.integers(0, returned))
    limit = threshold(fraction, inclusive=inclusive)
    here = passes(against, base, limit)
    ways = range(against - 1, -1, -1) if here else range(against + 1, returned + 1)
    tried = [abs(other - against) for other in ways if passes(other, base, limit) != here]
    found = margin(against, returned, base, limit)
    assert found == (Margin(limit, here, min(tried)) if tried else None)


def test_exactly_on_the_line() -> None:
    half, two_thirds = threshold(Fraction(1, 2), inclusive=False), threshold(Fraction(2, 3), inclusive=True)
    assert margin(25, 50, 50, half) == Margin(half, False, 1)
    assert margin(26, 50, 50, half) == Margin(half, True, 1)
    assert margin(31, 48, 48, two_thirds) == Margin(two_thirds, False, 1)
    assert margin(32, 48, 48, two_thirds) == Margin(two_thirds, True, 1)


def test_ballots_that_nobody_returned_cannot_cross() -> None:
    assert margin(10, 20, 50, threshold(Fraction(1, 2), inclusive=False)) is None


def test_only_what_is_near_is_listed_with_its_words() -> None:
    rules = rule_set("nq96.v2")
    (near,) = margins(24, 47, 47, rules, 3)
    assert sentence(near, rules) == "Bớt 1 phiếu tín nhiệm thấp thì không quá 1/2."
    (near,) = margins(22, 47, 47, rules, 3)
    assert sentence(near, rules) == "Thêm 2 phiếu tín nhiệm thấp thì quá 1/2."
    assert not list(margins(22, 47, 47, rules, 1))
    (near,) = margins(31, 47, 47, rules, 3)
    assert sentence(near, rules) == "Thêm 1 phiếu tín nhiệm thấp thì từ 2/3 trở lên."
    (near,) = margins(32, 47, 47, rules, 3)
    assert sentence(near, rules) == "Bớt 1 phiếu tín nhiệm thấp thì chưa đến 2/3."
    motion = rules.for_motion()
    assert sentence(next(margins(23, 47, 47, motion, 3)), motion) == "Thêm 1 phiếu không tín nhiệm thì quá 1/2."
