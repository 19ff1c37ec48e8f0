"""The rule sets that ship: complete, cited, explained."""

import json
from collections.abc import Callable
from dataclasses import fields

import pytest
from django.test import Client

from campaigns.actions.rule_sets import load_rule_sets
from campaigns.models import RuleSet
from campaigns.presenters.rule_sets import ROWS, differences_between, rows_of
from campaigns.queries.rule_sets import SHIPPED
from campaigns.rules.parameters import Parameters
from config.accounts.models import User

SignedIn = Callable[[User], Client]
FILES = sorted(SHIPPED.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_parameter_is_explained(path: object) -> None:
    parameters = Parameters.from_json(json.loads(path.read_text(encoding="utf-8"))["parameters"])  # type: ignore[attr-defined]
    explained = {key for key, *_ in ROWS}
    hidden = {"decimals", "keep_trailing_zeros", "quorum_base", "citations", "notes", "unconfirmed"}
    assert {field.name for field in fields(parameters)} - hidden == explained
    assert explained <= set(parameters.notes)
    assert parameters.unconfirmed <= explained
    assert all(threshold.citation and threshold.consequence for threshold in parameters.thresholds)
    assert all(exclusion.citation for exclusion in parameters.exclusions)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("base", "votes"), ("quorum", "3/2"), ("quorum", "1/0"), ("venue_cap", 0), ("levels", []), ("thresholds", None)],
)
def test_a_wrong_parameter_is_named(parameter: str, value: object) -> None:
    data = json.loads(FILES[0].read_text(encoding="utf-8"))["parameters"]
    with pytest.raises(ValueError, match=r"quy định sai|levels|quorum|venue_cap"):
        Parameters.from_json({**data, parameter: value})


def test_a_version_that_is_there_stays_as_it_is(db: None) -> None:
    RuleSet.objects.filter(code="QD96").update(name="Đã sửa")
    assert load_rule_sets() == 0
    assert RuleSet.objects.get(code="QD96").name == "Đã sửa"


def test_versions_are_told_apart(db: None) -> None:
    first, second = RuleSet.objects.filter(code="NQ96").order_by("version")
    changes = {change.name: change.after for change in differences_between(first, second)}
    assert changes == {"Cấp trong phạm vi": ("Trung ương", "Cấp tỉnh", "Cấp xã")}


def test_what_is_not_confirmed_is_marked(db: None) -> None:
    doubtful = {row.name for row in rows_of(RuleSet.objects.get(code="QD96")) if not row.is_confirmed}
    assert "Từng loại trường hợp" in doubtful
    assert "Mẫu số của tỷ lệ phần trăm" not in doubtful


def test_the_pages_explain_a_rule_set(giang: User, signed_in: SignedIn) -> None:
    browser = signed_in(giang)
    assert "96-QĐ/TW" in browser.get("/quy-dinh/").content.decode()
    page = browser.get("/quy-dinh/NQ96/2/").content.decode()
    assert "tổng số phiếu thu về" in page
    assert "Khác phiên bản 1 ở đâu" in page
    assert browser.get("/quy-dinh/NQ96/9/").status_code == 404
