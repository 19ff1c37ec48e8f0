"""Versions of one's own: what an organisation sets where the text leaves a choice."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.rule_sets import OWN_VERSIONS, change_rule_set, new_version
from campaigns.forms.rule_sets import RuleSettingsForm
from campaigns.models import Campaign, Eligibility, PhaseKind, RuleSet, Venue
from campaigns.queries.rule_sets import SHIPPED, paper_texts
from campaigns.rules.paper_texts import LABELS, filled_in
from campaigns.rules.parameters import Stance
from campaigns.rules.rule_settings import with_settings
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Means, OrganisationUnit
from tests.campaigns.conftest import Appoint

SignedIn = Callable[[User], Client]


@pytest.fixture
def qd96(db: None) -> RuleSet:
    return RuleSet.objects.get(code="QD96", version=1)


def filled(rule_set: RuleSet, **changes: Any) -> dict[str, Any]:
    """What a browser sends when somebody changes these fields only."""
    form = RuleSettingsForm(rule_set=rule_set)
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    return {**data, "reason": "Theo kế hoạch của tỉnh", **changes}


def saved(rule_set: RuleSet, by: User, **changes: Any) -> RuleSet:
    form = RuleSettingsForm(filled(rule_set, **changes), rule_set=rule_set)
    assert form.is_valid(), form.errors
    return new_version(by=by, base=rule_set, wanted=form.wanted())


def test_only_choices_can_be_set(qd96: RuleSet) -> None:
    for settings, stances in ({"venue_cap": 9}, {}), ({}, {"retirement_notice": "in"}):
        with pytest.raises(KeyError):
            with_settings(qd96.parameters, settings, stances, (), "Vì sao")


def test_a_version_of_ones_own_differs_in_what_was_set(qd96: RuleSet, an: User) -> None:
    made = saved(qd96, an, case_reappointed_in_year="out", decimals=1, confirmed=["rounding"])
    assert (made.version, made.rules.decimals) == (OWN_VERSIONS, 1)
    case = made.rules.exclusion("reappointed_in_year")
    assert case is not None
    assert case.stance is Stance.OUT
    assert "Theo kế hoạch của tỉnh" in made.rules.notes["decimals"]
    assert "rounding" not in made.rules.unconfirmed
    qd96.refresh_from_db()
    assert (qd96.rules.decimals, "rounding" in qd96.rules.unconfirmed) == (2, True)
    event = AuditEvent.objects.get(action="rule_set.create")
    assert set(event.after["changed"]) == {"decimals", "exclusions", "unconfirmed"}
    assert saved(made, an, decimals=3).version == OWN_VERSIONS + 1


def test_who_votes_is_chosen_from_what_is_known(qd96: RuleSet, an: User) -> None:
    made = saved(qd96, an, voters_agency=["leaders", "deputy"])
    assert [rule.code for rule in made.rules.voter_rules["agency"]] == ["leaders", "deputy"]
    assert made.rules.voter_rules["party"] == qd96.rules.voter_rules["party"]


def test_nothing_set_is_no_version(qd96: RuleSet, an: User) -> None:
    with pytest.raises(Refused, match="Đổi ít nhất một lựa chọn"):
        saved(qd96, an)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quorum": "ba phần tư"}, "Ghi một phân số"),
        ({"quorum": "5/4"}, "không quá 1"),
        ({"board_least": 9, "board_most": 3}, "không thể nhỏ hơn"),
        ({"in_force_from": "31/02/2028"}, "Không có ngày này"),
        ({"reason": ""}, "bắt buộc"),
    ],
)
def test_wrong_input_gets_a_sentence_and_stays(
    qd96: RuleSet, an: User, signed_in: SignedIn, changes: dict[str, Any], sentence: str
) -> None:
    page = signed_in(an).post("/quy-dinh/QD96/1/phien-ban-moi/", filled(qd96, decimals=1, **changes))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert RuleSet.objects.filter(code="QD96").count() == 1


def test_a_new_campaign_goes_by_the_version_of_ones_own(qd96: RuleSet, an: User, signed_in: SignedIn) -> None:
    browser = signed_in(an)
    browser.post("/quy-dinh/QD96/1/phien-ban-moi/", filled(qd96, case_enterprise="out"))
    browser.post("/mo-dot/", {"code": "MOI", "name": "Đợt mới", "year": 2028, "rule_set": "QD96"})
    assert Campaign.objects.get().phases.get().rule_set.version == OWN_VERSIONS


def test_a_phase_changes_its_version_while_the_list_is_drafted(
    qd96: RuleSet, an: User, small_campaign: Campaign, appoint: Appoint, department: OrganisationUnit
) -> None:
    acting = appoint("Tạ Quyền", "Giám đốc", department, means=Means.ACTING)
    evaluate_campaign(by=None, campaign=small_campaign)
    assert Eligibility.objects.get(appointment=acting).questions == ["acting_post"]
    made = saved(qd96, an, case_acting_post="out")
    phase = small_campaign.phases.get(kind=PhaseKind.OTHER)
    change_rule_set(by=an, phase=phase, rule_set=made, reason="Kế hoạch của tỉnh")
    small_campaign.refresh_from_db()
    assert (small_campaign.evaluated_at, Eligibility.objects.count(), Venue.objects.count()) == (None, 0, 0)
    evaluate_campaign(by=None, campaign=small_campaign)
    verdict = Eligibility.objects.get(appointment=acting)
    assert (verdict.reasons, verdict.questions) == (["acting_post"], [])


def test_an_approved_list_keeps_its_rules(qd96: RuleSet, an: User, approved_campaign: Campaign) -> None:
    made = saved(qd96, an, decimals=1)
    phase = approved_campaign.phases.get(kind=PhaseKind.OTHER)
    with pytest.raises(Refused, match="đã trình hoặc đã duyệt"):
        change_rule_set(by=an, phase=phase, rule_set=made, reason="Muộn rồi")


def test_a_version_for_other_titles_is_refused(an: User, small_campaign: Campaign) -> None:
    phase = small_campaign.phases.get(kind=PhaseKind.OTHER)
    with pytest.raises(Refused, match="không áp dụng cho nhóm chức danh"):
        change_rule_set(by=an, phase=phase, rule_set=RuleSet.objects.get(code="NQ96", version=2), reason="Thử")


def test_the_pages(an: User, binh: User, giang: User, signed_in: SignedIn, small_campaign: Campaign) -> None:
    browser = signed_in(an)
    assert "Đặt lại các lựa chọn" in browser.get("/quy-dinh/QD96/1/").content.decode()
    at = f"/dot/{small_campaign.code}/giai-doan/other/quy-dinh/"
    assert "QD96 phiên bản 1" in browser.get(at).content.decode()
    same = browser.post(at, {"rule_set": RuleSet.objects.get(code="QD96", version=1).pk, "reason": "Xem lại"})
    assert "đang áp dụng QD96 phiên bản 1" in same.content.decode()
    other = saved(RuleSet.objects.get(code="QD96", version=1), an, decimals=1)
    assert browser.post(at, {"rule_set": other.pk, "reason": "Xem lại"}).status_code == 302
    for person in (binh, giang):
        assert signed_in(person).get("/quy-dinh/QD96/1/phien-ban-moi/").status_code == 403
    with pytest.raises(PermissionDenied):
        saved(RuleSet.objects.get(code="QD96", version=1), binh, decimals=1)


def test_the_wordings_of_papers_are_set_one_by_one(qd96: RuleSet, an: User) -> None:
    made = saved(qd96, an, text_ballot_title="PHIẾU LẤY Ý KIẾN", text_criteria="1. Một\r\nHai")
    assert (made.rules.texts["ballot_title"], made.rules.texts["criteria"]) == ("PHIẾU LẤY Ý KIẾN", "1. Một\nHai")
    assert made.rules.texts["ballot_signature"] == qd96.rules.texts["ballot_signature"]
    assert AuditEvent.objects.get(action="rule_set.create").after["changed"] == ["texts"]


def test_a_wording_that_came_later_is_the_shipped_one(qd96: RuleSet, an: User) -> None:
    """A rule set that was stored before has fewer wordings; looking at it is no change."""
    stored: tuple[dict[str, str], ...] = ({}, {"ballot_title": "PHIẾU CŨ"})
    for texts in stored:
        RuleSet.objects.filter(pk=qd96.pk).update(parameters={**qd96.parameters, "texts": texts})
        older = RuleSet.objects.get(pk=qd96.pk)
        assert paper_texts(older)["tally_title"] == "PHIẾU KIỂM"
        assert paper_texts(older)["ballot_title"] == texts.get("ballot_title", "PHIẾU TÍN NHIỆM")
        with pytest.raises(Refused, match="Đổi ít nhất một lựa chọn"):
            saved(older, an)


def test_every_shipped_rule_set_has_every_wording_and_no_other() -> None:
    for path in SHIPPED.glob("*.json"):
        assert set(json.loads(path.read_text(encoding="utf-8"))["parameters"]["texts"]) == set(LABELS)


def test_blanks_are_filled_and_what_nobody_knows_stays() -> None:
    assert filled_in("Tại {hội nghị}, {x}, {", {"hội nghị": "kỳ họp {x}"}) == "Tại kỳ họp {x}, {x}, {"
