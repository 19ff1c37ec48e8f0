"""Fills an empty database with demonstration data and tells the accounts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from config.accounts.models import User
from reports.demonstration import PASSWORD, PEOPLE, load


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa vào cơ sở dữ liệu còn trống; nếu đã có tài khoản thì chỉ nhắc lại các tài khoản."

    def handle(self, **_options: Any) -> None:
        if not User.objects.exists():
            self.stdout.write("Đang nạp dữ liệu minh họa…")
            with transaction.atomic():
                load()
        if User.objects.filter(username="quantri").exists():
            self._tell_accounts()

    def _tell_accounts(self) -> None:
        self.stdout.write(f"Tài khoản minh họa (mật khẩu chung: {PASSWORD}):")
        for username, name, role, unit in PEOPLE:
            scope = f", phạm vi {unit}" if unit else ""
            self.stdout.write(f"  {username:8} {name}: {role.label if role else ''}{scope}")
        self.stdout.write("  quantri  Quản trị hệ thống (trang /admin/, không có quyền đối với kết quả kiểm phiếu)")
