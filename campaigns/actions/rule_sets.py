"""Bringing the shipped rule sets into the database."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from campaigns.models import RuleSet
from campaigns.rules.parameters import Parameters

SHIPPED = Path(__file__).resolve().parent.parent / "rule_sets"


def load_rule_sets(model: Any = RuleSet) -> int:
    """Create the shipped versions that are missing and return their number; a version that is there stays as it is."""
    created = 0
    for path in sorted(SHIPPED.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        Parameters.from_json(data["parameters"])
        _, is_new = model.objects.get_or_create(
            code=data["code"],
            version=data["version"],
            defaults={
                "name": data["name"],
                "citation": data["citation"],
                "in_force_from": date.fromisoformat(data["in_force_from"]),
                "in_force_until": date.fromisoformat(data["in_force_until"]) if data["in_force_until"] else None,
                "parameters": data["parameters"],
            },
        )
        created += is_new
    return created
