"""Every page of a campaign in the middle of its work, in a real browser: accessible, quiet, no wider than a phone."""

from typing import Any

import pytest

from campaigns.models import Decision, Eligibility, Venue
from config.accounts.models import User
from reports.demonstration import PASSWORD, load
from tests.conftest import PASSWORD as TEST_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CAMPAIGN = "/dot/LP2028/"
CASES = f"{CAMPAIGN}doi-tuong/"
SESSION = f"{CAMPAIGN}hoi-nghi/HN-DU002/"
PAGES = (
    "/",
    "/tim/?q=tan+binh",
    "/quy-dinh/QD96/1/phien-ban-moi/",
    "/nhap-thanh-vien/",
    CAMPAIGN,
    f"{CAMPAIGN}sua/",
    f"{CAMPAIGN}sao/",
    f"{CAMPAIGN}doi-tuong/?reason=over_two_venues",
    f"{CAMPAIGN}noi-lay-phieu/",
    f"{CAMPAIGN}danh-sach/",
    f"{CAMPAIGN}danh-sach/thay-doi/",
    f"{CAMPAIGN}lich/?thang=2028-07",
    f"{CAMPAIGN}lich/danh-sach/",
    f"{CAMPAIGN}nhac-ho-so/?days=all",
    f"{CAMPAIGN}dieu-hanh/",
    f"{CAMPAIGN}lap-hoi-nghi/council/",
    SESSION,
    f"{SESSION}sua/",
    f"{SESSION}nguoi-ghi-phieu/",
    f"{SESSION}nguoi-ghi-phieu/them/",
    f"{SESSION}nguoi-ghi-phieu/nhap/",
    f"{SESSION}ban-kiem-phieu/",
    f"{SESSION}dien-tap/",
    f"{SESSION}kiem-phieu/cac-lan/",
    f"{CAMPAIGN}ket-qua/sat-nguong/",
    f"{SESSION}diem-danh/",
    f"{SESSION}man-hinh/",
    f"{SESSION}cong-bo/",
    f"{SESSION}ho-so/",
    f"{SESSION}so-phieu/",
    f"{SESSION}bo-giay-to/",
)


def test_pages_of_staff_and_of_the_approver(visitor: Any) -> None:
    load()
    _let_in("an", "khanh")
    an = visitor(User.objects.get(username="an"))
    for page in (*PAGES, *_single_cases()):
        an.go(page).check_page()
        assert an.page.locator("h1").count() == 1, page
    khanh = visitor(User.objects.get(username="khanh"))
    waiting = Decision.objects.get(kind=Decision.Kind.OVERRIDE)
    for page in (
        f"{CAMPAIGN}danh-sach/thay-doi/",
        f"{CASES}cho-xac-nhan/",
        f"{CASES}quyet-dinh/{waiting.pk}/xac-nhan/",
    ):
        khanh.go(page).check_page()


def _let_in(*usernames: str) -> None:
    """The cast of the tests has another password than the demonstration."""
    assert PASSWORD != TEST_PASSWORD
    for user in User.objects.filter(username__in=usernames):
        user.set_password(TEST_PASSWORD)
        user.save()


def _single_cases() -> tuple[str, ...]:
    """The pages of one verdict, of one official with several venues, and of a unit."""
    verdict = Eligibility.objects.filter(reasons=["new_in_year"]).select_related("appointment").latest("pk")
    venue = Venue.objects.filter(slot=2).latest("pk")
    case = f"{CASES}{verdict.appointment_id}/"
    people = f"/can-bo/{venue.official_id}/", f"/don-vi/{venue.unit_id}/thanh-vien/"
    return case, f"{case}quyet-dinh-khac/", f"{CAMPAIGN}noi-lay-phieu/{venue.official_id}/", *people
