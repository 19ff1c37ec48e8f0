from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.models import Campaign
from config.errors import Refused
from reports.actions.papers import export_results


class Command(BaseCommand):
    help = "Ghi kết quả các hội nghị đã kiểm phiếu của một đợt ra tệp Excel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, help="mã đợt")
        parser.add_argument("out", metavar="OUT.xlsx", type=Path, help="tệp Excel sẽ ghi")

    def handle(self, *, campaign: str, out: Path, **options: Any) -> None:  # noqa: ARG002
        found = Campaign.objects.filter(code=campaign).first()
        if found is None:
            raise CommandError(f"Không có đợt nào mang mã {campaign}. Kiểm tra lại mã đợt.")
        try:
            lines = export_results(by=None, campaign=found, target=out)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {out}: {error.strerror}. Kiểm tra thư mục và quyền ghi.") from error
        self.stdout.write(f"Đã ghi {lines} dòng kết quả vào {out}.")
