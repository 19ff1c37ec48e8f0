"""What is due before a session: laws that hold for every day, rule set and state of the papers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.dossiers import (
    ALWAYS_OWED,
    DEADLINES,
    EXPLANATION,
    PAPER_STEPS,
    SELF_REPORT,
    Paper,
    due_on,
    held_by,
    own_steps,
    papers_due,
    steps_due,
)
from tests.ballots.published import rule_set

DAY = st.dates(date(2023, 1, 1), date(2033, 12, 31))
STEPS = st.dictionaries(st.sampled_from(sorted(DEADLINES)), st.integers(0, 60))
PAPERS = st.lists(
    st.builds(Paper, st.sampled_from(sorted(PAPER_STEPS)), st.none() | DAY, st.booleans()), unique_by=lambda p: p.kind
)
HELD = date(2028, 7, 21)
QD96 = rule_set("qd96.v1").dossier_days
NQ96 = rule_set("nq96.v2").dossier_days


def test_the_party_timetable() -> None:
    """Domain 1.9: 20, 15, 10 and 3 days before."""
    papers = papers_due([Paper(EXPLANATION)], HELD, QD96, HELD)
    assert [(due.key, due.due_on.isoformat()) for due in papers] == [
        ("self_report", "2028-07-01"),
        ("asset_declaration", "2028-07-01"),
        ("explanation", "2028-07-18"),
    ]
    steps = steps_due([], HELD, QD96, HELD)
    assert [(due.key, due.due_on.isoformat()) for due in steps] == [
        ("dossier_to_voters", "2028-07-06"),
        ("questions", "2028-07-11"),
    ]


def test_the_state_timetable() -> None:
    """Domain 3.5: 45, 30, 25, 20 and about 15 days before; it names no day for the explanation."""
    assert own_steps(NQ96) == ("list_reviewed", "front_summary", "dossier_to_voters", "questions")
    assert due_on("dossier_sent", HELD, NQ96) == date(2028, 6, 21)
    assert due_on("explanation", HELD, NQ96) == HELD


@pytest.mark.parametrize(
    ("today", "days_over", "is_soon"),
    [
        (date(2028, 6, 23), 0, False),
        (date(2028, 6, 24), 0, True),
        (date(2028, 7, 1), 0, True),
        (date(2028, 7, 2), 1, False),
        (date(2028, 7, 21), 20, False),
    ],
)
def test_a_day_draws_near_and_passes(today: date, days_over: int, is_soon: bool) -> None:
    report = papers_due([], HELD, QD96, today)[0]
    assert (report.key, report.days_over, report.is_soon) == (SELF_REPORT, days_over, is_soon)


@given(PAPERS, DAY, STEPS, DAY)
def test_papers(papers: list[Paper], held_on: date, days: dict[str, int], today: date) -> None:
    found = {due.key: due for due in papers_due(papers, held_on, days, today)}
    known = {paper.kind: paper for paper in papers}
    assert set(found) == set(ALWAYS_OWED) | ({EXPLANATION} & set(known))
    for kind, due in found.items():
        paper = known.get(kind)
        assert due.is_settled == bool(paper and (paper.received_on or paper.is_waived))
        assert due.is_overdue == (due.is_missing and due.due_on < today)
        assert due.days_over == (max(0, (today - due.due_on).days) if due.is_missing else 0)
        assert not (due.is_soon and (due.is_overdue or due.is_settled))


@given(st.sets(st.sampled_from(sorted(DEADLINES))), DAY, STEPS, DAY)
def test_steps(done: set[str], held_on: date, days: dict[str, int], today: date) -> None:
    found = steps_due(done, held_on, days, today)
    assert {due.key for due in found} == set(days) - set(PAPER_STEPS.values())
    assert [due.due_on for due in found] == sorted(due.due_on for due in found)
    assert all(due.is_settled == (due.key in done) for due in found)


@given(st.sampled_from(sorted(DEADLINES)), DAY, DAY, STEPS)
def test_the_horizon_is_the_inverse_of_the_due_day(
    step: str, held_on: date, horizon: date, days: dict[str, int]
) -> None:
    assert (due_on(step, held_on, days) <= horizon) == (held_on <= held_by(step, horizon, days))


@given(DAY, STEPS)
def test_a_later_session_is_due_later(held_on: date, days: dict[str, int]) -> None:
    after = held_on + timedelta(days=1)
    assert all(due_on(step, after, days) == due_on(step, held_on, days) + timedelta(days=1) for step in DEADLINES)
