"""Names in each stored rule set the thresholds that may be followed by a vote of confidence or no confidence."""

from typing import Any

from django.db import migrations

AFTER = ["over_half"]


def carry_over(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    for rule_set in apps.get_model("campaigns", "RuleSet").objects.all():
        rule_set.parameters["motion"].setdefault("after", AFTER)
        rule_set.save(update_fields=["parameters"])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0015_self_report_files")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
