"""The day of a session as a row of steps, from the frozen roll to the seal, and which of them is next. Pure.

Where ballots are cast on screen alone nothing is printed. Whether ballots are printed is a mark that somebody sets
(`printed_at`), not a state: a day that went on without it shows that step as left open.
"""

from collections.abc import Iterator
from enum import StrEnum


class DayStep(StrEnum):
    PREPARE = "prepare"
    PRINT = "print"
    CHECK_IN = "check_in"
    VOTE = "vote"
    COUNT = "count"
    RESULT = "result"
    SEAL = "seal"


# The step that is next in each state; a result that is there wants its seal, and after the seal nothing is left.
NEXT: dict[str, DayStep | None] = {
    "planned": DayStep.PREPARE,
    "prepared": DayStep.CHECK_IN,
    "checking_in": DayStep.CHECK_IN,
    "voting": DayStep.VOTE,
    "counting": DayStep.COUNT,
    "counted": DayStep.SEAL,
    "sealed": None,
}


def next_day_step(state: str, *, is_printed: bool, has_paper: bool) -> DayStep | None:
    """What is to be done now; None after the seal."""
    if state == "prepared" and has_paper and not is_printed:
        return DayStep.PRINT
    return NEXT[state]


def day_steps(state: str, *, is_printed: bool, has_paper: bool) -> Iterator[tuple[DayStep, str]]:
    """Every step of this day in order with where it stands: done, current, todo, or left (passed without its mark)."""
    order = [step for step in DayStep if has_paper or step != DayStep.PRINT]
    current = next_day_step(state, is_printed=is_printed, has_paper=has_paper)
    here = order.index(current) if current is not None else len(order)
    for place, step in enumerate(order):
        if step == DayStep.PRINT and place < here and not is_printed:
            yield step, "left"
        else:
            yield step, "done" if place < here else "current" if place == here else "todo"
