"""Take over a sealed session from the codes on its paper."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ballots.actions.import_sealed import import_sealed_session
from ballots.queries.seals import verify
from ballots.scans import scan
from campaigns.models import Campaign
from config.errors import Refused
from officials.workbooks import read_file


class Command(BaseCommand):
    help = "Nhập một hội nghị đã niêm phong từ biên bản PDF, ảnh chụp mã hoặc tệp chữ chứa nội dung mã."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="một biên bản; nhiều ảnh cũng được")
        parser.add_argument("--campaign", required=True, metavar="CODE", help="mã đợt lấy phiếu")

    def handle(self, *, files: list[Path], campaign: str, **_options: Any) -> None:
        found = Campaign.objects.filter(code=campaign).first()
        if found is None:
            raise CommandError(f"Không có đợt lấy phiếu mang mã {campaign}. Kiểm tra lại mã đợt.")
        try:
            verified = verify("\n".join(scan(read_file(file)).codes for file in files))
            done = import_sealed_session(by=None, campaign=found, verified=verified)
        except Refused as refusal:
            raise CommandError(str(refusal))
        said = "Đã nhập" if done.is_new else "Đã có từ trước, không đổi gì:"
        self.stdout.write(f"{said} hội nghị {done.session.code}, {done.session}.")
