"""Reads about rule sets."""

from typing import Any

from campaigns.models import RuleSet
from campaigns.rules.opening import Version


def versions() -> list[Version]:
    """Every version of every rule set, as the rules take them."""
    return [
        Version(row.pk, row.code, row.version, row.in_force_from, row.in_force_until, row.rules)
        for row in RuleSet.objects.all()
    ]


def voter_rule_catalogue() -> dict[str, dict[str, Any]]:
    """Every voter rule (JSON) that any version knows, by its code: what a version of one's own can choose from. Of
    several with one code the newest version's."""
    found: dict[str, dict[str, Any]] = {}
    for parameters in RuleSet.objects.order_by("version").values_list("parameters", flat=True):
        for rules in parameters["voter_rules"].values():
            found |= {rule["code"]: rule for rule in rules}
    return found
