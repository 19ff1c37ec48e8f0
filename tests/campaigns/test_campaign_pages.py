"""The pages of campaigns and of their verdicts."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.actions.eligibility import evaluate_campaign
from campaigns.models import Campaign, CampaignState, Eligibility, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.jobs.models import Job, JobState
from config.jobs.running import run_job
from officials.models import Official, OrganisationUnit

SignIn = Callable[[User], Client]
ENTERED = {"code": "D1", "name": "Đợt một", "year": "2028", "rule_set": "", "vote_on": "", "organiser_code": ""}
ENTERED |= {"plan_number": "", "plan_date": "", "secrecy": "", "deadline": "", "off_term_reason": ""}


def at(name: str, campaign: Campaign) -> str:
    return reverse(name, args=[campaign.code])


def text(response: Any) -> str:
    return str(response.content.decode())


def test_an_empty_list_offers_to_open_a_campaign(an: User, giang: User, signed_in: SignIn) -> None:
    create = reverse("campaign-create")
    assert create in text(signed_in(an).get(reverse("campaign-list")))
    assert create not in text(signed_in(giang).get(reverse("campaign-list")))


def test_the_list_shows_where_each_campaign_stands(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    page = text(signed_in(an).get(reverse("campaign-list")))
    assert at("campaign-detail", small_campaign) in page
    assert "Đang chuẩn bị" in page


def test_the_form_proposes_the_next_mid_term_year(an: User, signed_in: SignIn) -> None:
    page = text(signed_in(an).get(reverse("campaign-create")))
    assert 'value="LPTN-2028"' in page


def test_a_campaign_is_opened(an: User, signed_in: SignIn) -> None:
    response = signed_in(an).post(reverse("campaign-create"), ENTERED | {"vote_on": "2028-07-15"})
    campaign = Campaign.objects.get(code="D1")
    assert response.headers["Location"] == at("campaign-detail", campaign)
    assert (campaign.vote_on, campaign.phases.count()) == (date(2028, 7, 15), 3)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"year": "2027"}, "Năm 2027 không phải năm thứ ba"),
        ({"year": "hai"}, "Ghi năm bằng số"),
        ({"code": "Đợt 1"}, "Chỉ dùng chữ cái không dấu"),
        ({"vote_on": "2028-02-31"}, "Không có ngày này trong lịch"),
        ({"vote_on": "2029-07-01"}, "Ngày phải thuộc năm 2028"),
        ({"organiser_code": "XX"}, "Không có đơn vị “XX”"),
    ],
)
def test_what_cannot_be_stays_on_the_form(an: User, signed_in: SignIn, changes: dict[str, str], sentence: str) -> None:
    response = signed_in(an).post(reverse("campaign-create"), ENTERED | changes)
    assert response.status_code == 200
    assert sentence in text(response)
    assert not Campaign.objects.exists()


def test_a_campaign_may_be_called_like_a_verb(an: User, signed_in: SignIn) -> None:
    page = signed_in(an).post(reverse("campaign-create"), {**ENTERED, "code": "mo"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("campaign-detail", args=["mo"])
    assert "Xét đối tượng" in page.content.decode()


def test_a_year_that_is_not_mid_term_is_taken_with_a_reason(an: User, signed_in: SignIn) -> None:
    signed_in(an).post(reverse("campaign-create"), ENTERED | {"year": "2027", "off_term_reason": "Theo chỉ đạo"})
    assert Campaign.objects.get().off_term_reason == "Theo chỉ đạo"
    assert AuditEvent.objects.get(action="campaign.create").reason == "Theo chỉ đạo"


def test_a_commune_organiser_needs_an_organiser_within_reach(
    binh: User, signed_in: SignIn, commune: OrganisationUnit
) -> None:
    browser = signed_in(binh)
    assert "organiser_code" in browser.post(reverse("campaign-create"), ENTERED).context["form"].errors
    browser.post(reverse("campaign-create"), ENTERED | {"organiser_code": "du001"})
    assert Campaign.objects.get().organiser == commune


def test_the_page_counts_and_leads_to_the_rows(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    response = signed_in(an).get(at("campaign-detail", small_campaign))
    assert (response.context["total"], response.context["voted_on"]) == (7, 5)
    assert f"{at('eligibility-list', small_campaign)}?reason=new_in_year" in text(response)


def test_the_page_takes_a_fixed_number_of_queries(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    def queries() -> int:
        browser = signed_in(an)
        with CaptureQueriesContext(connection) as captured:
            browser.get(at("campaign-detail", small_campaign))
        return len(captured)

    before = queries()
    phase = small_campaign.phases.all()[0]
    unit = OrganisationUnit.objects.first()
    for number in range(12):
        VotingSession.objects.create(
            campaign=small_campaign, phase=phase, unit=unit, code=f"S{number}", name="S", held_at="2028-07-01T01:00Z"
        )
    assert queries() <= before + 1
    assert before <= 20


def test_judging_runs_as_a_job_and_leads_back(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    Eligibility.objects.all().delete()
    response = signed_in(an).post(at("campaign-evaluate", small_campaign))
    job = Job.objects.get()
    assert response.headers["Location"] == reverse("job-detail", args=[job.pk])
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result["subjects"]) == (JobState.DONE, 5)
    assert job.arguments["next"] == at("campaign-detail", small_campaign)


def test_an_approved_list_stands(an: User, signed_in: SignIn, approved_campaign: Campaign) -> None:
    response = signed_in(an).post(at("campaign-evaluate", approved_campaign), follow=True)
    assert "danh sách đã chốt" in text(response)
    assert not Job.objects.exists()


def test_going_back_needs_a_reason(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    Campaign.objects.update(state=CampaignState.LIST_APPROVED)
    browser = signed_in(an)
    assert "Ghi lý do" in text(browser.post(at("campaign-move", small_campaign), {"target": "draft"}, follow=True))
    browser.post(at("campaign-move", small_campaign), {"target": "draft", "reason": "Bổ sung cán bộ"})
    assert Campaign.objects.get().state == CampaignState.DRAFT
    assert AuditEvent.objects.get(action="campaign.state").reason == "Bổ sung cán bộ"


def test_a_disabled_button_says_what_the_guard_says(an: User, signed_in: SignIn, approved_campaign: Campaign) -> None:
    browser = signed_in(an)
    sentence = "Đợt chưa có hội nghị nào."
    page = text(browser.get(at("campaign-detail", approved_campaign)))
    assert sentence in page
    assert 'aria-disabled="true"' in page
    moved = browser.post(at("campaign-move", approved_campaign), {"target": "scheduled"}, follow=True)
    assert sentence in text(moved)


def test_windows_and_the_day_are_edited(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    phase = small_campaign.phases.first()
    assert phase is not None
    entered = {
        "name": "Tên mới",
        "vote_on": "2028-08-01",
        f"phase_{phase.pk}_earliest": "2028-06-01",
        f"phase_{phase.pk}_latest": "2028-12-31",
    }
    signed_in(an).post(at("campaign-edit", small_campaign), entered)
    small_campaign.refresh_from_db()
    phase.refresh_from_db()
    assert (small_campaign.name, small_campaign.evaluated_at) == ("Tên mới", None)
    assert (phase.earliest, phase.latest) == (date(2028, 6, 1), date(2028, 12, 31))
    assert AuditEvent.objects.filter(action__in=["campaign.change", "phase.change"]).count() == 2


def test_a_window_that_ends_before_it_begins_stays_on_the_form(
    an: User, signed_in: SignIn, small_campaign: Campaign
) -> None:
    phase = small_campaign.phases.all()[0]
    assert phase is not None
    window = {f"phase_{phase.pk}_earliest": "2028-06-02", f"phase_{phase.pk}_latest": "2028-06-01"}
    entered = {"name": "Tên", "vote_on": "2028-07-01"} | window
    assert "phải sau ngày sớm nhất" in text(signed_in(an).post(at("campaign-edit", small_campaign), entered))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (
            "",
            ["Lê Văn Bảy", "Trần Thị Tám", "Phạm Văn Chín", "Đỗ Thị Mười", "Ngô Văn Sáu", "Hồ Văn Nghỉ", "Vũ Thị Mới"],
        ),
        ("?q=do+thi+muoi", ["Đỗ Thị Mười"]),
        ("?unit=s01&verdict=yes", ["Ngô Văn Sáu"]),
        ("?title=pho+giam+doc", ["Hồ Văn Nghỉ", "Vũ Thị Mới"]),
        ("?reason=new_in_year", ["Vũ Thị Mới"]),
        ("?verdict=no", ["Hồ Văn Nghỉ", "Vũ Thị Mới"]),
        ("?regime=party", ["Lê Văn Bảy"]),
        ("?q=khong+co+ai", []),
    ],
)
def test_verdicts_are_filtered(
    an: User, signed_in: SignIn, small_campaign: Campaign, query: str, names: list[str]
) -> None:
    rows = signed_in(an).get(at("eligibility-list", small_campaign) + query).context["table"].page.object_list
    assert {row.record.appointment.official.full_name for row in rows} == set(names)


def test_each_reason_is_explained_with_its_citation(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    page = text(signed_in(an).get(at("eligibility-list", small_campaign) + "?verdict=no"))
    assert "<details" in page
    assert "Cán bộ bắt đầu giữ chức vụ này trong năm lấy phiếu" in page
    assert "Căn cứ: Quy định 96-QĐ/TW, Điều 3." in page


def test_the_list_takes_a_fixed_number_of_queries(
    an: User, signed_in: SignIn, campaign: Campaign, imported: None
) -> None:
    def queries() -> int:
        browser = signed_in(an)
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(at("eligibility-list", campaign))
        assert "50</strong>" in text(response)
        return len(captured)

    evaluate_campaign(by=None, campaign=campaign)
    full = queries()
    assert full <= 12
    Eligibility.objects.filter(pk__in=Eligibility.objects.values("pk")[:500]).delete()
    assert queries() == full


def test_the_export_holds_the_rows_found_and_no_formulas(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    Official.objects.filter(full_name="Vũ Thị Mới").update(full_name="=1+1")
    response = signed_in(an).get(at("eligibility-list", small_campaign) + "?verdict=no&format=xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows())
    assert len(rows) == 3
    cell = next(row[1] for row in rows if row[1].value == "=1+1")
    assert cell.data_type == "s"
    assert rows[1][7].value in ("Mới được bổ nhiệm, bầu trong năm", "Đã có thông báo nghỉ hưu")


def test_a_commune_sees_its_own_people_only(
    binh: User, signed_in: SignIn, small_campaign: Campaign, commune: OrganisationUnit
) -> None:
    browser = signed_in(binh)
    page = text(browser.get(at("eligibility-list", small_campaign)))
    assert "Lê Văn Bảy" in page
    assert "Ngô Văn Sáu" not in page
    assert browser.get(at("campaign-detail", small_campaign)).context["total"] == 1
    assert browser.post(at("campaign-evaluate", small_campaign)).status_code == 403
    assert browser.get(at("campaign-edit", small_campaign)).status_code == 403


@pytest.mark.parametrize("name", ["campaign-edit", "campaign-evaluate", "campaign-move"])
def test_who_only_looks_changes_nothing(giang: User, signed_in: SignIn, small_campaign: Campaign, name: str) -> None:
    assert signed_in(giang).post(at(name, small_campaign), {"target": "list_approved"}).status_code == 403


@pytest.mark.parametrize("name", ["campaign-detail", "campaign-edit", "eligibility-list"])
def test_somebody_without_a_role_sees_nothing(ha: User, signed_in: SignIn, small_campaign: Campaign, name: str) -> None:
    assert signed_in(ha).get(at(name, small_campaign)).status_code == 403


def test_a_looker_sees_no_buttons(giang: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    page = text(signed_in(giang).get(at("campaign-detail", small_campaign)))
    assert at("campaign-evaluate", small_campaign) not in page
    assert at("campaign-edit", small_campaign) not in page


def test_an_unknown_campaign_is_not_found(an: User, signed_in: SignIn, db: None) -> None:
    assert signed_in(an).get(reverse("campaign-detail", args=["KHONG-CO"])).status_code == 404
