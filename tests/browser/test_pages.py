"""Every page of a campaign in the middle of its work, in a real browser: accessible, quiet, no wider than a phone."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from ballots.models import Bundle, Reopening
from campaigns.models import Decision, Eligibility, Venue
from config.accounts.models import User
from reports.demonstration import load
from tests.browser.conftest import PHONE, Visitor
from tests.browser.voters import BrowserVoter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CAMPAIGN = "/dot/LP2028/"
CASES = f"{CAMPAIGN}doi-tuong/"
MEETINGS = f"{CAMPAIGN}hoi-nghi/"
SESSION = f"{MEETINGS}HN-DU002/"
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
    "/quy-dinh/QD96/1/",
    "/xac-minh/",
    "/nhap-ket-qua/",
    f"{MEETINGS}HN-HDND/bo-phieu-tin-nhiem/",
    f"{MEETINGS}HN-HDND/kiem-phieu/cac-lan/",
    f"{MEETINGS}HN-HDND/man-hinh/",
    f"{MEETINGS}HN-HDND-BP1/",
    f"{MEETINGS}HN-HDND-BP1/ket-qua/",
    f"{MEETINGS}HN-S02-DT1/dien-tap/",
    f"{MEETINGS}HN-S06/man-hinh/",
    f"{MEETINGS}HN-S06/diem-danh/",
    f"{MEETINGS}HN-S06/so-phieu/",
)
# Those that the README shows.
PICTURES = {
    f"{MEETINGS}HN-HDND/man-hinh/": "hall",
    f"{MEETINGS}HN-S03/": "day",
    f"{MEETINGS}HN-S05/diem-danh/": "check-in",
    f"{MEETINGS}HN-S03/kiem-phieu/bo-phieu/": "bundles",
    f"{MEETINGS}HN-HDND/kiem-phieu/cac-lan/": "versions",
    f"{MEETINGS}HN-S08/hom-phieu/": "box",
}
# What only the counting board, its clerks and the second person see.
OF_CHI = (
    f"{MEETINGS}HN-S03/",
    f"{MEETINGS}HN-S03/kiem-phieu/",
    f"{MEETINGS}HN-S03/bien-ban/",
    f"{MEETINGS}HN-S01/kiem-phieu/",
    f"{MEETINGS}HN-HDND/kiem-phieu/mo-lai/",
    f"{MEETINGS}HN-HDND/niem-phong/",
    f"{MEETINGS}HN-S07/hom-phieu/",
    f"{MEETINGS}HN-S08/hom-phieu/",
    f"{MEETINGS}HN-S08/hom-phieu/may/",
)
OF_DUNG = (f"{MEETINGS}HN-S03/kiem-phieu/bo-phieu/", f"{MEETINGS}HN-S05/diem-danh/")
OF_EM = (f"{MEETINGS}HN-S01/kiem-phieu/nhap-so-lieu/",)
OF_KHANH = (f"{MEETINGS}HN-HDND-BP1/niem-phong/", f"{MEETINGS}HN-TU/")


def test_pages_of_staff_and_of_the_approver(visitor: Any) -> None:
    load()
    an = visitor(User.objects.get(username="an"))
    for page in (*PAGES, *_single_cases()):
        _look(an, page)
        assert an.page.locator("h1").count() == 1, page
    khanh = visitor(User.objects.get(username="khanh"))
    waiting = Decision.objects.get(kind=Decision.Kind.OVERRIDE)
    for page in (
        f"{CAMPAIGN}danh-sach/thay-doi/",
        f"{CASES}cho-xac-nhan/",
        f"{CASES}quyet-dinh/{waiting.pk}/xac-nhan/",
        *OF_KHANH,
        f"{MEETINGS}HN-TU/kiem-phieu/mo-lai/{Reopening.objects.get(state=Reopening.State.PROPOSED).pk}/",
    ):
        khanh.go(page).check_page()


def test_pages_of_the_counting_board_and_its_clerks(visitor: Any) -> None:
    load()
    bundles = {bundle.number: bundle.pk for bundle in Bundle.objects.all()}
    places = {
        "chi": (*OF_CHI, f"{MEETINGS}HN-S03/kiem-phieu/bo-phieu/{bundles[2]}/quyet-dinh/"),
        "dung": (*OF_DUNG, f"{MEETINGS}HN-S03/kiem-phieu/bo-phieu/{bundles[3]}/"),
        "em": OF_EM,
    }
    for name, pages in places.items():
        person = visitor(User.objects.get(username=name))
        for page in pages:
            _look(person, page)
            assert person.page.locator("h1").count() == 1, page
            assert person.page.url.endswith(page), page


def test_a_voter_sees_who_is_voted_on_and_what_each_reports(browser: Browser, live_server: LiveServer) -> None:
    box = load()
    context = browser.new_context(locale="vi-VN", viewport=PHONE, reduced_motion="reduce")
    one = BrowserVoter(context, live_server.url, box.address).open(box.codes[0])
    people = one.page.locator("fieldset").count()
    assert people > 0
    expect(one.page.locator("img.face")).to_have_count(people)
    expect(one.page.get_by_role("link", name="Đọc bản tự đánh giá (PDF)")).to_have_count(people)
    one.page.wait_for_function("() => document.querySelector('img.face').naturalWidth")
    one.check_step()
    one.page.locator("label.choice").first.click()
    one.picture("voter")
    context.close()


def _look(visitor: Visitor, page: str) -> None:
    visitor.go(page).check_page()
    if page in PICTURES:
        visitor.picture(PICTURES[page])


def _single_cases() -> tuple[str, ...]:
    """The pages of one verdict, of one official with several venues, and of a unit."""
    verdict = Eligibility.objects.filter(reasons=["new_in_year"]).select_related("appointment").latest("pk")
    venue = Venue.objects.filter(slot=2).latest("pk")
    case = f"{CASES}{verdict.appointment_id}/"
    people = f"/can-bo/{venue.official_id}/", f"/don-vi/{venue.unit_id}/thanh-vien/"
    return case, f"{case}quyet-dinh-khac/", f"{CAMPAIGN}noi-lay-phieu/{venue.official_id}/", *people
