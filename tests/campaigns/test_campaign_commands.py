"""create_campaign and evaluate, as people and scripts call them."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions.campaigns import BY_COMMAND
from campaigns.models import Campaign, CampaignState, Eligibility, Venue
from config.audit.models import AuditEvent
from officials.models import Appointment
from tests.officials.rosters import TRUTH

pytestmark = pytest.mark.django_db


def opened(*options: str, code: str = "D1", year: str = "2028") -> Campaign:
    call_command("create_campaign", code, "--name", "Đợt thử", "--year", year, *options)
    return Campaign.objects.get(code=code)


def phases(campaign: Campaign) -> list[tuple[str, str, list[str]]]:
    return [(p.kind, str(p.rule_set), p.regimes) for p in campaign.phases.select_related("rule_set")]


def test_three_phases_in_legal_order(capsys: Any) -> None:
    campaign = opened()
    assert phases(campaign) == [
        ("council", "NQ96 phiên bản 2", ["state"]),
        ("party", "QD96 phiên bản 1", ["party"]),
        ("other", "QD96 phiên bản 1", ["other"]),
    ]
    assert (campaign.vote_on, campaign.term, campaign.off_term_reason) == (date(2028, 7, 1), "2025–2030", "")
    assert capsys.readouterr().err == ""
    assert AuditEvent.objects.filter(action="campaign.create").count() == 1


def test_one_phase_of_the_named_rule_set() -> None:
    assert phases(opened("--rule-set", "QD96")) == [("party", "QD96 phiên bản 1", ["party", "other"])]


def test_the_version_in_force_on_1_july_of_the_year() -> None:
    assert phases(opened("--rule-set", "NQ96", year="2023"))[0][1] == "NQ96 phiên bản 1"
    assert phases(opened(code="D2", year="2018"))[0][1] == "NQ85 phiên bản 1"


def test_a_named_rule_set_not_in_force_warns_and_takes_the_nearest_version(capsys: Any) -> None:
    assert phases(opened("--rule-set", "NQ85"))[0][1] == "NQ85 phiên bản 1"
    assert "NQ85 không có hiệu lực vào ngày 01/07/2028" in capsys.readouterr().err


def test_a_year_that_is_not_mid_term_warns_and_is_recorded(capsys: Any) -> None:
    campaign = opened(year="2026")
    assert "Năm 2026 không phải năm thứ ba" in capsys.readouterr().err
    assert campaign.off_term_reason == BY_COMMAND


def test_the_day_may_be_given_either_way_round() -> None:
    assert opened("--on", "15/08/2028").vote_on == date(2028, 8, 15)
    assert opened("--on", "2028-09-02", code="D2").vote_on == date(2028, 9, 2)


@pytest.mark.parametrize(
    ("code", "year", "options", "sentence"),
    [
        ("D1", "2028", ["--rule-set", "XX"], "Không có bộ quy định XX"),
        ("D 1", "2028", [], "Mã đợt “D 1” không dùng được"),
        ("Đ1", "2028", [], "Mã đợt “Đ1” không dùng được"),
        ("D1", "hai", [], "“hai” không phải là năm"),
        ("D1", "28", [], "Năm 28 không hợp lệ"),
        ("D1", "2028", ["--on", "31/02/2028"], "không có trong lịch"),
        ("D1", "2028", ["--on", "2029-01-01"], "phải thuộc năm 2028"),
        ("D1", "2028", ["--name", "  "], "Chưa có tên đợt"),
    ],
)
def test_what_cannot_be_saves_nothing(code: str, year: str, options: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        opened(*options, code=code, year=year)
    assert not Campaign.objects.exists()


def test_a_code_is_used_once() -> None:
    opened()
    with pytest.raises(CommandError, match="Đã có đợt mang mã d1"):
        opened(code="d1")


def test_evaluate_gives_the_truth_of_the_roster(imported: None, capsys: Any) -> None:
    """From the workbook to the verdicts: every reason and every venue."""
    campaign = opened()
    call_command("evaluate", "D1", "--on", "2028-07-01")
    rows = Eligibility.objects.filter(campaign=campaign).values_list(
        "appointment__official__code", "appointment__unit__code", "appointment__title__name", "reasons", "is_subject"
    )
    found = {tuple(row[:3]): (list(row[3]), row[4]) for row in rows}
    assert found == {(r["code"], r["unit"], r["title"]): (r["reasons"], r["venue"]) for r in TRUTH["rows"]}
    venues = set(Venue.objects.filter(campaign=campaign).values_list("official__code", "unit__code"))
    assert venues == {(r["code"], r["unit"]) for r in TRUTH["rows"] if r["venue"]}
    told = capsys.readouterr().out
    asked = Eligibility.objects.exclude(questions=[]).count()
    assert asked
    assert "được lấy phiếu: 335\n" in told
    assert f"tạm tính là được lấy phiếu: {asked}\n" in told


def test_evaluating_again_writes_nothing_and_says_so(imported: None, capsys: Any) -> None:
    opened()
    call_command("evaluate", "D1")
    assert AuditEvent.objects.filter(action="campaign.evaluate").count() == 1
    before = list(Eligibility.objects.order_by("pk").values_list())
    capsys.readouterr()
    call_command("evaluate", "D1")
    assert "Không có gì thay đổi" in capsys.readouterr().out
    assert list(Eligibility.objects.order_by("pk").values_list()) == before
    assert AuditEvent.objects.filter(action="campaign.evaluate").count() == 1


def test_what_changed_is_stored_and_what_is_over_is_dropped(small_campaign: Campaign, capsys: Any) -> None:
    ended, demoted = Appointment.objects.filter(title__name__in=["Bí thư", "Giám đốc"]).order_by("title__name")
    Appointment.objects.filter(pk=ended.pk).update(ended_on=date(2028, 7, 1))
    Appointment.objects.filter(pk=demoted.pk).update(started_on=date(2028, 1, 5))
    call_command("evaluate", small_campaign.code)
    assert "0 kết quả mới, 1 thay đổi, 1 không còn" in capsys.readouterr().out
    assert not Eligibility.objects.filter(appointment=ended).exists()
    assert Eligibility.objects.get(appointment=demoted).reasons == ["new_in_year"]


def test_an_appointment_that_ends_after_the_day_is_judged(small_campaign: Campaign) -> None:
    Appointment.objects.filter(title__name="Bí thư").update(ended_on=date(2028, 7, 2))
    call_command("evaluate", small_campaign.code)
    assert Eligibility.objects.filter(appointment__title__name="Bí thư", is_subject=True).exists()


def test_the_number_of_queries_does_not_grow(small_campaign: Campaign, imported: None) -> None:
    def queries(code: str) -> int:
        opened(code=code)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            call_command("evaluate", code)
        return len(captured)

    many = queries("D2")
    Eligibility.objects.all().delete()
    Appointment.objects.filter(official__code__startswith="MH").delete()
    assert queries("D3") == many <= 21


def test_an_approved_list_stands(small_campaign: Campaign) -> None:
    Campaign.objects.update(state=CampaignState.LIST_APPROVED)
    with pytest.raises(CommandError, match="danh sách đã chốt"):
        call_command("evaluate", small_campaign.code)


def test_an_unknown_campaign_is_told_with_those_there_are(campaign: Campaign) -> None:
    with pytest.raises(CommandError, match=r"Không có đợt nào mang mã XX.*LPTN-2028"):
        call_command("evaluate", "XX")
