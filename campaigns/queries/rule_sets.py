"""Reads about rule sets."""

from campaigns.models import RuleSet
from campaigns.rules.opening import Version


def versions() -> list[Version]:
    """Every version of every rule set, as the rules take them."""
    return [
        Version(row.pk, row.code, row.version, row.in_force_from, row.in_force_until, row.rules)
        for row in RuleSet.objects.all()
    ]
