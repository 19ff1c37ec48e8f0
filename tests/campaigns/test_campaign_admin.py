"""Django admin shows campaigns and changes nothing of them."""

import copy

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, Eligibility, RuleSet, VotingSession
from config.accounts.models import User


@pytest.fixture
def boss(db: None) -> Client:
    user = User.objects.create_superuser("quantri", "matkhau-thu-nghiem", full_name="Quản Trị")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("model", [Campaign, Eligibility, VotingSession])
def test_campaigns_are_only_looked_at(boss: Client, small_campaign: Campaign, model: type[Campaign]) -> None:
    name = f"admin:campaigns_{model._meta.model_name}"
    assert boss.get(reverse(f"{name}_changelist"), {"q": "S01"}).status_code == 200
    assert boss.get(reverse(f"{name}_add")).status_code == 403
    row = model.objects.first()
    if row is not None:
        assert boss.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
        assert boss.post(reverse(f"{name}_change", args=[row.pk]), {"state": "archived"}).status_code == 403
        assert boss.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_a_version_in_use_stays_as_it_is(boss: Client, campaign: Campaign) -> None:
    used = RuleSet.objects.get(code="QD96", version=1)
    assert boss.post(reverse("admin:campaigns_ruleset_change", args=[used.pk]), {"name": "Khác"}).status_code == 403
    assert boss.post(reverse("admin:campaigns_ruleset_delete", args=[used.pk]), {"post": "yes"}).status_code == 403


def test_a_version_with_wrong_parameters_is_refused(boss: Client) -> None:
    page = reverse("admin:campaigns_ruleset_add")
    entered = {"code": "QD96", "version": "2", "name": "Bản mới", "citation": "Số 1", "in_force_from": "01/01/2030"}
    assert "Tham số của bộ quy định sai" in boss.post(page, entered | {"parameters": '{"base": "x"}'}).content.decode()
    assert boss.post(page, entered | {"parameters": "[]"}).status_code == 200
    assert not RuleSet.objects.filter(code="QD96", version=2).exists()


def test_a_new_text_is_a_new_version(boss: Client) -> None:
    import json

    parameters = copy.deepcopy(RuleSet.objects.get(code="QD96").parameters) | {"venue_cap": 1}
    entered = {"code": "QD96", "version": "2", "name": "Bản mới", "citation": "Số 1", "in_force_from": "01/01/2030"}
    boss.post(reverse("admin:campaigns_ruleset_add"), entered | {"parameters": json.dumps(parameters)})
    assert RuleSet.objects.get(code="QD96", version=2).rules.venue_cap == 1
