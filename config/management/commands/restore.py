from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import is_empty, restore
from config.errors import Refused


class Command(BaseCommand):
    help = "Khôi phục toàn bộ dữ liệu từ tệp sao lưu; dữ liệu đang có bị thay thế."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="đồng ý thay thế dữ liệu đang có")

    def handle(self, *, file: Path, replace: bool, **_options: Any) -> None:
        if not replace and not is_empty():
            raise CommandError("Cơ sở dữ liệu đang có dữ liệu. Thêm --replace nếu đồng ý thay thế toàn bộ.")
        try:
            rows = restore(file)
        except Refused as refusal:
            raise CommandError(str(refusal))
        self.stdout.write(f"Đã khôi phục {sum(rows.values())} dòng của {len(rows)} bảng.")
