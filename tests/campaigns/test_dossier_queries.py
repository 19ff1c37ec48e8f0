"""What sessions still lack, over many sessions at once."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.models import Campaign, DossierItem, Milestone, SessionState, VotingSession
from campaigns.queries.dossiers import DossierState, dossier_states
from campaigns.rules.spreading import Spread

HELD = timezone.make_aware(datetime(2028, 7, 21, 8))


@pytest.fixture
def sessions(approved_campaign: Campaign) -> list[VotingSession]:
    for phase in approved_campaign.phases.all():
        create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(HELD)))
    return list(approved_campaign.sessions.order_by("code"))


def state_of(session: VotingSession, today: date) -> DossierState:
    return dossier_states(VotingSession.objects.filter(pk=session.pk), today)[session.pk]


def party(sessions: list[VotingSession]) -> VotingSession:
    return next(session for session in sessions if session.phase.kind == "party")


def test_everything_is_missing_at_first(sessions: list[VotingSession]) -> None:
    session = party(sessions)
    assert state_of(session, date(2028, 7, 1)) == DossierState(1, 2, 0, date(2028, 7, 1), "dossier_sent")
    assert state_of(session, date(2028, 7, 7)) == DossierState(1, 2, 3, date(2028, 7, 1), "dossier_sent")


def test_what_came_is_no_longer_missing(sessions: list[VotingSession]) -> None:
    session = party(sessions)
    subject = session.subjects().get()
    DossierItem.objects.create(subject=subject, kind="self_report", received_on=date(2028, 6, 1))
    DossierItem.objects.create(subject=subject, kind="asset_declaration", waived="Đã nộp ở hội nghị khác")
    Milestone.objects.create(session=session, step="dossier_to_voters", done_on=date(2028, 7, 1))
    assert state_of(session, date(2028, 7, 7)) == DossierState(1, 0, 0, date(2028, 7, 11), "questions")
    DossierItem.objects.create(subject=subject, kind="explanation")
    assert state_of(session, date(2028, 7, 19)) == DossierState(1, 1, 2, date(2028, 7, 11), "questions")


def test_a_counted_session_lacks_nothing(sessions: list[VotingSession]) -> None:
    session = party(sessions)
    VotingSession.objects.filter(pk=session.pk).update(state=SessionState.COUNTED)
    assert state_of(session, date(2028, 8, 1)) == DossierState(people=1)


def test_the_number_of_queries_is_fixed(sessions: list[VotingSession], django_assert_num_queries: Any) -> None:
    for chosen in (VotingSession.objects.filter(pk=sessions[0].pk), VotingSession.objects.all()):
        with django_assert_num_queries(6):
            assert dossier_states(chosen, date(2028, 7, 1))
