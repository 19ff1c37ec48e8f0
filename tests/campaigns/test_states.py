"""The state machines: complete, every obstacle worded, quorum by whole numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import CampaignState, SessionState
from campaigns.rules.obstacles import SENTENCES
from campaigns.rules.parameters import QuorumBase
from campaigns.rules.quorum import is_quorate, quorum_needed
from campaigns.rules.states import (
    CAMPAIGN_STEPS,
    SESSION_STEPS,
    STEP_BACK,
    SessionFacts,
    obstacles,
)
from tests.campaigns.rosters import shipped

QD96 = shipped("qd96.v1")
READY = SessionFacts(
    "planned",
    is_list_approved=True,
    subjects=3,
    excluded=(),
    unsettled=(),
    voters=40,
    board_on_ballot=(),
    total_members=None,
    summoned=None,
    present=None,
    ticked=None,
    has_screen=False,
    box="",
    parameters=QD96,
)


def reached(steps: dict[str, tuple[str, ...]], start: str) -> set[str]:
    found, waiting = set(), [start]
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += steps[state]
    return found


@pytest.mark.parametrize(
    ("steps", "states", "start"),
    [(CAMPAIGN_STEPS, CampaignState, "draft"), (SESSION_STEPS, SessionState, "planned")],
)
def test_every_state_is_reached_and_known(
    steps: dict[str, tuple[str, ...]], states: type[SessionState], start: str
) -> None:
    assert set(steps) == set(states.values) == reached(steps, start)


def test_stepping_back_is_a_step() -> None:
    assert all(previous in SESSION_STEPS[state] for state, previous in STEP_BACK.items())


def codes(facts: SessionFacts, target: str) -> list[str]:
    return [obstacle.code for obstacle in obstacles(facts, target)]


def test_an_empty_ballot_is_not_prepared() -> None:
    assert codes(replace(READY, subjects=0), "prepared") == ["nobody_on_the_ballot"]


def test_nothing_is_prepared_before_the_list_is_approved() -> None:
    assert codes(replace(READY, is_list_approved=False), "prepared") == ["list_not_approved"]


def test_somebody_whose_file_changed_is_settled_first() -> None:
    (found,) = obstacles(replace(READY, unsettled=("Lê Văn A",)), "prepared")
    assert (found.code, "Lê Văn A" in found.sentence) == ("somebody_unsettled", True)


def test_somebody_excluded_since_is_named() -> None:
    (found,) = obstacles(replace(READY, excluded=("Lê Văn A",)), "prepared")
    assert "Lê Văn A" in found.sentence


def test_no_step_is_skipped() -> None:
    assert codes(READY, "counted") == ["no_such_step"]


@pytest.mark.parametrize(
    ("present", "expected"), [(62, []), (61, ["below_quorum"]), (94, ["more_present_than_summoned"])]
)
def test_voting_opens_with_two_thirds_of_93_summoned(present: int, expected: list[str]) -> None:
    facts = replace(READY, state="checking_in", total_members=95, summoned=93, present=present)
    assert codes(facts, "voting") == expected


def test_unknown_numbers_do_not_open_the_voting() -> None:
    assert codes(replace(READY, state="checking_in"), "voting") == ["attendance_unknown"]


def test_a_council_counts_its_quorum_on_all_members() -> None:
    council = replace(QD96, quorum_base=QuorumBase.TOTAL_MEMBERS)
    facts = replace(READY, state="checking_in", total_members=60, summoned=50, present=39, parameters=council)
    assert codes(facts, "voting") == ["below_quorum"]


def test_the_refusal_says_how_many_are_needed_and_why() -> None:
    facts = replace(READY, state="checking_in", total_members=93, summoned=93, present=61)
    sentence = obstacles(facts, "voting")[0].sentence
    assert "61/93" in sentence
    assert "62" in sentence
    assert "Điều 3" in sentence


def test_every_obstacle_has_a_sentence() -> None:
    numbers = {
        "names": "",
        "count": 1,
        "present": 1,
        "ticked": 1,
        "summoned": 1,
        "whole": 1,
        "needed": 1,
        "quorum": "2/3",
        "citation": "",
    }
    assert all(text.format(**numbers).endswith(".") or "{citation}" in text for text in SENTENCES.values())


@given(st.integers(1, 2000), st.fractions(Fraction(1, 10), 1, max_denominator=20))
def test_the_number_needed_is_the_least_that_suffices(whole: int, quorum: Fraction) -> None:
    rules = replace(QD96, quorum=quorum)
    needed = quorum_needed(whole, rules)
    assert is_quorate(needed, whole, whole, rules)
    assert not is_quorate(needed - 1, whole, whole, rules)
