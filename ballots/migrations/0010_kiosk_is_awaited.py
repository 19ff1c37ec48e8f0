from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ballots", "0009_revote")]

    operations = [
        migrations.AddField(
            model_name="kiosk",
            name="is_awaited",
            field=models.BooleanField(default=False, verbose_name="chờ máy nhận"),
        ),
    ]
