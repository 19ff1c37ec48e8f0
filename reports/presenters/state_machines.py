"""The state machines of the house as reports.rules.state_diagrams draws them.

What can stop a step is found by asking the rule itself, with facts that are as bad as they can be in each respect.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from ballots.rules.double_keying import PAIR_LABELS, PAIR_STEPS, PairState
from campaigns.models import CampaignState, ListVersion, SessionState
from campaigns.queries.rule_sets import SHIPPED
from campaigns.rules.campaign_steps import CampaignFacts, campaign_obstacles
from campaigns.rules.obstacles import SENTENCES, Obstacle
from campaigns.rules.parameters import Parameters
from campaigns.rules.states import (
    CAMPAIGN_STEPS,
    DECISION_STEPS,
    LIST_VERSION_STEPS,
    SESSION_STEPS,
    SessionFacts,
    obstacles,
)
from config.jobs.models import JOB_STEPS, JobState
from reports.rules.state_diagrams import Machine

DECISION_LABELS = {"proposed": "Chờ người thứ hai xác nhận", "in_force": "Có hiệu lực", "withdrawn": "Đã rút"}
Steps = Mapping[str, tuple[str, ...]]
Guards = dict[tuple[str, str], tuple[str, ...]]


def machines() -> list[Machine]:
    return [
        Machine("Đợt lấy phiếu", "draft", dict(CampaignState.choices), CAMPAIGN_STEPS, _campaign_guards()),
        Machine("Danh sách trình duyệt", "submitted", dict(ListVersion.State.choices), LIST_VERSION_STEPS),
        Machine("Quyết định từng trường hợp", "proposed", DECISION_LABELS, DECISION_STEPS),
        Machine("Hội nghị", "planned", dict(SessionState.choices), SESSION_STEPS, _session_guards()),
        Machine(
            "Hai lần nhập số liệu",
            PairState.NOBODY,
            {str(state): label for state, label in PAIR_LABELS.items()},
            PAIR_STEPS,
        ),
        Machine("Việc chạy nền", JobState.QUEUED, dict(JobState.choices), JOB_STEPS),
    ]


def _campaign_guards() -> Guards:
    found = Guards()
    worst = (False, True), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1)
    for state, target in _steps(CAMPAIGN_STEPS):
        facts = (CampaignFacts(state, *values) for values in product(*worst))
        found[state, target] = _sentences(obstacle for fact in facts for obstacle in campaign_obstacles(fact, target))
    return found


def _session_guards() -> Guards:
    found = Guards()
    rules = Parameters.from_json(json.loads((SHIPPED / "qd96.v1.json").read_text(encoding="utf-8"))["parameters"])
    people = ((None, None, None, None), (3, 3, 4, 3), (3, 3, 1, None))
    boxes = (False, ""), (True, ""), (True, "ready"), (True, "closed")
    nobody_or_some = ((), ("…",))
    worst = (False, True), (0, 1), nobody_or_some, nobody_or_some, (0, 1), nobody_or_some, people, boxes
    for state, target in _steps(SESSION_STEPS):
        facts = (SessionFacts(state, *values[:-2], *values[-2], *values[-1], rules) for values in product(*worst))
        found[state, target] = _sentences(obstacle for fact in facts for obstacle in obstacles(fact, target))
    return found


def _steps(steps: Steps) -> list[tuple[str, str]]:
    return [(state, target) for state, targets in steps.items() for target in targets]


def _sentences(found: Iterable[Obstacle]) -> tuple[str, ...]:
    """Each obstacle's sentence once, in the order of the table, with dots for its numbers."""
    codes = {obstacle.code for obstacle in found}
    return tuple(sentence.format_map(defaultdict(lambda: "…")) for code, sentence in SENTENCES.items() if code in codes)
