from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import back_up
from config.errors import Refused


class Command(BaseCommand):
    help = "Sao lưu toàn bộ dữ liệu vào một tệp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            rows = back_up(file)
        except Refused as refusal:
            raise CommandError(str(refusal))
        self.stdout.write(f"Đã sao lưu {sum(rows.values())} dòng của {len(rows)} bảng vào {file}.")
