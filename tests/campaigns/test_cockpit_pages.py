"""The cockpit: numbers that lead to their sessions, reasons that lead to where they are mended, scope, Excel."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import Campaign, Phase, VotingSession
from campaigns.presenters.cockpit import MENDED_AT, mending_page
from campaigns.rules.lateness import WORDS
from config.accounts.models import User
from officials.models import OrganisationUnit
from tests.conftest import MakeUnit

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGE = "/dot/LPTN-2028/dieu-hanh/"


def plan_in(days: int, campaign: Campaign, unit: OrganisationUnit, kind: str) -> VotingSession:
    """A session of the unit so many days from today."""
    held_at = timezone.now() + timedelta(days=days)
    return create_session(
        by=None,
        phase=Phase.objects.get(campaign=campaign, kind=kind),
        unit=unit,
        units=[unit],
        plan=SessionPlan(f"HN-{unit.code}", f"Hội nghị {unit.name}", held_at),
        reason="Thử",
    )


@pytest.fixture
def planned(
    approved_campaign: Campaign, commune: OrganisationUnit, department: OrganisationUnit, make_unit: MakeUnit
) -> Campaign:
    """Two sessions: a commune's tomorrow, far behind with everything, a department's in a year."""
    for unit, code in ((commune, "TU"), (department, "UBND")):
        unit.parent = make_unit(code, name=f"Cấp trên {code}")
        unit.save()
    plan_in(1, approved_campaign, commune, "party")
    plan_in(365, approved_campaign, department, "other")
    return approved_campaign


def read(browser: Client, query: str = "") -> str:
    response = browser.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_page_lists_what_is_late_with_its_reasons(an: User, signed_in: SignedIn, planned: Campaign) -> None:
    page = read(signed_in(an))
    assert "Muộn, cần xử lý: 1" in page
    assert "Hội nghị Đảng ủy xã Tân Bình 1" in page
    assert "Hội nghị Sở Nội vụ" not in page
    for code in ("not_prepared", "no_board", "no_roll", "no_place", "no_chair", "papers_overdue"):
        assert WORDS[code].label in page
    assert reverse("session-edit", args=["LPTN-2028", "HN-DU001"]) in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?stage=planned", ["DU001", "S01"]),
        ("?stage=planned&unit=UBND", ["S01"]),
        ("?phase=party", ["DU001"]),
        ("?late=no_board", ["DU001"]),
        ("?late=not_held", []),
        ("?late=", ["DU001", "S01"]),
        ("?q=so+noi+vu", ["S01"]),
        ("?stage=sealed", []),
        ("?page=99", ["DU001"]),
        ("?units=x&page=x", ["DU001"]),
        ("?stage=nonsense&late=nothing", ["DU001", "S01"]),
        ("?unit=nowhere", []),
    ],
)
def test_the_list_is_narrowed(an: User, signed_in: SignedIn, planned: Campaign, query: str, found: list[str]) -> None:
    page = read(signed_in(an), query)
    listed = page[page.index('id="list"') :]
    assert [code for code in ("DU001", "S01") if f"/HN-{code}/" in listed] == found


def test_every_number_is_that_of_its_list(an: User, signed_in: SignedIn, planned: Campaign) -> None:
    VotingSession.objects.filter(code="HN-S01").update(state="prepared", printed_at=timezone.now())
    browser = signed_in(an)
    context = browser.get(PAGE).context
    lines = [*context["phases"], *context["unit_lines"]]
    numbers = [n for line in lines for n in (*line.stages, line.total, line.late)] + list(context["pipeline"])
    for number in (*numbers, *context["reasons"]):
        assert browser.get(number.url).context["page"].paginator.count == number.number, number


def test_somebody_with_a_scope_sees_their_part(binh: User, signed_in: SignedIn, planned: Campaign) -> None:
    page = read(signed_in(binh), "?late=")
    assert "HN-DU001" in page
    assert "Sở Nội vụ" not in page
    rows = list(exported(signed_in(binh)))
    assert [row[0] for row in rows] == ["HN-DU001"]


def test_who_only_looks_is_led_to_the_session(giang: User, signed_in: SignedIn, planned: Campaign) -> None:
    page = read(signed_in(giang))
    assert reverse("session-edit", args=["LPTN-2028", "HN-DU001"]) not in page
    assert reverse("session-detail", args=["LPTN-2028", "HN-DU001"]) in page


def test_the_numbers_alone_are_sent_again(an: User, signed_in: SignedIn, planned: Campaign) -> None:
    headers = {"HX-Request": "true", "HX-Target": "numbers"}
    part = signed_in(an).get(PAGE, headers=headers).content.decode()
    assert part.lstrip().startswith('<div id="numbers"')
    assert 'id="list"' not in part
    assert 'id="n-all-planned"' in part


def test_every_link_of_the_numbers_keeps_its_name(an: User, signed_in: SignedIn, planned: Campaign) -> None:
    page = read(signed_in(an))
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_campaign_without_sessions_says_what_to_do(an: User, signed_in: SignedIn, small_campaign: Campaign) -> None:
    assert "Duyệt xong danh sách" in read(signed_in(an))
    Campaign.objects.update(state="list_approved")
    assert "Tạo hội nghị" in read(signed_in(an))


def exported(browser: Client, query: str = "?format=xlsx") -> Iterator[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{PAGE}{query}").content))
    rows: Iterator[tuple[object, ...]] = book["Hội nghị"].iter_rows(values_only=True)
    assert next(rows)[:2] == ("Mã hội nghị", "Tên hội nghị")
    return rows


def test_excel_holds_all_sessions_with_their_warnings(an: User, signed_in: SignedIn, planned: Campaign) -> None:
    late, fine = exported(signed_in(an))
    assert (late[0], late[4], late[10], late[11]) == ("HN-DU001", "Cấp trên TU", "Lên kế hoạch", 1)
    assert isinstance(late[17], int)
    assert late[17] > 0
    assert "Chưa đề xuất ban kiểm phiếu" in str(late[18])
    assert (fine[0], fine[17], fine[18]) == ("HN-S01", 0, None)


def test_excel_of_a_filter_holds_its_sessions(an: User, signed_in: SignedIn, planned: Campaign) -> None:
    rows = exported(signed_in(an), "?unit=UBND&format=xlsx")
    assert [row[0] for row in rows] == ["HN-S01"]


def test_units_that_wait_for_a_session(an: User, signed_in: SignedIn, planned: Campaign) -> None:
    page = signed_in(an).get(f"{PAGE}don-vi-cho/").content.decode()
    assert "Hội đồng nhân dân xã Tân Bình 1" in page
    assert "don-vi=HD001" in page
    assert "Sở Nội vụ" not in page


def test_a_unit_is_late_when_its_phase_is_near(an: User, signed_in: SignedIn, planned: Campaign) -> None:
    Phase.objects.update(earliest=timezone.localdate() + timedelta(days=10))
    panel = signed_in(an).get(f"{PAGE}don-vi-cho/", headers={"HX-Request": "true"}).content.decode()
    assert "20 ngày" in panel
    assert "<html" not in panel


def test_every_warning_has_a_page(planned: Campaign) -> None:
    session = VotingSession.objects.select_related("campaign").get(code="HN-S01")
    assert set(MENDED_AT) == set(WORDS)
    for code in WORDS:
        assert mending_page(code, session, may_plan=True).startswith("/dot/LPTN-2028/hoi-nghi/HN-S01/")
        assert mending_page(code, session, may_plan=False) == "/dot/LPTN-2028/hoi-nghi/HN-S01/"


def test_the_campaigns_page_leads_there(giang: User, signed_in: SignedIn, planned: Campaign) -> None:
    assert PAGE in signed_in(giang).get("/dot/LPTN-2028/").content.decode()


def test_printing_is_marked_on_the_sessions_page(chi: User, signed_in: SignedIn, planned: Campaign) -> None:
    VotingSession.objects.update(state="prepared")
    browser, page = signed_in(chi), "/dot/LPTN-2028/hoi-nghi/HN-S01/"
    assert "Đã in phiếu" in browser.get(page).content.decode()
    browser.post(f"{page}buoc/", {"target": "printed"})
    assert VotingSession.objects.get(code="HN-S01").printed_at is not None
    assert "Phiếu đã in, đánh dấu lúc" in browser.get(page).content.decode()
