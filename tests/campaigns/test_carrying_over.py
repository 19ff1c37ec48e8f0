"""What a database of the release before keeps when it is brought up to date."""

from copy import deepcopy
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from campaigns.models import Campaign, RuleSet, Venue
from campaigns.rules.parameters import Parameters

pytestmark = pytest.mark.django_db
migration = import_module("campaigns.migrations.0005_carry_over")
NEW = ("tiers_until", "not_before", "voter_rules", "board_size")
OLD_CASES = ("not_leadership", "retirement_notice")


@pytest.fixture
def by_hand() -> RuleSet:
    """As somebody entered it before: without what is new, and with no limit to venues."""
    shipped = RuleSet.objects.get(code="QD96", version=1)
    old: dict[str, Any] = {name: value for name, value in deepcopy(shipped.parameters).items() if name not in NEW}
    old |= {"citations": {}, "notes": {"base": "của tỉnh"}, "unconfirmed": [], "reappointment_is_new": True}
    old["exclusions"] = [case for case in old["exclusions"] if case["reason"] in OLD_CASES]
    return RuleSet.objects.create(
        code="TINH", version=1, name="Quy định của tỉnh", in_force_from=shipped.in_force_from, parameters=old
    )


def test_a_rule_set_entered_by_hand_can_be_read_and_judges_as_before(by_hand: RuleSet) -> None:
    migration._parameters(RuleSet)
    by_hand.refresh_from_db()
    rules = Parameters.from_json(by_hand.parameters)
    assert rules.voter_rules
    assert rules.notes["base"] == "của tỉnh"
    reappointed = rules.exclusion("reappointed_in_year")
    assert reappointed is not None
    assert reappointed.stance == "out"
    assert not [reason for reason in migration.KNOWN_BEFORE if reason not in OLD_CASES and rules.exclusion(reason)]


def test_venues_that_were_beyond_the_number_stay(small_campaign: Campaign) -> None:
    """Verdicts at two units under rules that now say one."""
    verdicts = small_campaign.eligibilities.filter(is_subject=True).select_related("appointment").order_by("pk")
    first, second = verdicts[0].appointment, verdicts[1].appointment
    second.official_id, second.position = first.official_id, 2
    second.save()
    for phase in small_campaign.phases.select_related("rule_set"):
        phase.rule_set.parameters["venue_cap"] = 1
        phase.rule_set.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.CAP)
    small_campaign.refresh_from_db()
    assert small_campaign.venue_cap == 2
    assert Venue.objects.filter(campaign=small_campaign).exists()
