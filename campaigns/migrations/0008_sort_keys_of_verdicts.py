from django.db import migrations, models

# An approved list is not judged again, so its keys have to be there at once.
FILL = """
    UPDATE campaigns_eligibility AS verdict SET by_office = keyed.by_office, by_name = keyed.by_name
    FROM (
        SELECT id, name AS by_name, lpad(unit::text, 10, '0') || code || chr(1) || lpad(rank::text, 5, '0') || name
            AS by_office
        FROM (
            SELECT post.id, unit.position AS unit, unit.code, title.rank, official.sort_key || chr(1) || official.code
                || chr(1) || lpad(post.position::text, 5, '0') || post.id AS name
            FROM officials_appointment AS post
            JOIN officials_official AS official ON official.id = post.official_id
            JOIN officials_organisationunit AS unit ON unit.id = post.unit_id
            JOIN officials_title AS title ON title.id = post.title_id
        ) AS named
    ) AS keyed
    WHERE keyed.id = verdict.appointment_id
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_sessions_count"), ("officials", "0002_memberships")]
    operations = [
        migrations.AddField("eligibility", "by_name", models.TextField(db_collation="C", default="", editable=False)),
        migrations.AddField("eligibility", "by_office", models.TextField(db_collation="C", default="", editable=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex("eligibility", models.Index(fields=["campaign", "by_office"], name="verdict_by_office")),
        migrations.AddIndex("eligibility", models.Index(fields=["campaign", "by_name"], name="verdict_by_name")),
        migrations.AddIndex(
            "eligibility",
            models.Index(
                condition=models.Q(("questions", []), _negated=True), fields=["campaign"], name="verdict_waits"
            ),
        ),
    ]
