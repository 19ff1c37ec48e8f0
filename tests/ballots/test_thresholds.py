"""What the database finds is what the rules find, whatever the numbers and the base."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballots.models import Count, CountLine, Stock
from ballots.queries.thresholds import sessions_in_band, sessions_near
from campaigns.models import BallotStyle, RuleSet, Subject, VotingSession
from campaigns.rules.parameters import Base
from reports.presenters.pages import near_of
from reports.queries.results import session_results
from tests.ballots.conftest import MakeSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(make_session: MakeSession) -> VotingSession:
    session = make_session(total_members=60, summoned=58, present=50, state="counted")
    session.styles.exclude(position=1).delete()
    style = session.styles.get()
    for channel in ("paper", "screen"):
        Count.objects.create(style=style, channel=channel, source="keyed", returned=0, valid=0, wholly_invalid=0)
    return session


def tell(session: VotingSession, paper: int, screen: int, invalid: int, low: list[int]) -> None:
    """So many ballots came back by each channel; of the people so many low on paper, everything low on screen."""
    style = BallotStyle.objects.get(session=session)
    CountLine.objects.all().delete()
    Stock.objects.filter(style=style).delete()
    for channel, returned, lost in (("paper", paper, min(invalid, paper)), ("screen", screen, 0)):
        Count.objects.filter(channel=channel).update(returned=returned, valid=returned - lost, wholly_invalid=lost)
        Stock.objects.create(style=style, channel=channel, issued=returned + 1, returned=returned)
        for subject, votes in zip(Subject.objects.filter(style=style), low, strict=False):
            against = screen if channel == "screen" else min(votes, returned - lost)
            counted = {"high": returned - lost - against, "normal": 0, "low": against}
            CountLine.objects.create(
                count=Count.objects.get(channel=channel), subject=subject, votes=counted, line_invalid=0
            )


@pytest.mark.parametrize("base", list(Base))
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_sessions_as_the_rules(counted: VotingSession, base: Base, data: st.DataObject) -> None:
    RuleSet.objects.filter(phases=counted.phase).update(parameters=_on(base))
    paper, screen, invalid = (data.draw(st.integers(0, most)) for most in (40, 10, 5))
    people = Subject.objects.filter(style__session=counted).count()
    tell(counted, paper, screen, invalid, data.draw(st.lists(st.integers(0, 40), min_size=people, max_size=people)))
    sessions = VotingSession.objects.filter(pk=counted.pk)
    (result,) = session_results(sessions)
    within = data.draw(st.integers(0, 50))
    assert bool(sessions_near(sessions, within)) == bool(near_of(result, within))
    bands = {person.line.band.code for person in result.people if person.line.band}
    for threshold in result.parameters.thresholds:
        assert bool(sessions_in_band(sessions, threshold.code)) == (threshold.code in bands)
    assert sessions_in_band(sessions, "khong-co") == []


def _on(base: Base) -> dict[str, object]:
    parameters = dict(RuleSet.objects.get(code="QD96").parameters)
    return {**parameters, "base": str(base)}
