from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0013_screen_casting")]

    operations = [
        migrations.AddField(
            model_name="votingsession",
            name="trigger",
            field=models.TextField(blank=True, editable=False, verbose_name="lý do bỏ phiếu tín nhiệm"),
        ),
    ]
