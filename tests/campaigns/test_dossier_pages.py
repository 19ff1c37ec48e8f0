"""The pages of papers and steps."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.models import Campaign, DossierItem, SessionState, VotingSession
from campaigns.rules.spreading import Spread
from config.accounts.models import User

SignedIn = Callable[[User], Client]
PAGE = "/dot/LPTN-2028/hoi-nghi/HN-HD001/ho-so/"
DAY = "2026-06-01"


@pytest.fixture
def session(approved_campaign: Campaign) -> VotingSession:
    phase = approved_campaign.phases.get(kind="council")
    create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(timezone.make_aware(datetime(2028, 7, 21, 8)))))
    return approved_campaign.sessions.get(phase=phase)


def entered(client: Client) -> dict[str, Any]:
    """What the page's grid would send as it is."""
    form = client.get(PAGE).context["form"]
    values = {"do": "save"}
    for bound in form:
        value = bound.value()
        if value not in (None, False):
            values[bound.name] = value.isoformat() if isinstance(value, date) else value
    return values


def test_a_tick_takes_the_common_day(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    first, second, third = session.subjects()
    values = entered(client) | {"day": DAY, f"got-self_report-{first.pk}": "on", "day-front_summary": DAY}
    values |= {f"got-self_report-{second.pk}": "on", f"day-self_report-{second.pk}": "2026-05-05"}
    values |= {f"day-asset_declaration-{third.pk}": "2026-04-04"}
    page = client.post(PAGE, values, follow=True).content.decode()
    assert "Đã lưu 4 thay đổi." in page
    days = {(item.subject_id, item.kind): item.received_on for item in DossierItem.objects.all()}
    assert days == {
        (first.pk, "self_report"): date(2026, 6, 1),
        (second.pk, "self_report"): date(2026, 5, 5),
        (third.pk, "asset_declaration"): date(2026, 4, 4),
    }
    assert session.milestones.get().done_on == date(2026, 6, 1)
    again = entered(client)
    assert "Không có gì thay đổi." in client.post(PAGE, again, follow=True).content.decode()
    again.pop(f"got-self_report-{first.pk}")
    client.post(PAGE, again)
    assert not DossierItem.objects.filter(subject=first).exists()


def test_two_people_do_not_overwrite_each_other(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    first, second, _ = session.subjects()
    seen_by_both = entered(client)
    client.post(PAGE, {**seen_by_both, f"got-self_report-{first.pk}": "on"})
    client.post(PAGE, {**seen_by_both, f"got-self_report-{second.pk}": "on"})
    assert DossierItem.objects.filter(received_on__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-02-31", "Không có ngày này"),
        ("0226-01-01", "Năm không hợp lý"),
        ("future", "chưa đến"),
        ("1990-05-05", "quá sớm"),
    ],
)
def test_a_wrong_day_stays_on_the_page(
    an: User, signed_in: SignedIn, session: VotingSession, day: str, sentence: str
) -> None:
    client = signed_in(an)
    first = session.subjects().first()
    assert first
    if day == "future":
        day = (timezone.localdate() + timedelta(days=2)).isoformat()
    values = entered(client) | {f"day-self_report-{first.pk}": day, "day-front_summary": DAY}
    response = client.post(PAGE, values)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert f'value="{day}"' in page
    assert f'value="{DAY}"' in page
    assert not DossierItem.objects.exists()


def test_everybodys_paper_in_one_go(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    values = {"do": "all", "all-kind": "self_report", "all-day": DAY}
    assert "Đã lưu 3 thay đổi." in client.post(PAGE, values, follow=True).content.decode()
    wrong = client.post(PAGE, {"do": "all", "all-kind": "x", "all-day": "mai"}).content.decode()
    assert "Chọn loại giấy tờ" in wrong
    assert 'value="mai"' in wrong


def test_waiving_asking_and_undoing(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    first = session.subjects().first()
    assert first
    report, explanation = f"{PAGE}{first.pk}/self_report/", f"{PAGE}{first.pk}/explanation/"
    assert "Ghi lý do" in client.post(report, {"do": "waive", "reason": ""}).content.decode()
    page = client.post(report, {"do": "waive", "reason": "Nộp nơi khác"}, follow=True).content.decode()
    assert "Không cần nộp: Nộp nơi khác" in page
    assert "Yêu cầu giải trình" in client.get(explanation).content.decode()
    client.post(explanation, {"do": "ask"})
    assert DossierItem.objects.filter(kind="explanation").exists()
    assert "Đã yêu cầu" in client.post(explanation, {"do": "ask"}, follow=True).content.decode()
    client.post(explanation, {"do": "undo"})
    client.post(report, {"do": "undo"})
    assert not DossierItem.objects.exists()
    assert "Không có việc này" in client.post(report, {"do": "ask"}, follow=True).content.decode()
    assert client.get(f"{PAGE}{first.pk}/x/").status_code == 404


def test_who_may(giang: User, binh: User, signed_in: SignedIn, session: VotingSession) -> None:
    page = signed_in(giang).get(PAGE).content.decode()
    assert "Còn thiếu 6 giấy tờ" in page
    assert "Lưu hồ sơ" not in page
    assert signed_in(giang).post(PAGE, {"do": "save"}).status_code == 403
    assert signed_in(binh).get(PAGE).status_code == 404


def test_a_counted_session_only_shows(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    VotingSession.objects.filter(pk=session.pk).update(state=SessionState.COUNTED)
    client = signed_in(an)
    assert "Lưu hồ sơ" not in client.get(PAGE).content.decode()
    values = {"do": "all", "all-kind": "self_report", "all-day": DAY}
    assert client.post(PAGE, values).status_code == 422
    assert not DossierItem.objects.exists()


def test_the_sessions_page_says_what_is_missing(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    page = signed_in(an).get(PAGE.removesuffix("ho-so/")).content.decode()
    assert "đã nhận 0/3, còn thiếu 3, hạn 21/06/2028" in page
    assert PAGE in page


def test_the_number_of_queries_is_fixed(
    an: User, signed_in: SignedIn, session: VotingSession, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(an)
    with django_assert_max_num_queries(14):
        client.get(PAGE)
