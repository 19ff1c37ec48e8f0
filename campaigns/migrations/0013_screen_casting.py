"""Where a session's ballot box stands; whether ballots may be cast on screen, in each stored rule set."""

from typing import Any

from django.db import migrations, models

DEFAULTS = {"screen_casting": False, "smallest_group": 10}
NOTES = {
    "screen_casting": "Chưa tìm thấy văn bản cho phép hoặc cấm ghi phiếu trên màn hình; mặc định không dùng. "
    "Cơ quan sử dụng cần xác nhận trước khi cho phép.",
    "smallest_group": "Văn bản không quy định; mặc định 10 người. Nhóm nhỏ hơn thì không tách số liệu, vì kết quả có "
    "thể lộ phiếu của từng người.",
}


def carry_over(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    for rule_set in apps.get_model("campaigns", "RuleSet").objects.all():
        ours = rule_set.parameters
        rule_set.parameters = {**DEFAULTS, **ours}
        rule_set.parameters["notes"] = {**NOTES, **ours["notes"]}
        rule_set.parameters["unconfirmed"] = sorted({*ours["unconfirmed"], *DEFAULTS})
        rule_set.save(update_fields=["parameters"])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0012_motions_and_texts")]
    operations = [
        migrations.AddField(
            model_name="votingsession",
            name="box",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Chưa có"),
                    ("locked", "Đã khóa"),
                    ("tried", "Đã thử thẻ khóa"),
                    ("ready", "Sẵn sàng, đã in phiếu mã"),
                    ("closed", "Đã đóng"),
                    ("opened", "Đã mở và kiểm"),
                    ("destroyed", "Đã hủy mảnh phiếu"),
                ],
                default="",
                editable=False,
                max_length=10,
                verbose_name="hòm phiếu",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
