"""Opening a campaign after the model of an earlier one, and what an archived one refuses."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from campaigns.actions.campaigns import CampaignPlan, edit_campaign, move_campaign
from campaigns.actions.copying import copy_campaign, model_for, shifted
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.models import Campaign, CampaignState, Phase, RuleSet, VotingSession
from campaigns.rules.spreading import Spread
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Official, OrganisationUnit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SignIn = Callable[[User], Client]
PLAN = CampaignPlan("LPTN-2033", "Lấy phiếu tín nhiệm năm 2033", 2033)


@pytest.fixture
def source(approved_campaign: Campaign) -> Campaign:
    """With windows, an organiser and the sessions of one phase, led by somebody, at an hour of its own."""
    Phase.objects.filter(campaign=approved_campaign, kind="party").update(
        earliest=date(2028, 2, 29), latest=date(2028, 7, 31)
    )
    approved_campaign.organiser = OrganisationUnit.objects.get(code="S01")
    approved_campaign.save()
    phase = approved_campaign.phases.get(kind="party")
    pattern = Pattern(Spread.at(datetime(2028, 7, 5, 15)), place="Hội trường {đơn vị}", minutes_long=90)
    create_sessions(by=None, phase=phase, pattern=pattern)
    chair = Official.objects.get(full_name="Ngô Văn Sáu")
    VotingSession.objects.update(chair=chair.full_name, chair_official=chair)
    return approved_campaign


def test_phases_windows_and_rules_are_taken_over(source: Campaign, an: User) -> None:
    made = copy_campaign(by=an, source=source, plan=PLAN)
    assert made.copied_from == source
    assert [phase.kind for phase in made.phases.all()] == ["council", "party", "other"]
    party = made.phases.get(kind="party")
    assert (party.earliest, party.latest) == (date(2033, 2, 28), date(2033, 7, 31))
    assert party.rule_set == RuleSet.objects.get(code="QD96")
    assert not made.sessions.exists()
    assert AuditEvent.objects.filter(action="campaign.copy", object_id=str(made.pk)).exists()


def test_a_campaign_of_one_phase_stays_one(source: Campaign) -> None:
    source.eligibilities.exclude(phase__kind="party").delete()
    source.phases.exclude(kind="party").delete()
    assert [phase.rule_set.code for phase in copy_campaign(by=None, source=source, plan=PLAN).phases.all()] == ["QD96"]


def test_what_cannot_be_taken_over_is_said(source: Campaign, an: User, signed_in: SignIn) -> None:
    OrganisationUnit.objects.filter(code__in=["S01", "DU001"]).update(valid_until=date(2030, 1, 1))
    source.refresh_from_db()
    old = RuleSet.objects.get(code="NQ85")
    source.phases.filter(kind="council").update(rule_set=old)
    model = model_for(source, 2033)
    assert (model.organiser, model.organiser_ended) == (None, True)
    assert [unit.code for unit in model.units_ended] == ["DU001"]
    (rules,) = model.other_rules
    assert {"dossier_days", "base"} <= set(rules.differing)
    page = signed_in(an).get(f"/dot/{source.code}/sao/").content.decode()
    assert "Sở Nội vụ đã kết thúc hoạt động nên không còn là cơ quan tổ chức" in page
    assert "1 đơn vị có hội nghị ở đợt trước đã kết thúc hoạt động" in page
    assert "thay cho NQ85 phiên bản 1; khác ở:" in page


def test_an_organiser_that_has_ended_is_refused(source: Campaign) -> None:
    unit = OrganisationUnit.objects.get(code="S01")
    OrganisationUnit.objects.filter(pk=unit.pk).update(tier="district")
    unit.refresh_from_db()
    plan = CampaignPlan("LPTN-2033", "Đợt 2033", 2033, organiser=unit)
    with pytest.raises(Refused, match="đã kết thúc hoạt động"):
        copy_campaign(by=None, source=source, plan=plan)
    assert not Campaign.objects.filter(code="LPTN-2033").exists()


def test_the_page_opens_the_campaign(source: Campaign, an: User, signed_in: SignIn) -> None:
    page = f"/dot/{source.code}/sao/"
    browser = signed_in(an)
    assert 'value="2033"' in browser.get(page).content.decode()
    typed = {"code": "LPTN-2033", "name": "Đợt 2033", "year": "2033", "organiser_code": "S01"}
    assert "năm 2038" in browser.post(page, {**typed, "year": "2038", "look": "1"}).content.decode()
    assert not Campaign.objects.filter(code="LPTN-2033").exists()
    assert "Mã đợt này đã có" in browser.post(page, {**typed, "code": source.code}).content.decode()
    assert browser.post(page, typed).headers["Location"] == "/dot/LPTN-2033/"
    made = Campaign.objects.get(code="LPTN-2033")
    assert made.organiser == source.organiser
    assert made.copied_from == source


@pytest.mark.parametrize("year", ["", "x", "0", "99999", "²", "2034"])
def test_any_year_answers(source: Campaign, an: User, signed_in: SignIn, year: str) -> None:
    typed = {"code": "LPTN-X", "name": "Đợt", "year": year}
    assert signed_in(an).post(f"/dot/{source.code}/sao/", typed).status_code == 200


def test_only_organisers_copy(source: Campaign, giang: User, binh: User, signed_in: SignIn) -> None:
    assert signed_in(giang).get(f"/dot/{source.code}/sao/").status_code == 403
    with pytest.raises(PermissionDenied):
        copy_campaign(by=binh, source=source, plan=PLAN)


def test_place_hour_and_chair_as_before(source: Campaign) -> None:
    made = copy_campaign(by=None, source=source, plan=PLAN)
    evaluate_campaign(by=None, campaign=made)
    spread = Spread.at(datetime(2033, 7, 6, 8))
    create_sessions(by=None, phase=made.phases.get(kind="party"), pattern=Pattern(spread, as_before=True))
    session = made.sessions.get()
    assert session.held_at == datetime(2033, 7, 6, 15, tzinfo=ZONE)
    assert (session.place, session.minutes_long) == ("Hội trường Đảng ủy xã Tân Bình 1", 90)
    assert session.chair_official == Official.objects.get(full_name="Ngô Văn Sáu")


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2028, 2, 29), 5, date(2033, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2028, 7, 1), -5, date(2023, 7, 1)),
        (None, 5, None),
    ],
)
def test_days_move_by_years(day: date | None, years: int, later: date | None) -> None:
    assert shifted(day, years) == later


# --- the archive ---


def test_an_archived_campaign_leaves_the_list_and_is_found_by_its_filter(
    source: Campaign, an: User, signed_in: SignIn
) -> None:
    assert source.name in signed_in(an).get("/dot/").content.decode()
    Campaign.objects.update(state=CampaignState.ARCHIVED)
    listed = signed_in(an).get("/dot/").content.decode()
    assert f"/dot/{source.code}/" not in listed
    assert "Xem 1 đợt đã lưu trữ" in listed
    assert f"/dot/{source.code}/" in signed_in(an).get("/dot/?luu-tru=1").content.decode()


def test_nobody_takes_it_out_of_the_archive_or_changes_it(source: Campaign) -> None:
    Campaign.objects.update(state=CampaignState.ARCHIVED)
    for target in CampaignState:
        with pytest.raises(Refused):
            move_campaign(by=None, campaign=source, target=target, reason="x")
    with pytest.raises(Refused, match="đã kết thúc"):
        edit_campaign(by=None, campaign=source, changes={"name": "Khác"})
    with pytest.raises(Refused):
        evaluate_campaign(by=None, campaign=source)
    with pytest.raises(Refused, match="đã kết thúc"):
        create_sessions(
            by=None, phase=source.phases.get(kind="other"), pattern=Pattern(Spread.at(datetime(2028, 7, 5, 8)))
        )
    assert Campaign.objects.get().state == CampaignState.ARCHIVED


def test_windows_against_the_order_need_a_reason(source: Campaign) -> None:
    council = source.phases.get(kind="council")
    windows = {council.pk: (date(2028, 8, 1), date(2028, 8, 31))}
    with pytest.raises(Refused, match="Giai đoạn Lãnh đạo cấp ủy phải sau giai đoạn"):
        edit_campaign(by=None, campaign=source, changes={}, windows=windows)
    assert edit_campaign(by=None, campaign=source, changes={}, windows=windows, reason="Theo nghị quyết mới")
    assert AuditEvent.objects.get(action="phase.change").reason == "Theo nghị quyết mới"
    assert not edit_campaign(by=None, campaign=source, changes={}, windows=windows)
