"""The steps of a campaign: without a database."""

from dataclasses import replace

import pytest

from campaigns.rules.campaign_steps import CAMPAIGN_STEPS_BACK, CampaignFacts, campaign_obstacles
from campaigns.rules.states import CAMPAIGN_STEPS

READY = CampaignFacts(
    "draft",
    is_evaluated=True,
    subjects=5,
    undecided=0,
    unconfirmed=0,
    waiting=0,
    sessions=2,
    begun=0,
    unfinished=2,
)


def codes(facts: CampaignFacts, target: str) -> list[str]:
    return [obstacle.code for obstacle in campaign_obstacles(facts, target)]


@pytest.mark.parametrize(
    ("facts", "target", "expected"),
    [
        (READY, "list_submitted", []),
        (READY, "list_approved", ["no_such_campaign_step"]),
        (replace(READY, is_evaluated=False), "list_submitted", ["not_evaluated"]),
        (replace(READY, subjects=0), "list_submitted", ["nobody_voted_on"]),
        (replace(READY, undecided=4, unconfirmed=1), "list_submitted", ["undecided", "overrides_unconfirmed"]),
        (replace(READY, state="list_submitted"), "list_approved", []),
        (replace(READY, state="list_submitted"), "draft", []),
        (replace(READY, state="list_approved"), "scheduled", []),
        (replace(READY, state="list_approved", waiting=3), "scheduled", ["units_without_session"]),
        (replace(READY, state="list_approved", sessions=0), "scheduled", ["no_session"]),
        (replace(READY, state="scheduled", begun=1), "draft", ["sessions_begun"]),
        (replace(READY, state="in_progress"), "completed", ["sessions_unfinished"]),
        (replace(READY, state="in_progress", unfinished=0), "completed", []),
        (replace(READY, state="completed"), "archived", []),
        (READY, "archived", ["no_such_campaign_step"]),
        (READY, "no state at all", ["no_such_campaign_step"]),
    ],
)
def test_what_stands_in_the_way(facts: CampaignFacts, target: str, expected: list[str]) -> None:
    assert codes(facts, target) == expected


def test_every_obstacle_of_a_step_has_a_sentence() -> None:
    worst = CampaignFacts(
        "",
        is_evaluated=False,
        subjects=0,
        undecided=1,
        unconfirmed=1,
        waiting=1,
        sessions=0,
        begun=1,
        unfinished=1,
    )
    for state, targets in CAMPAIGN_STEPS.items():
        for target in targets:
            assert all(o.sentence.endswith(".") for o in campaign_obstacles(replace(worst, state=state), target))


def test_a_step_back_is_a_step() -> None:
    for state, targets in CAMPAIGN_STEPS_BACK.items():
        assert set(targets) <= set(CAMPAIGN_STEPS[state])
