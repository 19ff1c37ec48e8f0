"""The cockpit's counting: the database finds exactly what the rule calls late."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Casting, Phase, SessionState, VotingSession
from campaigns.queries.cockpit import (
    Cell,
    Lateness,
    at_stages,
    most_urgent_first,
    overview,
    overview_of_units,
    reasons,
    superiors_of,
)
from campaigns.queries.tallies import miscounted
from campaigns.rules.lateness import GRAVEST, WORDS
from campaigns.rules.stages import Stage, stage_of
from tests.conftest import MakeUnit

pytestmark = pytest.mark.django_db
TODAY = date(2028, 7, 10)
MIDNIGHT = datetime(2028, 7, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def many(campaign: Campaign, make_unit: MakeUnit) -> Campaign:
    """400 sessions of every kind around the day, below three superiors; some begin or end at midnight."""
    Campaign.objects.filter(pk=campaign.pk).update(deadline=date(2028, 7, 20))
    Phase.objects.filter(campaign=campaign, kind="party").update(latest=date(2028, 7, 12))
    above = [make_unit(f"T{number}") for number in range(3)]
    units = [make_unit(f"U{number:02}", parent=above[number % 3]) for number in range(9)]
    rng = random.Random(96)
    phases = list(campaign.phases.all())
    sessions = [
        VotingSession(
            campaign=campaign,
            phase=rng.choice(phases),
            unit=rng.choice(units),
            code=f"HN-{number}",
            name=f"Hội nghị {number}",
            held_at=MIDNIGHT + timedelta(days=rng.randint(-40, 40), minutes=rng.choice([0, 1, 480, 1439])),
            place=rng.choice(["", "Hội trường"]),
            chair=rng.choice(["", "Lê A"]),
            casting=rng.choice(Casting.values),
            state=rng.choice(SessionState.values),
            printed_at=rng.choice([None, MIDNIGHT]),
            subject_count=rng.choice([0, 5]),
            voter_count=rng.choice([0, 40]),
            board_count=rng.choice([0, 3]),
            papers_missing=rng.choice([0, 2]),
        )
        for number in range(400)
    ]
    VotingSession.objects.bulk_create(sessions)
    return Campaign.objects.get(pk=campaign.pk)


def lateness(campaign: Campaign) -> Lateness:
    return Lateness(campaign, campaign.phases.select_related("rule_set"), TODAY)


def test_the_database_finds_what_the_rule_calls_late(many: Campaign) -> None:
    late = lateness(many)
    expected = {session.code: {w.code for w in late.warnings(session)} for session in many.sessions.all()}
    for code in WORDS:
        found = set(many.sessions.filter(late.condition(code)).values_list("code", flat=True))
        assert found == {session for session, codes in expected.items() if code in codes}, code
    every = set(many.sessions.filter(late.condition()).values_list("code", flat=True))
    assert every == {session for session, codes in expected.items() if codes}
    assert 0 < len(every) < 400
    assert set().union(*expected.values()) == set(WORDS)


def test_the_most_urgent_is_what_was_due_first(many: Campaign) -> None:
    late = lateness(many)
    listed = list(most_urgent_first(many.sessions.filter(late.condition()), late))
    firsts = [late.warnings(session)[0] for session in listed]
    dues = [warning.due for warning in firsts]
    assert [(w.code not in GRAVEST, w.due) for w in firsts] == sorted((w.code not in GRAVEST, w.due) for w in firsts)
    assert [timezone.localdate(session.first_due) for session in listed] == dues  # type: ignore[attr-defined]


def test_the_overview_counts_every_session_once(many: Campaign) -> None:
    late = lateness(many)
    cells = overview(many.sessions.all(), late.condition())
    assert sum(cell.sessions for cell in cells) == 400
    assert sum(cell.late for cell in cells) == many.sessions.filter(late.condition()).count()
    assert sum(cell.people for cell in cells) == sum(session.subject_count for session in many.sessions.all())
    for stage in Stage:
        counted = sum(cell.sessions for cell in cells if cell.stage == stage)
        assert counted == many.sessions.filter(at_stages([stage])).count()


def test_superior_units_have_their_own_numbers(many: Campaign) -> None:
    sessions, late = many.sessions.all(), lateness(many).condition()
    superiors = list(superiors_of(sessions))
    assert sums(overview_of_units(sessions, late, superiors)) == sums(overview(sessions, late))
    assert {cell.superior for cell in overview_of_units(sessions, late, superiors[:1])} == {superiors[0].pk}


def sums(cells: list[Cell]) -> dict[tuple[int, Stage], Counter[str]]:
    """The numbers by phase and stage."""
    found: dict[tuple[int, Stage], Counter[str]] = {}
    for cell in cells:
        numbers = Counter(sessions=cell.sessions, late=cell.late, people=cell.people)
        found[cell.phase, cell.stage] = found.get((cell.phase, cell.stage), Counter()) + numbers
    return found


def test_reasons_are_counted_in_the_database(many: Campaign) -> None:
    late = lateness(many)
    counts = reasons(many.sessions.all(), late)
    for code in WORDS:
        assert counts[code] == many.sessions.filter(late.condition(code)).count()


def test_a_stage_is_found_by_state_and_print(many: Campaign) -> None:
    for stage in Stage:
        for session in many.sessions.filter(at_stages([stage])):
            assert stage_of(session.state, is_printed=session.printed_at is not None) == stage


def test_without_sessions_nothing_is_late(campaign: Campaign) -> None:
    assert overview(campaign.sessions.all(), lateness(campaign).condition()) == []
    assert not any(reasons(campaign.sessions.all(), lateness(campaign)).values())


def test_made_up_counts_are_found(many: Campaign) -> None:
    assert len(list(miscounted())) > 300
