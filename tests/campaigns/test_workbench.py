"""The workbench of verdicts: totals, filters, bulk decisions, and the pages of single cases."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.decisions import Override, answer_cases, confirm_override, propose_override
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import Campaign, CampaignState, Decision, Eligibility, PhaseKind
from campaigns.queries.eligibility import counted, totals_of
from campaigns.queries.laws import laws_of_lists
from config.accounts.models import User
from officials.models import Appointment, Official, OrganisationUnit
from tests.campaigns.conftest import approve

SignIn = Callable[[User], Client]
OUT = Override(False, "Đang xem xét kỷ luật", "15-QĐ/TU", date(2026, 5, 2), "Ban Thường vụ Tỉnh ủy")
PAPER = {"result": "no", "number": "15-QĐ/TU", "day": "2026-05-02", "authority": "Ban Thường vụ", "reason": "Kỷ luật"}


def held(name: str) -> Appointment:
    return Appointment.objects.select_related("unit", "official", "title").get(official__full_name=name)


def rows_at(campaign: Campaign, query: str = "") -> str:
    return reverse("eligibility-list", args=[campaign.code]) + query


def case_at(campaign: Campaign, name: str, page: str = "case-detail") -> str:
    return reverse(page, args=[campaign.code, held(name).pk])


def names(response: Any) -> list[str]:
    return [row.record.appointment.official.full_name for row in response.context["table"].page.object_list]


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def waiting(an: User, asked: Campaign) -> Decision:
    """An override of an that waits for a second person."""
    return propose_override(by=an, campaign=asked, appointment=held("Ngô Văn Sáu"), override=OUT)


@pytest.fixture
def confirmed(khanh: User, waiting: Decision) -> Decision:
    return confirm_override(by=khanh, decision=waiting)


@pytest.fixture
def desk(an: User, signed_in: SignIn) -> Client:
    return signed_in(an)


class TestTheHead:
    def test_the_numbers_kept_are_those_counted(self, an: User, asked: Campaign, confirmed: Decision) -> None:
        """After evaluating, an override, and an evaluation that finds nothing new but wrong numbers."""
        for spoilt in (False, True):
            if spoilt:
                Campaign.objects.update(verdict_counts=[])
                evaluate_campaign(by=an, campaign=asked)
            kept = Campaign.objects.get().verdict_counts
            assert kept == [list(group) for group in counted(Eligibility.objects.filter(campaign=asked))]
            assert totals_of(kept).total == 10
            assert not list(laws_of_lists())

    def test_a_refusal_is_said_where_nothing_is_left_to_decide(self, an: User, desk: Client, asked: Campaign) -> None:
        posts = list(Eligibility.objects.exclude(questions=[]).values_list("appointment", flat=True))
        answer_cases(by=an, campaign=asked, appointments=posts, is_subject=True, reason="Đã quyết định")
        response = desk.post(rows_at(asked), {"result": "no", "reason": "Muộn", "chosen": posts})
        assert (response.status_code, response.context["table"].form) == (422, None)
        assert "Không có chức vụ nào đang chờ quyết định" in text(response)

    def test_totals_lead_to_their_rows(self, desk: Client, asked: Campaign, waiting: Decision) -> None:
        response = desk.get(rows_at(asked))
        totals = response.context["totals"]
        assert (totals.total, totals.subjects, totals.asked, response.context["unconfirmed"]) == (10, 8, 3, 1)
        lines = [*response.context["reasons"], *response.context["questions"]]
        for line in lines:
            assert len(names(desk.get(line.url))) == line.number
        assert {line.label for line in lines} == {
            "Đã có thông báo nghỉ hưu",
            "Mới được bổ nhiệm, bầu trong năm",
            "Giao quyền, phụ trách",
        }
        assert f"{rows_at(asked)}?question=any" in text(response)

    def test_the_bars_hold_everybody_once(self, desk: Client, asked: Campaign) -> None:
        response = desk.get(rows_at(asked))
        assert sum(share.number for share in response.context["shares"]) == 10
        for share in response.context["shares"]:
            assert sum(part[2] for part in share.parts) == share.number
            assert share.words in text(response)

    def test_a_commune_sees_its_own_numbers(self, binh: User, signed_in: SignIn, asked: Campaign) -> None:
        response = signed_in(binh).get(rows_at(asked))
        assert response.context["totals"].total == 2
        assert "trong phạm vi của tài khoản" in text(response)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?question=any", ["An Văn Quyền", "Bế Thị Quyền", "Cao Văn Quyền"]),
        ("?question=acting_post&unit=s01", ["An Văn Quyền", "Bế Thị Quyền"]),
        ("?question=reappointed_in_year", []),
        ("?decision=waiting", ["Ngô Văn Sáu"]),
        ("?decision=override", []),
        ("?decision=answer", []),
    ],
)
def test_rows_are_found_by_question_and_decision(
    desk: Client, asked: Campaign, waiting: Decision, query: str, found: list[str]
) -> None:
    assert set(names(desk.get(rows_at(asked, query)))) == set(found)


@pytest.mark.parametrize(
    "query", ["?reason=xx", "?question=xx", "?decision=xx", "?verdict=xx", "?page=0", "?page=9999"]
)
def test_an_address_that_nobody_wrote_still_gives_rows(desk: Client, asked: Campaign, query: str) -> None:
    assert len(names(desk.get(rows_at(asked, query)))) == 10


def test_the_order_is_that_of_offices_or_of_given_names(desk: Client, asked: Campaign) -> None:
    by_office = names(desk.get(rows_at(asked)))
    assert by_office[:2] == ["Lê Văn Bảy", "Cao Văn Quyền"]
    by_name = names(desk.get(rows_at(asked, "?sort=name")))
    officials = Official.objects.order_by("sort_key", "code").values_list("full_name", flat=True)
    assert by_name == list(officials)
    assert names(desk.get(rows_at(asked, "?sort=-name"))) == by_name[::-1]


def test_a_name_that_changes_is_sorted_anew_at_the_next_evaluation(desk: Client, asked: Campaign) -> None:
    official = Official.objects.get(full_name="Vũ Thị Mới")
    official.full_name = "Vũ Thị Ân"
    official.save()
    evaluate_campaign(by=None, campaign=asked)
    assert names(desk.get(rows_at(asked, "?sort=name")))[0] in ("An Văn Quyền", "Vũ Thị Ân")


def test_all_pages_together_hold_every_row_once(desk: Client, campaign: Campaign, imported: None) -> None:
    evaluate_campaign(by=None, campaign=campaign)
    pages = -(-Eligibility.objects.count() // 50)
    for query, field in (("?sort=post", "by_office"), ("?sort=name", "by_name")):
        seen: list[int] = []
        for page in range(1, pages + 1):
            rows = desk.get(rows_at(campaign, f"{query}&page={page}")).context["table"].page.object_list
            seen += [row.record.pk for row in rows]
        assert seen == list(Eligibility.objects.order_by(field).values_list("pk", flat=True))


class TestDecidingMany:
    def post(self, desk: Client, campaign: Campaign, query: str = "", **data: Any) -> Any:
        entered = {"result": "yes", "reason": "Đủ điều kiện"} | data
        return desk.post(rows_at(campaign, query), entered, follow=True)

    def test_only_rows_that_ask_have_a_box(self, desk: Client, asked: Campaign) -> None:
        boxes = re.findall(r'name="chosen" value="(\d+)"', text(desk.get(rows_at(asked))))
        assert set(map(int, boxes)) == {held(f"{name} Quyền").pk for name in ("An Văn", "Bế Thị", "Cao Văn")}

    def test_the_ticked_rows_are_decided(self, desk: Client, asked: Campaign) -> None:
        chosen = [held("An Văn Quyền").pk, held("Bế Thị Quyền").pk, held("Ngô Văn Sáu").pk]
        page = text(self.post(desk, asked, chosen=chosen))
        assert "Đã quyết định 2 chức vụ: lấy phiếu. 1 dòng đã chọn không chờ quyết định" in page
        assert Eligibility.objects.exclude(questions=[]).count() == 1

    def test_all_rows_of_the_filter_are_decided(self, desk: Client, asked: Campaign) -> None:
        response = self.post(desk, asked, "?unit=s01", everything="on", waiting="2", result="no")
        assert response.redirect_chain[-1][0] == rows_at(asked, "?unit=s01")
        assert "Đã quyết định 2 chức vụ: không lấy phiếu. 3 dòng đã chọn không chờ quyết định" in text(response)
        assert Decision.objects.filter(is_subject=False).count() == 2

    def test_all_rows_are_those_that_were_seen(self, desk: Client, asked: Campaign) -> None:
        response = self.post(desk, asked, everything="on", waiting="2")
        assert response.status_code == 422
        assert "vừa thay đổi" in text(response)
        assert not Decision.objects.exists()

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"chosen": []}, "Chưa chọn chức vụ nào"),
            ({"result": ""}, "Chọn lấy phiếu hay không lấy phiếu"),
            ({"reason": " "}, "Ghi lý do quyết định"),
            ({"reason": "x" * 501}, "500"),
            ({"chosen": ["x", "", "9" * 40]}, "Chưa chọn chức vụ nào"),
            ({"chosen": ["9" * 18]}, "Không có chức vụ nào đang chờ quyết định"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_lost(
        self, desk: Client, asked: Campaign, data: dict[str, Any], sentence: str
    ) -> None:
        mine = held("An Văn Quyền").pk
        response = self.post(desk, asked, **({"chosen": [mine]} | data))
        assert response.status_code == 422
        page = text(response)
        assert sentence in page
        assert ("chosen" in data) or f'value="{mine}" form="decide" checked' in page
        assert ("reason" in data) or 'value="Đủ điều kiện"' in page
        assert not Decision.objects.exists()

    def test_who_only_looks_has_no_boxes(self, giang: User, signed_in: SignIn, asked: Campaign) -> None:
        browser = signed_in(giang)
        page = text(browser.get(rows_at(asked)))
        assert 'name="chosen"' not in page
        assert "Đồng chí chỉ xem" in page
        assert browser.post(rows_at(asked), {"chosen": [held("An Văn Quyền").pk]}).status_code == 403

    def test_a_commune_decides_in_its_own_campaign_only(
        self, binh: User, signed_in: SignIn, asked: Campaign, commune: OrganisationUnit
    ) -> None:
        browser, own = signed_in(binh), held("Cao Văn Quyền").pk
        page = text(browser.get(rows_at(asked)))
        assert "cần quyền đối với cơ quan tổ chức" in page
        assert 'name="chosen"' not in page
        assert self.post(browser, asked, chosen=[own]).status_code == 403
        Campaign.objects.update(organiser=commune)
        assert self.post(browser, asked, chosen=[held("An Văn Quyền").pk]).status_code == 403
        response = self.post(browser, asked, everything="on", waiting="1")
        assert "Đã quyết định 1 chức vụ" in text(response)

    def test_a_list_that_awaits_approval_has_no_boxes(self, desk: Client, asked: Campaign) -> None:
        Campaign.objects.update(state=CampaignState.LIST_SUBMITTED)
        page = text(desk.get(rows_at(asked)))
        assert 'name="chosen"' not in page
        assert "Rút lại danh sách trước" in page


class TestOneCase:
    def test_the_page_shows_the_question_and_takes_the_answer(self, desk: Client, asked: Campaign) -> None:
        page = text(desk.get(case_at(asked, "An Văn Quyền")))
        assert "Cán bộ được giao quyền hoặc phụ trách" in page
        assert "Căn cứ: Quy định 96-QĐ/TW, Điều 3." in page
        done = desk.post(case_at(asked, "An Văn Quyền"), {"result": "no", "reason": "Chưa giữ chính thức"}, follow=True)
        assert "Đã ghi quyết định." in text(done)
        assert not Eligibility.objects.get(appointment=held("An Văn Quyền")).is_subject
        again = desk.post(case_at(asked, "An Văn Quyền"), {"result": "no", "reason": "Lần nữa"})
        assert again.status_code == 422

    def test_an_override_is_recorded_confirmed_and_withdrawn(
        self, desk: Client, khanh: User, signed_in: SignIn, asked: Campaign
    ) -> None:
        written = desk.post(case_at(asked, "Ngô Văn Sáu", "override-create"), PAPER, follow=True)
        assert "Văn bản số 15-QĐ/TU ngày 02/05/2026 của Ban Thường vụ" in text(written)
        assert "không tự xác nhận" in text(written)
        decision = Decision.objects.get()
        confirm = reverse("decision-confirm", args=[asked.code, decision.pk])
        assert confirm not in text(written)
        second = signed_in(khanh)
        assert confirm in text(second.get(reverse("override-list", args=[asked.code])))
        assert "Đối chiếu với văn bản" in text(second.get(confirm))
        assert "Đã xác nhận" in text(second.post(confirm, follow=True))
        withdraw = reverse("decision-withdraw", args=[asked.code, decision.pk])
        assert "bắt buộc" in text(desk.post(withdraw, {"reason": ""}))
        assert "Đã rút quyết định" in text(desk.post(withdraw, {"reason": "Ghi nhầm"}, follow=True))
        assert Eligibility.objects.get(appointment=held("Ngô Văn Sáu")).is_subject

    @pytest.mark.parametrize("missing", ["result", "number", "day", "authority", "reason"])
    def test_an_override_without_its_document_stays_on_the_form(
        self, desk: Client, asked: Campaign, missing: str
    ) -> None:
        response = desk.post(case_at(asked, "Ngô Văn Sáu", "override-create"), {**PAPER, missing: ""})
        assert response.status_code == 422
        assert missing in response.context["form"].errors
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("day", ["2099-01-01", "0020-05-02", "2026-02-31", "hôm qua"])
    def test_a_day_that_cannot_be_stays_on_the_form(self, desk: Client, asked: Campaign, day: str) -> None:
        response = desk.post(case_at(asked, "Ngô Văn Sáu", "override-create"), {**PAPER, "day": day})
        assert response.status_code == 422
        assert not Decision.objects.exists()

    def test_who_recorded_it_cannot_confirm_it(self, desk: Client, asked: Campaign, waiting: Decision) -> None:
        confirm = reverse("decision-confirm", args=[asked.code, waiting.pk])
        assert "không xác nhận được" in text(desk.get(confirm))
        assert "không tự xác nhận" in text(desk.post(confirm, follow=True))

    def test_the_second_person_records_nothing(
        self, khanh: User, signed_in: SignIn, asked: Campaign, waiting: Decision
    ) -> None:
        browser = signed_in(khanh)
        assert browser.get(case_at(asked, "Lê Văn Bảy", "override-create")).status_code == 403
        assert browser.post(case_at(asked, "An Văn Quyền"), {"result": "no", "reason": "x"}).status_code == 403
        turn_down = reverse("decision-withdraw", args=[asked.code, waiting.pk])
        assert "Đã rút quyết định" in text(browser.post(turn_down, {"reason": "Thiếu căn cứ"}, follow=True))

    def test_a_commune_reaches_its_own_cases_only(self, binh: User, signed_in: SignIn, waiting: Decision) -> None:
        browser, campaign = signed_in(binh), waiting.campaign
        assert browser.get(case_at(campaign, "Cao Văn Quyền")).status_code == 200
        assert browser.get(case_at(campaign, "Ngô Văn Sáu")).status_code == 404
        assert browser.get(reverse("decision-confirm", args=[campaign.code, waiting.pk])).status_code == 404
        assert "Không có quyết định nào chờ" in text(browser.get(reverse("override-list", args=[campaign.code])))

    @pytest.mark.parametrize("page", ["case-detail", "override-create", "decision-confirm", "decision-withdraw"])
    def test_a_number_that_nobody_has_is_not_found(self, desk: Client, asked: Campaign, page: str) -> None:
        assert desk.get(reverse(page, args=[asked.code, 10**25])).status_code == 404


class TestWhereverTheVerdictIs:
    def test_the_list_shows_the_document_and_the_people(
        self, desk: Client, asked: Campaign, confirmed: Decision
    ) -> None:
        page = text(desk.get(rows_at(asked, "?decision=override")))
        assert "Văn bản số 15-QĐ/TU ngày 02/05/2026 của Ban Thường vụ Tỉnh ủy" in page
        assert "Nguyễn Thị An ghi lúc" in page
        assert "Lý Quốc Khánh xác nhận lúc" in page
        assert "Theo quy định chung: được lấy phiếu" in page

    def test_the_export_has_its_columns(self, desk: Client, asked: Campaign, confirmed: Decision) -> None:
        response = desk.get(rows_at(asked, "?format=xlsx"))
        sheet = load_workbook(io.BytesIO(response.content)).active
        headings, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found = {row[1]: dict(zip(headings, row, strict=True)) for row in rows}
        mine = found["Ngô Văn Sáu"]
        assert (mine["Theo quy định"], mine["Quyết định riêng"]) == ("Được lấy phiếu", "Không lấy phiếu")
        assert (mine["Số văn bản"], mine["Ngày"].date()) == ("15-QĐ/TU", date(2026, 5, 2))
        assert (mine["Người ghi"], mine["Người xác nhận"]) == ("Nguyễn Thị An", "Lý Quốc Khánh")
        assert found["An Văn Quyền"]["Cần quyết định"] == "Giao quyền, phụ trách"

    def test_the_officials_page_has_a_panel(self, desk: Client, asked: Campaign, confirmed: Decision) -> None:
        official = held("Ngô Văn Sáu").official
        panel = reverse("official-verdicts", args=[official.pk])
        assert f'hx-get="{panel}"' in text(desk.get(reverse("official-detail", args=[official.pk])))
        create_campaign(by=None, plan=CampaignPlan("D2", "Đợt khác", 2028))
        for headers in ({}, {"HX-Request": "true"}):
            page = text(desk.get(panel, headers=headers))
            assert "Văn bản số 15-QĐ/TU" in page
            assert asked.name in page
        assert "<html" not in page

    def test_the_panel_stays_within_the_scope(self, binh: User, signed_in: SignIn, asked: Campaign) -> None:
        browser = signed_in(binh)
        own, other = held("Cao Văn Quyền").official, held("Ngô Văn Sáu").official
        assert asked.name in text(browser.get(reverse("official-verdicts", args=[own.pk])))
        assert browser.get(reverse("official-verdicts", args=[other.pk])).status_code == 404

    def test_the_ballot_names_the_document(
        self, desk: Client, an: User, khanh: User, asked: Campaign, department: OrganisationUnit
    ) -> None:
        answer_cases(
            by=an,
            campaign=asked,
            appointments=[held(name).pk for name in ("An Văn Quyền", "Bế Thị Quyền", "Cao Văn Quyền")],
            is_subject=False,
            reason="Chưa giữ chính thức",
        )
        approve(asked)
        session = create_session(
            by=an,
            phase=asked.phases.get(kind=PhaseKind.OTHER),
            unit=department,
            units=[department],
            plan=SessionPlan(code="HN", name="Hội nghị", held_at=datetime(2028, 7, 3, 8, tzinfo=UTC)),
            reason="",
        )
        address = reverse("session-detail", args=[asked.code, session.code])
        assert "15-QĐ/TU" not in text(desk.get(address))
        propose_override(by=an, campaign=asked, appointment=held("Ngô Văn Sáu"), override=OUT)
        assert "Văn bản số 15-QĐ/TU ngày 02/05/2026 của Ban Thường vụ Tỉnh ủy (chờ xác nhận)" in text(desk.get(address))

    def test_a_decision_that_the_approved_list_has_not_taken_up_says_so(
        self, desk: Client, an: User, khanh: User, small_campaign: Campaign
    ) -> None:
        approve(small_campaign)
        made = propose_override(by=an, campaign=small_campaign, appointment=held("Ngô Văn Sáu"), override=OUT)
        confirm_override(by=khanh, decision=made)
        page = text(desk.get(rows_at(small_campaign, "?decision=override")))
        assert "chưa theo quyết định này" in page


def test_more_decisions_take_no_more_queries(desk: Client, an: User, asked: Campaign) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    pages = [rows_at(asked), reverse("override-list", args=[asked.code])]
    propose_override(by=an, campaign=asked, appointment=held("Ngô Văn Sáu"), override=OUT)
    before = [queries(page) for page in pages]
    for name in ("Lê Văn Bảy", "Trần Thị Tám", "Phạm Văn Chín"):
        propose_override(by=an, campaign=asked, appointment=held(name), override=OUT)
    assert [queries(page) for page in pages] == before
