"""Shares, bands and explanations: rules without a database, checked against results as public bodies printed them."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.results import (
    Figures,
    band_limits,
    band_of,
    band_text,
    base_of,
    line_result,
    passes,
    share,
    share_text,
    votes_to_cross,
)
from campaigns.rules.parameters import Base, Parameters
from tests.ballots.published import COLLECTED_2023, LEVELS, MEMBERS_2018, TRUNCATED, published, rule_set

RULE_SETS = [rule_set(name) for name in ("nq85.v1", "nq96.v1", "nq96.v2", "qd96.v1")]
rule_sets = st.sampled_from([*RULE_SETS, TRUNCATED])


def collected(returned: int, wholly_invalid: int = 0) -> Figures:
    return Figures(None, None, None, returned, returned, returned - wholly_invalid, wholly_invalid)


VINH_PHUC = collected(47)


def test_national_assembly_2018_digit_for_digit() -> None:
    rows = published("quoc-hoi-2018")
    assert len(rows) == 17
    for row in rows:
        for level in LEVELS:
            votes = row.votes[level]
            assert votes is not None
            if row.printed[level]:
                assert share_text(votes, 485, MEMBERS_2018) == row.printed[level], row.title


def test_vinh_phuc_2023_digit_for_digit() -> None:
    for row in published("vinh-phuc-2023"):
        for level in LEVELS:
            votes = row.votes[level] or 0
            if row.printed[level]:
                assert share_text(votes, 47, COLLECTED_2023) == row.printed[level], row.title


def test_khanh_hoa_2014_rows_add_up() -> None:
    rows = published("khanh-hoa-2014")
    assert len(rows) == 13
    for row in rows:
        votes = {level: row.votes[level] or 0 for level in LEVELS}
        result = line_result(votes, 0, collected(46), COLLECTED_2023)
        assert sum(votes.values()) == 46
        assert result.invalid == 0
        assert result.band is None


def test_a_ballot_invalid_for_one_person_stays_in_the_base() -> None:
    result = line_result({"high": 19, "normal": 2, "low": 25}, 1, VINH_PHUC, COLLECTED_2023)
    assert result.share_texts == {"high": "40,43", "normal": "4,26", "low": "53,19"}
    assert result.base == 47
    assert result.invalid == 1
    assert result.band is not None
    assert result.band.code == "over_half"
    assert result.band_text == "Quá nửa, chưa đến 2/3 tín nhiệm thấp"
    assert result.explanations["low"] == (
        "25/47 phiếu thu về = 53,19 %; trên 1/2, chưa đến 2/3; căn cứ Nghị quyết 96/2023/QH15, Điều 12"
    )
    assert result.explanations["high"] == "19/47 phiếu thu về = 40,43 %; căn cứ Nghị quyết 96/2023/QH15, Điều 12"


@pytest.mark.parametrize(
    ("votes", "base", "printed", "parameters"),
    [
        (46, 52, "88,46", COLLECTED_2023),  # Hà Tĩnh 2023
        (75, 88, "85,23", COLLECTED_2023),  # Hà Nội 2023
        (72, 94, "76,59", TRUNCATED),  # Hà Nội 2014
        (67, 94, "71,27", TRUNCATED),
        (46, 46, "100,00", COLLECTED_2023),
        (0, 47, "0", COLLECTED_2023),
        (1, 200_000, "0,00", COLLECTED_2023),
        (1, 200_000, "0", MEMBERS_2018),
        (485, 485, "100", MEMBERS_2018),
        (97, 485, "20", MEMBERS_2018),
        (1, 8, "12,5", MEMBERS_2018),
    ],
)
def test_printed_shares(votes: int, base: int, printed: str, parameters: Parameters) -> None:
    assert share_text(votes, base, parameters) == printed


def test_no_decimals_at_all() -> None:
    whole = replace(MEMBERS_2018, decimals=0)
    assert share(1, 2, whole) == Decimal(50)
    assert share_text(485, 485, whole) == "100"
    assert share_text(1, 10, whole) == "10"


@pytest.mark.parametrize(("base", "expected"), [("collected", 49), ("issued", 50), ("valid", 47), ("present", 50)])
def test_base_of_each_kind(base: str, expected: int) -> None:
    figures = Figures(total_members=55, summoned=55, present=50, issued=50, returned=49, valid=47, wholly_invalid=2)
    assert base_of(figures, replace(COLLECTED_2023, base=Base(base))) == expected


def test_unknown_members_are_named_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="Chưa biết tổng số đại biểu"):
        base_of(VINH_PHUC, MEMBERS_2018)


def test_a_base_of_zero_is_named_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="phiếu thu về bằng 0"):
        base_of(collected(0), COLLECTED_2023)


def test_band_texts_and_limits() -> None:
    half, two_thirds = COLLECTED_2023.thresholds
    assert band_text(None, COLLECTED_2023) == "Không quá nửa tín nhiệm thấp"
    assert band_limits(None, COLLECTED_2023) == "không quá 1/2"
    assert band_limits(half, COLLECTED_2023) == "trên 1/2, chưa đến 2/3"
    assert band_limits(two_thirds, COLLECTED_2023) == "từ 2/3 trở lên"
    assert band_text(None, replace(COLLECTED_2023, thresholds=())) == ""


def test_a_rule_set_without_thresholds_explains_the_share_alone() -> None:
    result = line_result({"high": 1, "normal": 0, "low": 1}, 0, collected(2), replace(COLLECTED_2023, thresholds=()))
    assert result.band is None
    assert result.explanations["low"] == "1/2 phiếu thu về = 50,00 %; căn cứ Nghị quyết 96/2023/QH15, Điều 12"


@given(st.integers(1, 10_000))
def test_exactly_half_is_not_over_and_exactly_two_thirds_is(n: int) -> None:
    half, two_thirds = COLLECTED_2023.thresholds
    assert band_of(n, 2 * n, COLLECTED_2023) is None
    assert band_of(2 * n, 3 * n, COLLECTED_2023) == two_thirds
    if n > 3:  # 4 of 6 is two thirds already
        assert band_of(n + 1, 2 * n, COLLECTED_2023) == half


@given(rule_sets, st.integers(0, 3000), st.integers(1, 3000))
def test_the_band_only_rises_with_the_votes_against(parameters: Parameters, against: int, base: int) -> None:
    order = [None, *parameters.thresholds]
    lower, higher = (band_of(votes, base, parameters) for votes in (against, against + 1))
    assert order.index(lower) <= order.index(higher)


@given(rule_sets, st.integers(1, 5000))
def test_votes_to_cross_is_the_least_that_passes(parameters: Parameters, base: int) -> None:
    for threshold in parameters.thresholds:
        least = votes_to_cross(base, threshold)
        assert passes(least, base, threshold)
        assert not passes(least - 1, base, threshold)


@given(rule_sets, st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_is_the_exact_fraction_rounded_once(parameters: Parameters, votes: int, base: int) -> None:
    exact, unit = Fraction(votes * 100, base), Fraction(1, 10**parameters.decimals)
    error = Fraction(share(votes, base, parameters)) - exact
    if parameters is TRUNCATED:
        assert -unit < error <= 0
    else:
        assert -unit / 2 < error <= unit / 2


@given(rule_sets, st.tuples(*[st.integers(0, 300)] * 3), st.integers(0, 30), st.integers(0, 30))
def test_a_line_adds_up_and_is_never_corrected(
    parameters: Parameters, marks: tuple[int, int, int], line_invalid: int, wholly_invalid: int
) -> None:
    valid = sum(marks) + line_invalid
    figures = collected(valid + wholly_invalid, wholly_invalid)
    figures = replace(figures, total_members=figures.returned + 5)
    votes = dict(zip(LEVELS, marks, strict=True))
    if figures.returned == 0:
        return
    result = line_result(votes, line_invalid, figures, parameters)
    assert sum(result.votes.values()) + result.line_invalid == figures.valid
    assert result.invalid == line_invalid + wholly_invalid
    for level in LEVELS:  # each share depends on its own votes alone
        assert result.shares[level] == share(votes[level], result.base, parameters)
