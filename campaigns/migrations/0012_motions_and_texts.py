"""Gives each stored rule set the wordings of papers and the follow-up vote that it did not have yet."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

SHIPPED = Path(__file__).resolve().parent.parent / "rule_sets"
LIKE_NO_OTHER = "qd96.v1.json"  # for a rule set that was entered by hand
# Versions that an organisation set itself are numbered from here on, each after the newest that was shipped.
OWN_VERSIONS = 101


def carry_over(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    for rule_set in apps.get_model("campaigns", "RuleSet").objects.all():
        theirs = json.loads(_shipped(rule_set).read_text(encoding="utf-8"))["parameters"]
        ours = rule_set.parameters
        for name in ("motion", "texts"):
            ours.setdefault(name, theirs[name])
        for name in ("notes", "citations"):
            ours[name] = {**theirs[name], **ours[name]}
        ours["unconfirmed"] = sorted({*ours["unconfirmed"], "motion", "texts"})
        rule_set.save(update_fields=["parameters"])


def _shipped(rule_set: Any) -> Path:
    code = rule_set.code.lower()
    path = SHIPPED / f"{code}.v{rule_set.version}.json"
    if path.exists():
        return path
    same = sorted(SHIPPED.glob(f"{code}.v*.json"))
    return same[-1] if rule_set.version >= OWN_VERSIONS and same else SHIPPED / LIKE_NO_OTHER


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0011_session_day")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
