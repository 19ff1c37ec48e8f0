"""How near a person's result lies to a threshold, in ballots. Pure.

A recount moves single ballots: one that is read as "low" after all, or no longer. The base stays, since the ballot was
returned either way; so the exact number of ballots that would change the band can be said beforehand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ballots.rules.results import passes, votes_to_cross
from campaigns.rules.parameters import Parameters, Threshold

USUAL = 3  # ballots within which a result is called near


@dataclass(frozen=True)
class Margin:
    """What would cross one threshold: so many `ballots` more of the level that counts against, or fewer of it where
    the result `is_over` it."""

    threshold: Threshold
    is_over: bool
    ballots: int


def margin(against: int, returned: int, base: int, threshold: Threshold) -> Margin | None:
    """The least number of ballots that crosses the threshold, at a fixed base; None where no ballots could.

    Over it, so many fewer are no longer over; below it, so many more are. Never more than the ballots that there are:
    `returned` of them, of which `against` count against.
    """
    least = votes_to_cross(base, threshold)
    if passes(against, base, threshold):
        ballots = against - least + 1
        return Margin(threshold, is_over=True, ballots=ballots) if ballots <= against else None
    ballots = least - against
    return Margin(threshold, is_over=False, ballots=ballots) if ballots <= returned - against else None


def margins(against: int, returned: int, base: int, parameters: Parameters, within: int) -> Iterator[Margin]:
    """Those of all thresholds, in their order, that lie within so many ballots."""
    for threshold in parameters.thresholds:
        found = margin(against, returned, base, threshold)
        if found is not None and found.ballots <= within:
            yield found


def sentence(found: Margin, parameters: Parameters) -> str:
    """ "Thêm 2 phiếu tín nhiệm thấp thì quá 1/2.", "Bớt 1 phiếu tín nhiệm thấp thì không quá 1/2." """
    level, part = parameters.against.label.lower(), found.threshold.fraction
    if found.is_over:
        limit = f"chưa đến {part}" if found.threshold.inclusive else f"không quá {part}"
    else:
        limit = f"từ {part} trở lên" if found.threshold.inclusive else f"quá {part}"
    return f"{'Bớt' if found.is_over else 'Thêm'} {found.ballots} phiếu {level} thì {limit}."
