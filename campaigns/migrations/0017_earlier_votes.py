from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0016_what_leads_to_a_motion")]

    operations = [
        migrations.AddField(
            model_name="votingsession",
            name="earlier_votes",
            field=models.TextField(blank=True, editable=False, verbose_name="các lần ghi phiếu trước"),
        ),
    ]
