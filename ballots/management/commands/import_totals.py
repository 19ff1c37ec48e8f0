"""Read hand-count totals of many sessions from a workbook, or say cell by cell why not."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ballots.actions.importing import import_totals, plan_totals
from ballots.presenters.imports import fault_lines, import_sentence
from campaigns.models import Campaign
from config.errors import Refused
from officials.workbooks import read_file, sheets_of


class Command(BaseCommand):
    help = "Nhập kết quả kiểm phiếu của nhiều hội nghị từ tệp Excel. Có một chỗ sai thì không lưu gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--campaign", required=True, metavar="CODE", help="mã đợt lấy phiếu")
        parser.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ thay đổi gì, không lưu")

    def handle(self, *_args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(code=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"Không có đợt lấy phiếu mang mã {options['campaign']}. Kiểm tra lại mã đợt.")
        carry_out = plan_totals if options["dry_run"] else import_totals
        try:
            plan = carry_out(by=None, campaign=campaign, sheets=sheets_of(read_file(options["file"])))
        except Refused as refusal:
            raise CommandError(str(refusal))
        for line in fault_lines(plan.faults):
            self.stderr.write(line, self.style.ERROR)
        if plan.faults:
            self.stderr.write(f"Có {len(plan.faults)} chỗ sai, chưa có gì được lưu. Sửa trong tệp rồi nhập lại.")
            sys.exit(1)
        for line in fault_lines(plan.warnings):
            self.stderr.write(f"Cần xem lại: {line}", self.style.WARNING)
        self.stdout.write(import_sentence(plan, dry_run=options["dry_run"]))
