"""How far a session is, as those see it who follow thousands of them: six stages from plan to seal. Pure.

A session that is prepared is printed once somebody has marked its ballots as printed; a session that has begun and has
no result yet is at the vote, whether people still come, vote or count.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    PLANNED = "planned"
    PREPARED = "prepared"
    PRINTED = "printed"
    VOTED = "voted"
    COUNTED = "counted"
    SEALED = "sealed"


@dataclass(frozen=True)
class StageRule:
    """The states of a session at this stage; `is_printed` where it takes the print mark to tell it from another."""

    label: str
    states: tuple[str, ...]
    is_printed: bool | None = None


STAGES: dict[Stage, StageRule] = {
    Stage.PLANNED: StageRule("Lên kế hoạch", ("planned",)),
    Stage.PREPARED: StageRule("Đã chuẩn bị", ("prepared",), is_printed=False),
    Stage.PRINTED: StageRule("Đã in phiếu", ("prepared",), is_printed=True),
    Stage.VOTED: StageRule("Họp, kiểm phiếu", ("checking_in", "voting", "counting")),
    Stage.COUNTED: StageRule("Có kết quả", ("counted",)),
    Stage.SEALED: StageRule("Đã niêm phong", ("sealed",)),
}
BEFORE_THE_DAY = (Stage.PLANNED, Stage.PREPARED, Stage.PRINTED)
WITH_RESULT = (Stage.COUNTED, Stage.SEALED)


def stage_of(state: str, *, is_printed: bool) -> Stage:
    """The one stage of a session in this state."""
    return next(
        stage
        for stage, rule in STAGES.items()
        if state in rule.states and (rule.is_printed is None or rule.is_printed == is_printed)
    )


def states_of(stages: Collection[Stage]) -> tuple[str, ...]:
    """Every state of these stages, each once."""
    return tuple(dict.fromkeys(state for stage in stages for state in STAGES[stage].states))
