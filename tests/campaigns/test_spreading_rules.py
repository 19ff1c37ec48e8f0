"""Spreading sessions over days and hours."""

from datetime import date, datetime, time
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.conflicts import is_working_day
from campaigns.rules.spreading import Spread, first_working_day, moments

FRIDAY = date(2028, 7, 7)


def test_days_hours_and_rooms_are_filled_in_order() -> None:
    spread = Spread(FRIDAY, date(2028, 7, 10), (time(14), time(8)), per_slot=2, working_days_only=True)
    assert list(moments(spread)) == [
        datetime(2028, 7, day, hour) for day in (7, 10) for hour in (8, 14) for _ in range(2)
    ]


def test_without_a_limit_all_begin_at_once() -> None:
    assert set(islice(moments(Spread(FRIDAY, FRIDAY, (time(8), time(14)))), 50)) == {datetime(2028, 7, 7, 8)}


def test_a_weekend_without_working_days_has_no_room() -> None:
    assert list(moments(Spread(date(2028, 7, 8), date(2028, 7, 9), (time(8),), 1, True))) == []


@given(
    st.dates(date(2028, 1, 1), date(2028, 12, 31)),
    st.integers(0, 20),
    st.lists(st.times(), min_size=1, max_size=3),
    st.integers(1, 4),
    st.booleans(),
)
def test_moments_are_ordered_within_the_days_and_no_more_than_wanted(
    first: date, days: int, hours: list[time], per_slot: int, working: bool
) -> None:
    last = date.fromordinal(first.toordinal() + days)
    found = list(moments(Spread(first, last, tuple(hours), per_slot, working)))
    assert found == sorted(found)
    assert all(first <= moment.date() <= last and moment.time() in hours for moment in found)
    assert all(found.count(moment) == per_slot for moment in set(found))
    assert not working or all(is_working_day(moment.date()) for moment in found)


def test_the_first_working_day_passes_over_weekends_and_holidays() -> None:
    assert first_working_day(FRIDAY) == FRIDAY
    assert first_working_day(date(2028, 7, 1)) == date(2028, 7, 3)
    assert first_working_day(date(2028, 4, 29)) == date(2028, 5, 2)  # Saturday, 30 April and 1 May
