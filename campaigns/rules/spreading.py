"""Spreading many sessions over days and hours. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from campaigns.rules.conflicts import is_working_day


@dataclass(frozen=True)
class Spread:
    """The days from `first` to `last` and the hours of each at which sessions begin, `per_slot` of them at the same
    time; None puts no limit, so that all begin at the first hour of the first day."""

    first: date
    last: date
    hours: tuple[time, ...]
    per_slot: int | None = None
    working_days_only: bool = False

    @classmethod
    def at(cls, moment: datetime) -> "Spread":
        """Everything at one local moment."""
        return cls(moment.date(), moment.date(), (moment.time(),))


def days(spread: Spread) -> Iterator[date]:
    for number in range((spread.last - spread.first).days + 1):
        day = spread.first + timedelta(days=number)
        if not spread.working_days_only or is_working_day(day):
            yield day


def first_working_day(day: date) -> date:
    """The day itself, or the first one after it that is neither a weekend nor a holiday."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def moments(spread: Spread) -> Iterator[datetime]:
    """The local beginnings in the order of time, each as often as sessions may begin then."""
    for day in days(spread):
        for hour in sorted(set(spread.hours)):
            moment = datetime.combine(day, hour)
            if spread.per_slot is None:
                while True:
                    yield moment
            yield from [moment] * spread.per_slot
