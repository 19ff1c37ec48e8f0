"""Stages: every state has exactly one, and the order is the issue's."""

import pytest

from campaigns.models import SessionState
from campaigns.rules.stages import BEFORE_THE_DAY, STAGES, WITH_RESULT, Stage, stage_of, states_of


@pytest.mark.parametrize(
    ("state", "is_printed", "stage"),
    [
        ("planned", False, Stage.PLANNED),
        ("prepared", False, Stage.PREPARED),
        ("prepared", True, Stage.PRINTED),
        ("checking_in", True, Stage.VOTED),
        ("voting", True, Stage.VOTED),
        ("counting", False, Stage.VOTED),
        ("counted", True, Stage.COUNTED),
        ("sealed", False, Stage.SEALED),
    ],
)
def test_the_stage_of_a_state(state: str, is_printed: bool, stage: Stage) -> None:
    assert stage_of(state, is_printed=is_printed) is stage


@pytest.mark.parametrize("state", SessionState.values)
@pytest.mark.parametrize("is_printed", [False, True])
def test_every_state_has_exactly_one_stage(state: str, is_printed: bool) -> None:
    fitting = [rule for rule in STAGES.values() if state in rule.states and rule.is_printed in (None, is_printed)]
    assert len(fitting) == 1


def test_stages_run_in_the_order_of_the_states() -> None:
    places = [SessionState.values.index(rule.states[0]) for rule in STAGES.values()]
    assert list(STAGES) == list(Stage)
    assert places == sorted(places)


def test_a_stage_is_before_the_day_at_the_vote_or_has_a_result() -> None:
    assert {*BEFORE_THE_DAY, Stage.VOTED, *WITH_RESULT} == set(Stage)
    assert states_of(tuple(Stage)) == tuple(SessionState.values)
