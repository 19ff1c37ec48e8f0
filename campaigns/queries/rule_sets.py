"""Reads about rule sets."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from campaigns.models import RuleSet
from campaigns.rules.opening import Version
from campaigns.rules.paper_texts import complete

SHIPPED = Path(__file__).resolve().parent.parent / "rule_sets"


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


def paper_texts(rule_set: RuleSet) -> dict[str, str]:
    """Every wording of papers; a rule set that was stored before a wording came takes the shipped one."""
    return complete(rule_set.rules.texts, _shipped_texts(rule_set.code))


@lru_cache
def _shipped_texts(code: str) -> dict[str, str]:
    """Of the newest shipped version with this code; of the Party's rule set for one that was entered by hand."""
    same = sorted(SHIPPED.glob(f"{code.lower()}.v*.json"))
    path = same[-1] if same else SHIPPED / "qd96.v1.json"
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["parameters"]["texts"]
    return texts
