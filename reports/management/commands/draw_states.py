from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.presenters.state_machines import machines
from reports.rules.state_diagrams import document

TARGET = settings.BASE_DIR / "docs" / "state-machines.md"


class Command(BaseCommand):
    help = "Vẽ các máy trạng thái vào docs/state-machines.md; với --check chỉ so lại, sai thì báo lỗi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="chỉ so với tệp đang có")

    def handle(self, *, check: bool, **options: Any) -> None:  # noqa: ARG002
        drawn = document(machines())
        if not check:
            TARGET.write_text(drawn, encoding="utf-8")
            self.stdout.write(f"Đã viết {TARGET.relative_to(settings.BASE_DIR)}.")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != drawn:
            raise CommandError(
                "docs/state-machines.md không còn đúng với mã nguồn. Chạy `manage.py draw_states` rồi lưu tệp mới."
            )
