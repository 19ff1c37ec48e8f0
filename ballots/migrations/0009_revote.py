import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0008_no_samples_of_ballots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ballotbox",
            name="revote_proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người đề nghị ghi phiếu lại",
            ),
        ),
        migrations.AddField(
            model_name="ballotbox",
            name="revote_reason",
            field=models.TextField(blank=True, verbose_name="lý do ghi phiếu lại"),
        ),
    ]
