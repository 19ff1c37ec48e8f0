"""Fills an empty database with demonstration data and tells the accounts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ballots.rules.access_codes import written
from config.accounts.models import User
from reports.demonstration import PASSWORD, PEOPLE, load
from reports.demonstration_day import OpenBox


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa vào cơ sở dữ liệu còn trống; nếu đã có tài khoản thì chỉ nhắc lại các tài khoản."

    def handle(self, **_options: Any) -> None:
        if not User.objects.exists():
            self.stdout.write("Đang nạp dữ liệu minh họa…")
            with transaction.atomic():
                box = load()
            self._tell_box(box)
        if User.objects.filter(username="quantri").exists():
            self._tell_accounts()

    def _tell_box(self, box: OpenBox) -> None:
        """Said once: neither codes nor cards are kept anywhere."""
        self.stdout.write(
            f"Thử ghi phiếu trên màn hình (hội nghị HN-S08): mở /phieu/{box.address}/ rồi nhập một trong các mã"
        )
        for code in box.codes:
            self.stdout.write(f"  {written(code)}")
        self.stdout.write("Thẻ khóa của hòm phiếu này, hai thẻ mở được (chỉ hiện lần này):")
        for card in box.cards:
            self.stdout.write(f"  {card}")

    def _tell_accounts(self) -> None:
        self.stdout.write(f"Tài khoản minh họa (mật khẩu chung: {PASSWORD}):")
        for username, name, role, unit in PEOPLE:
            scope = f", phạm vi {unit}" if unit else ""
            self.stdout.write(f"  {username:8} {name}: {role.label if role else ''}{scope}")
        self.stdout.write("  quantri  Quản trị hệ thống (trang /admin/, không có quyền đối với kết quả kiểm phiếu)")
