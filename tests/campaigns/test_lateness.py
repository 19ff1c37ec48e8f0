"""What is late: case by case, and properties of all of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.lateness import USUAL, WORDS, Anchor, LateFacts, checks, late_warnings, unit_due
from campaigns.rules.stages import WITH_RESULT, Stage
from tests.campaigns.rosters import shipped

QD96, NQ96 = shipped("qd96.v1"), shipped("nq96.v2")
DAY = date(2028, 7, 20)
READY = LateFacts(
    Stage.PRINTED,
    DAY,
    people=5,
    place="Hội trường",
    chair="Lê A",
    board=3,
    voters=40,
    needs_print=True,
    papers_missing=0,
    phase_latest=None,
    deadline=None,
)


def codes(facts: LateFacts, days_before: int, rules: object = QD96) -> list[str]:
    """What is late so many days before the session."""
    found = late_warnings(facts, checks(rules), DAY - timedelta(days=days_before))  # type: ignore[arg-type]
    return [warning.code for warning in found]


@pytest.mark.parametrize("stage", [Stage.PRINTED, *WITH_RESULT])
def test_what_is_ready_or_over_is_not_late(stage: Stage) -> None:
    assert codes(replace(READY, stage=stage), 0) == []


@pytest.mark.parametrize(
    ("changes", "last_day", "code"),
    [
        ({"stage": Stage.PLANNED}, USUAL.prepared, "not_prepared"),
        ({"stage": Stage.PREPARED}, USUAL.printed, "not_printed"),
        ({"people": 0}, USUAL.session, "no_people"),
        ({"voters": 0}, USUAL.roll, "no_roll"),
        ({"board": 0}, USUAL.board, "no_board"),
        ({"place": ""}, USUAL.chair_and_place, "no_place"),
        ({"chair": ""}, USUAL.chair_and_place, "no_chair"),
        ({"papers_missing": 3}, 20, "papers_overdue"),
        ({}, 0, "not_held"),
        ({"stage": Stage.VOTED}, 0, "not_counted"),
    ],
)
def test_a_warning_begins_on_the_day_after_it_was_due(changes: dict[str, object], last_day: int, code: str) -> None:
    facts = replace(READY, **changes)  # type: ignore[arg-type]
    assert code not in codes(facts, last_day)
    assert code in codes(facts, last_day - 1)


def test_papers_are_due_by_the_days_of_the_rule_set() -> None:
    facts = replace(READY, papers_missing=3)
    assert codes(facts, 29, NQ96) == ["papers_overdue"]
    assert codes(facts, 29, QD96) == []
    (found,) = late_warnings(facts, checks(NQ96), DAY - timedelta(days=29))
    assert (found.due, found.days) == (date(2028, 6, 20), 1)
    assert "3 tài liệu" in found.sentence
    assert found.citation == "Nghị quyết 96/2023/QH15, Điều 11"


def test_nothing_is_printed_for_a_vote_on_screen() -> None:
    assert codes(replace(READY, stage=Stage.PREPARED, needs_print=False), 0) == []


@pytest.mark.parametrize(("field", "code"), [("phase_latest", "after_phase"), ("deadline", "after_deadline")])
def test_a_session_after_the_end_is_told_long_before(field: str, code: str) -> None:
    facts = replace(READY, **{field: DAY - timedelta(days=4)})  # type: ignore[arg-type]
    (found,) = late_warnings(facts, checks(QD96), DAY - timedelta(days=100))
    assert (found.code, found.days) == (code, 4)
    assert codes(replace(READY, **{field: DAY}), 100) == []  # type: ignore[arg-type]


def test_the_day_itself_comes_first_and_then_the_longest_overdue() -> None:
    bare = replace(READY, stage=Stage.PLANNED, people=0, voters=0, board=0, place="", chair="", papers_missing=1)
    found = late_warnings(bare, checks(QD96), DAY + timedelta(days=1))
    days = [warning.days for warning in found[1:]]
    assert days == sorted(days, reverse=True)
    assert [found[0].code, found[1].code] == ["not_held", "no_people"]


def test_a_unit_has_its_session_a_month_before_its_phase() -> None:
    assert unit_due(date(2028, 7, 1), date(2028, 8, 1)) == date(2028, 6, 1)
    assert unit_due(None, date(2028, 8, 1)) == date(2028, 7, 2)


FACTS = st.builds(
    LateFacts,
    stage=st.sampled_from(Stage),
    held_on=st.dates(date(2028, 1, 1), date(2028, 12, 31)),
    people=st.integers(0, 2),
    place=st.sampled_from(["", "Hội trường"]),
    chair=st.sampled_from(["", "Lê A"]),
    board=st.integers(0, 2),
    voters=st.integers(0, 2),
    needs_print=st.booleans(),
    papers_missing=st.integers(0, 2),
    phase_latest=st.none() | st.dates(date(2028, 1, 1), date(2028, 12, 31)),
    deadline=st.none() | st.dates(date(2028, 1, 1), date(2028, 12, 31)),
)


@given(FACTS, st.dates(date(2028, 1, 1), date(2028, 12, 31)))
def test_every_warning_is_whole(facts: LateFacts, today: date) -> None:
    """At least a day late, a sentence with a full stop; never twice the same; nothing once counted."""
    found = late_warnings(facts, checks(NQ96), today)
    assert all(warning.days >= 1 and warning.sentence.endswith(".") for warning in found)
    assert len({warning.code for warning in found}) == len(found)
    assert not (found and facts.stage in WITH_RESULT)


@given(FACTS, st.dates(date(2028, 1, 1), date(2028, 12, 30)))
def test_what_is_late_stays_late_until_somebody_acts(facts: LateFacts, today: date) -> None:
    earlier, later = (
        {warning.code for warning in late_warnings(facts, checks(QD96), day)}
        for day in (today, today + timedelta(days=1))
    )
    assert earlier <= later


def test_every_check_has_words_and_every_word_a_check() -> None:
    assert {check.code for check in checks(QD96)} == set(WORDS)
    assert all(words.label and words.sentence.endswith(".") for words in WORDS.values())


def test_only_the_ends_count_from_another_day() -> None:
    assert {check.code for check in checks(QD96) if check.anchor is not Anchor.HELD} == {
        "after_phase",
        "after_deadline",
    }
