"""Read a roster workbook into the database, or say row by row why not."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.errors import Refused
from officials.actions.roster import import_roster, plan_roster
from officials.presenters import fault_lines, plan_sentence
from officials.rules.changes import Plan
from officials.rules.roster import read_roster
from officials.rules.roster_types import Roster
from officials.workbooks import read_file, sheets_of


class Command(BaseCommand):
    help = "Nhập danh sách cán bộ từ tệp Excel. Nếu có dòng sai thì không lưu gì, trừ khi dùng --skip-faulty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ thay đổi gì, không lưu")
        parser.add_argument("--skip-faulty", action="store_true", help="bỏ qua các dòng sai, lưu các dòng còn lại")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit status 1 when any row is faulty, whether or not the others were saved."""
        try:
            roster = read_roster(sheets_of(read_file(options["file"])))
            self._tell_faults(roster)
            plan = self._carry_out(roster, dry_run=options["dry_run"], skip_faulty=options["skip_faulty"])
        except Refused as refusal:
            raise CommandError(str(refusal))
        self.stdout.write(plan_sentence(plan, dry_run=options["dry_run"]))
        if roster.faults:
            self.stdout.write(f"Đã bỏ qua {roster.faulty_rows} dòng sai.")
            sys.exit(1)

    def _carry_out(self, roster: Roster, *, dry_run: bool, skip_faulty: bool) -> Plan:
        if roster.is_readable and roster.faults and not skip_faulty:
            raise Refused(
                f"Có {roster.faulty_rows} dòng sai, chưa có gì được lưu. "
                "Sửa các dòng đó, hoặc thêm --skip-faulty để bỏ qua chúng."
            )
        if dry_run:
            return plan_roster(by=None, roster=roster, skip_faulty=skip_faulty)
        return import_roster(by=None, roster=roster, skip_faulty=skip_faulty)

    def _tell_faults(self, roster: Roster) -> None:
        for line in fault_lines(roster.faults):
            self.stderr.write(line, self.style.WARNING)
