"""Keeping papers and steps: who may, until when, with what trace."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from campaigns.actions.dossiers import Entries, ask_explanation, receive_all, save_dossier, undo_paper, waive_paper
from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.models import Campaign, DossierItem, SessionState, Subject, VotingSession
from campaigns.rules.spreading import Spread
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused

DAY = date(2026, 6, 1)


@pytest.fixture
def session(approved_campaign: Campaign) -> VotingSession:
    """The council's session with the committee's two people on it, too: three papers of a kind."""
    phase = approved_campaign.phases.get(kind="council")
    create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(datetime(2028, 7, 21, 8))))
    return approved_campaign.sessions.get(phase=phase)


def papers(session: VotingSession) -> dict[tuple[int, str], date | None]:
    rows = DossierItem.objects.filter(subject__style__session=session)
    return {(row.subject_id, row.kind): row.received_on for row in rows}


def first(session: VotingSession) -> Subject:
    found = session.subjects().select_related("style__session__unit").first()
    assert found is not None
    return found


def missing(session: VotingSession) -> int:
    session.refresh_from_db()
    return session.papers_missing


def test_one_save_takes_papers_and_steps(an: User, session: VotingSession) -> None:
    subject = first(session).pk
    entries = Entries({(subject, "self_report"): DAY}, {"front_summary": DAY})
    assert save_dossier(by=an, session=session, entries=entries) == 2
    assert papers(session) == {(subject, "self_report"): DAY}
    assert session.milestones.get().step == "front_summary"
    assert missing(session) == 5
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.unit_id, len(event.after)) == ("dossier.save", session.unit_id, 2)
    assert save_dossier(by=an, session=session, entries=entries) == 0
    assert AuditEvent.objects.latest("pk") == event
    undone = Entries({(subject, "self_report"): None}, {"front_summary": None})
    assert save_dossier(by=an, session=session, entries=undone) == 2
    assert not papers(session)
    assert not session.milestones.exists()


def test_all_papers_of_a_kind_come_at_once(an: User, session: VotingSession) -> None:
    people = list(session.subjects().select_related("style__session__unit"))
    waive_paper(by=an, subject=people[0], kind="self_report", reason="Đã nộp ở hội nghị khác")
    assert receive_all(by=an, session=session, kind="self_report", day=DAY) == len(people) - 1
    assert papers(session) == {(p.pk, "self_report"): DAY if p != people[0] else None for p in people}
    assert missing(session) == len(people)
    assert receive_all(by=an, session=session, kind="explanation", day=DAY) == 0


def test_an_explanation_is_owed_where_asked_for(an: User, session: VotingSession) -> None:
    subject = first(session)
    before = missing(session)
    ask_explanation(by=an, subject=subject)
    assert missing(session) == before + 1
    with pytest.raises(Refused, match="Đã yêu cầu"):
        ask_explanation(by=an, subject=subject)
    assert receive_all(by=an, session=session, kind="explanation", day=DAY) == 1
    save_dossier(by=an, session=session, entries=Entries({(subject.pk, "explanation"): None}, {}))
    assert papers(session) == {(subject.pk, "explanation"): None}
    undo_paper(by=an, subject=subject, kind="explanation")
    assert missing(session) == before


def test_a_waiver_has_a_reason(an: User, session: VotingSession) -> None:
    with pytest.raises(Refused, match="lý do"):
        waive_paper(by=an, subject=first(session), kind="self_report", reason="  ")
    waive_paper(by=an, subject=first(session), kind="self_report", reason=" Nghỉ  ốm ")
    assert DossierItem.objects.get().waived == "Nghỉ ốm"


def test_a_day_in_the_future_is_refused(an: User, session: VotingSession) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="chưa đến"):
        save_dossier(by=an, session=session, entries=Entries({}, {"front_summary": tomorrow}))
    with pytest.raises(Refused, match="chưa đến"):
        receive_all(by=an, session=session, kind="self_report", day=tomorrow)


def test_what_is_not_there_is_refused_whole(an: User, session: VotingSession) -> None:
    subject = first(session).pk
    for entries in (
        Entries({(subject, "self_report"): DAY, (0, "self_report"): DAY}, {}),
        Entries({(subject, "self_report"): DAY, (subject, "x"): DAY}, {}),
        Entries({(subject, "self_report"): DAY}, {"dossier_sent": DAY}),
    ):
        with pytest.raises(Refused):
            save_dossier(by=an, session=session, entries=entries)
    assert not papers(session)


def test_nothing_changes_once_counted(an: User, session: VotingSession) -> None:
    VotingSession.objects.filter(pk=session.pk).update(state=SessionState.COUNTED)
    with pytest.raises(Refused, match="đã có kết quả"):
        save_dossier(by=an, session=session, entries=Entries({}, {"front_summary": DAY}))


def test_only_within_the_scope(binh: User, giang: User, session: VotingSession) -> None:
    for user in (binh, giang):
        with pytest.raises(PermissionDenied):
            save_dossier(by=user, session=session, entries=Entries({}, {}))
        with pytest.raises(PermissionDenied):
            waive_paper(by=user, subject=first(session), kind="self_report", reason="x")
