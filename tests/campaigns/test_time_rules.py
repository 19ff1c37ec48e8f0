from datetime import date

import pytest

from campaigns.rules.months import full_months
from campaigns.rules.terms import is_mid_term, next_mid_term, term_of

MID_TERM = (2023, 5)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2028, 1, 1), date(2028, 7, 1), 6),
        (date(2028, 1, 2), date(2028, 7, 1), 5),
        (date(2027, 8, 31), date(2028, 2, 29), 6),
        (date(2027, 8, 31), date(2028, 2, 28), 5),
        (date(2027, 12, 31), date(2028, 6, 30), 6),
        (date(2028, 7, 1), date(2028, 7, 1), 0),
        (date(2028, 7, 2), date(2028, 7, 1), -1),
    ],
)
def test_full_months(start: date, end: date, months: int) -> None:
    assert full_months(start, end) == months


@pytest.mark.parametrize("year", [2018, 2023, 2028, 2033])
def test_mid_term_years(year: int) -> None:
    assert is_mid_term(year, MID_TERM)
    assert not is_mid_term(year + 1, MID_TERM)


def test_next_mid_term() -> None:
    assert next_mid_term(2024, MID_TERM) == 2028
    assert next_mid_term(2028, MID_TERM) == 2028


@pytest.mark.parametrize(
    ("year", "term"), [(2023, "2020–2025"), (2028, "2025–2030"), (2025, "2025–2030"), (2024, "2020–2025")]
)
def test_term(year: int, term: str) -> None:
    assert term_of(year, MID_TERM) == term
