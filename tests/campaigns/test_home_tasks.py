"""What a campaign waits for, on everybody's first page."""

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.utils import timezone

from campaigns.actions.decisions import Override, propose_override
from campaigns.models import Campaign, Eligibility
from config.accounts.models import User

SignedIn = Callable[[User], Client]


def home(browser: Client) -> str:
    return browser.get("/").content.decode()


def test_a_campaign_waits_for_whose_turn_it_is(
    an: User, khanh: User, giang: User, small_campaign: Campaign, signed_in: SignedIn
) -> None:
    organiser, approver = signed_in(an), signed_in(khanh)
    assert "Trình danh sách" in home(organiser)
    Campaign.objects.update(evaluated_at=None)
    assert "Xét đối tượng lấy phiếu" in home(organiser)
    assert "Duyệt danh sách" not in home(approver)
    Campaign.objects.update(evaluated_at=timezone.now(), state="list_submitted")
    assert "Duyệt danh sách" in home(approver)
    assert "Trình danh sách" not in home(organiser)
    assert "Duyệt danh sách" not in home(signed_in(giang))


def test_open_cases_and_overrides_are_counted(
    an: User, khanh: User, small_campaign: Campaign, signed_in: SignedIn
) -> None:
    listed = Eligibility.objects.filter(campaign=small_campaign, is_subject=True)
    first = listed.select_related("appointment").earliest("pk")
    override = Override(is_subject=False, reason="Thôi giữ chức", number="1-QĐ", day=date(2026, 1, 5), authority="TU")
    propose_override(by=an, campaign=small_campaign, appointment=first.appointment, override=override)
    assert "Xác nhận 1 quyết định" in home(signed_in(khanh))
    assert "Xác nhận 1 quyết định" not in home(signed_in(an)), "nobody confirms what they recorded"
    listed.filter(pk=first.pk).update(questions=["acting_post"])
    assert "Quyết định 1 trường hợp cần xét" in home(signed_in(an))
