"""Check every law of the numbers over all rows."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ballots.queries.laws import violations


class Command(BaseCommand):
    help = "Kiểm tra mọi quy tắc số liệu trên toàn bộ dữ liệu và chuỗi nhật ký. Có vi phạm thì kết thúc với mã 1."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = 0
        for sentence in violations():
            found += 1
            self.stderr.write(sentence, self.style.ERROR)
        if found:
            self.stderr.write(f"Có {found} chỗ sai. Đối chiếu với bản sao lưu và nhật ký trước khi sửa.")
            sys.exit(1)
        self.stdout.write("Dữ liệu đúng mọi quy tắc; nhật ký liền mạch.")
