"""Verify a printed or electronic paper, or say plainly why it does not hold."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ballots.rules.seal_payload import short
from ballots.scans import scan
from config.errors import Refused
from officials.workbooks import read_file
from reports.presenters.verification import figure_lines, standing_text
from reports.queries.verification import PRINTED_WORDS, verification


class Command(BaseCommand):
    help = "Xác minh biên bản đã niêm phong: tệp PDF, ảnh chụp mã (PNG, JPEG) hoặc tệp chữ chứa nội dung mã."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="một biên bản; nhiều ảnh cũng được")

    def handle(self, *, files: list[Path], **_options: Any) -> None:
        """Exit status 1 when anything does not hold."""
        try:
            found = verification([scan(read_file(file)) for file in files])
        except Refused as refusal:
            raise CommandError(str(refusal))
        sealed = found.verified.sealed
        self.stdout.write(standing_text(found.verified))
        self.stdout.write(PRINTED_WORDS[found.printed])
        self.stdout.write(f"{sealed.name} ({sealed.code}), {sealed.unit}, {sealed.held_at}")
        self.stdout.write(f"Số kiểm tra: {short(found.verified.digest)}. Khóa: {found.verified.wire.public_key.hex()}")
        for line in figure_lines(sealed, found.result.parameters if found.result else None):
            self.stdout.write(line)
