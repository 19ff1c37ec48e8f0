from typing import Any

from django.db import migrations

from campaigns.actions.rule_sets import load_rule_sets


def load(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    load_rule_sets(apps.get_model("campaigns", "RuleSet"))


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
