from django.db import migrations

from campaigns.actions.rule_sets import load_rule_sets


def load(apps, schema_editor):
    load_rule_sets(apps.get_model("campaigns", "RuleSet"))


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
