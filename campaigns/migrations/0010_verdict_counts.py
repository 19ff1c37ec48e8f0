from django.db import migrations, models

COUNT = """
    UPDATE campaigns_campaign AS campaign SET verdict_counts = found.counts
    FROM (
        SELECT campaign_id, jsonb_agg(jsonb_build_array(phase_id, reasons, questions, number)) AS counts
        FROM (
            SELECT campaign_id, phase_id, reasons, questions, count(*) AS number FROM campaigns_eligibility
            GROUP BY campaign_id, phase_id, reasons, questions
        ) AS grouped
        GROUP BY campaign_id
    ) AS found
    WHERE found.campaign_id = campaign.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0009_lines_of_list_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="verdict_counts",
            field=models.JSONField(default=list, editable=False, verbose_name="số kết quả xét"),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
