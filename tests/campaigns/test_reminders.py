"""Who is to be reminded: the page, its filters, the workbook; and that the database agrees with the rules."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.actions.dossiers import Entries, ask_explanation, receive_all, save_dossier
from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.models import Campaign, DossierItem, SessionState, VotingSession
from campaigns.presenters.reminders import people
from campaigns.queries.dossiers import open_sessions, people_owing, sessions_lacking, subjects_with_papers
from campaigns.rules.spreading import Spread
from config.accounts.models import User

SignedIn = Callable[[User], Client]
PAGE = "/dot/LPTN-2028/nhac-ho-so/"
TODAY = timezone.localdate
ALL = (*DossierItem.Kind.values, "steps")


@pytest.fixture
def campaign_today(approved_campaign: Campaign) -> Campaign:
    """Sessions ten days from now: the party's dossiers are over, and the state's for longer."""
    approved_campaign.deadline = None
    approved_campaign.save()
    held_at = timezone.make_aware(datetime.combine(TODAY() + timedelta(days=10), datetime.min.time())).replace(hour=8)
    for phase in approved_campaign.phases.all():
        create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(held_at), reason="Thử"))
    return approved_campaign


def test_by_person(an: User, signed_in: SignedIn, campaign_today: Campaign) -> None:
    page = signed_in(an).get(f"{PAGE}?due=over").content.decode()
    assert "Quá hạn 10 ngày" in page
    assert "Quá hạn 20 ngày" in page
    assert "Lê Văn Bảy" in page


def test_by_session(an: User, signed_in: SignedIn, campaign_today: Campaign) -> None:
    page = signed_in(an).get(f"{PAGE}?by=session&due=over").content.decode()
    assert "6 giấy tờ của 3 người" in page
    assert "Thường trực HĐND xem xét danh sách dự kiến" in page


def test_filters(an: User, signed_in: SignedIn, campaign_today: Campaign) -> None:
    client = signed_in(an)
    only = client.get(f"{PAGE}?unit=S01").content.decode()
    assert "Ngô Văn Sáu" in only
    assert "Lê Văn Bảy" not in only
    assert "Lê Văn Bảy" not in client.get(f"{PAGE}?phase=council").content.decode()
    receive_all(by=an, session=campaign_today.sessions.get(code="HN-S01"), kind="self_report", day=TODAY())
    assert "Ngô Văn Sáu" not in client.get(f"{PAGE}?kind=self_report").content.decode()
    assert "Ngô Văn Sáu" in client.get(f"{PAGE}?kind=asset_declaration").content.decode()
    assert "Không có gì phải nhắc" in client.get(f"{PAGE}?kind=explanation").content.decode()
    assert client.get(f"{PAGE}?kind=x&due=y&phase=z&by=w&unit=%25&page=9x").status_code == 200
    assert client.get(f"{PAGE}?kind=steps&due=all").context["by_session"]


def test_only_within_the_scope(binh: User, signed_in: SignedIn, campaign_today: Campaign) -> None:
    page = signed_in(binh).get(f"{PAGE}?due=all").content.decode()
    assert "Lê Văn Bảy" in page
    assert "Ngô Văn Sáu" not in page


def test_a_counted_session_reminds_nobody(an: User, signed_in: SignedIn, campaign_today: Campaign) -> None:
    campaign_today.sessions.update(state=SessionState.COUNTED)
    assert "Không có gì phải nhắc" in signed_in(an).get(f"{PAGE}?due=all").content.decode()


def test_the_workbook_has_a_row_for_each_paper(an: User, signed_in: SignedIn, campaign_today: Campaign) -> None:
    content = signed_in(an).get(f"{PAGE}?due=over&format=xlsx").content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[0][6] == "Họ và tên"
    assert len(rows) == 1 + 10
    assert {row[10] for row in rows[1:]} == {10, 20}


@pytest.mark.parametrize("ahead", [-30, -1, 0, 5, 9, 40, None])
def test_the_database_finds_what_the_rules_say(an: User, campaign_today: Campaign, ahead: int | None) -> None:
    first = campaign_today.sessions.get(code="HN-HD001")
    ask_explanation(by=an, subject=first.subjects().all()[0])
    receive_all(by=an, session=campaign_today.sessions.get(code="HN-DU001"), kind="self_report", day=TODAY())
    save_dossier(by=an, session=first, entries=Entries({}, {"list_reviewed": TODAY()}))
    horizon = None if ahead is None else TODAY() + timedelta(days=ahead)
    sessions = open_sessions(an, campaign_today)
    phases = list(campaign_today.phases.select_related("rule_set"))
    owing = set(people_owing(sessions, phases, DossierItem.Kind.values, horizon).values_list("pk", flat=True))
    by_rules = {
        person.subject.pk
        for session in VotingSession.objects.all()
        for person in people(subjects_with_papers(session), ALL, horizon, TODAY())
        if person.missing
    }
    assert owing == by_rules
    lacking = set(sessions_lacking(sessions, phases, ALL, horizon).values_list("pk", flat=True))
    assert lacking >= set(sessions.filter(styles__subjects__in=owing).values_list("pk", flat=True))


def test_the_number_of_queries_is_fixed(
    an: User, signed_in: SignedIn, campaign_today: Campaign, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(an)
    for by in ("person", "session"):
        with django_assert_max_num_queries(18):
            client.get(f"{PAGE}?due=all&by={by}")
