from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_carry_over")]
    operations = [
        migrations.AddConstraint(
            model_name="eligibility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_subject", True), ("venue__isnull", False)),
                    models.Q(("is_subject", False), ("venue__isnull", True)),
                    _connector="OR",
                ),
                name="who_is_voted_on_has_a_venue",
            ),
        ),
        migrations.RemoveField(
            model_name="votingsession",
            name="board_head",
        ),
        migrations.RemoveField(
            model_name="votingsession",
            name="board_members",
        ),
        # The database itself keeps every venue's cap that of its campaign.
        migrations.RunSQL(
            """
            ALTER TABLE campaigns_campaign ADD CONSTRAINT campaign_with_its_cap UNIQUE (id, venue_cap);
            ALTER TABLE campaigns_venue ADD CONSTRAINT venue_has_the_cap_of_its_campaign
                FOREIGN KEY (campaign_id, cap) REFERENCES campaigns_campaign (id, venue_cap) ON UPDATE CASCADE
                DEFERRABLE INITIALLY DEFERRED;
            """,
            """
            ALTER TABLE campaigns_venue DROP CONSTRAINT venue_has_the_cap_of_its_campaign;
            ALTER TABLE campaigns_campaign DROP CONSTRAINT campaign_with_its_cap;
            """,
        ),
    ]
