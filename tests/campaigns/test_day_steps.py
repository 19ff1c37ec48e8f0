"""The row of steps of a session's day: one is next in every state, and no other."""

import pytest

from campaigns.rules.day_steps import NEXT, DayStep, day_steps, next_day_step
from campaigns.rules.states import SESSION_STEPS


def marks(state: str, *, is_printed: bool = True, has_paper: bool = True) -> dict[str, str]:
    return {str(step): mark for step, mark in day_steps(state, is_printed=is_printed, has_paper=has_paper)}


def test_every_state_has_its_step() -> None:
    assert set(NEXT) == set(SESSION_STEPS)


@pytest.mark.parametrize(
    ("state", "is_printed", "step"),
    [
        ("planned", False, DayStep.PREPARE),
        ("prepared", False, DayStep.PRINT),
        ("prepared", True, DayStep.CHECK_IN),
        ("checking_in", True, DayStep.CHECK_IN),
        ("voting", True, DayStep.VOTE),
        ("counting", True, DayStep.COUNT),
        ("counted", True, DayStep.SEAL),
        ("sealed", True, None),
    ],
)
def test_one_step_is_next(state: str, is_printed: bool, step: DayStep | None) -> None:
    assert next_day_step(state, is_printed=is_printed, has_paper=True) == step
    current = [name for name, mark in marks(state, is_printed=is_printed).items() if mark == "current"]
    assert current == ([str(step)] if step else [])


def test_a_counted_session_has_its_result_but_no_seal() -> None:
    assert marks("counted") | {"result": "done", "seal": "current"} == marks("counted")
    assert set(marks("sealed").values()) == {"done"}


def test_printing_that_nobody_marked_is_left_open() -> None:
    assert marks("voting", is_printed=False)["print"] == "left"
    assert marks("planned", is_printed=False)["print"] == "todo"


def test_on_screen_nothing_is_printed() -> None:
    assert "print" not in marks("prepared", is_printed=False, has_paper=False)
    assert marks("prepared", is_printed=False, has_paper=False)["check_in"] == "current"
