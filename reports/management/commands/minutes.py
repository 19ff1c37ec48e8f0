from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.queries.sessions import session_by_code
from config.errors import Refused
from reports.actions.papers import issue_minutes
from reports.files import write_whole


class Command(BaseCommand):
    help = "Ghi biên bản kiểm phiếu của một hội nghị đã có kết quả ra tệp PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", metavar="SESSION", help="mã hội nghị")
        parser.add_argument("out", metavar="OUT.pdf", type=Path, help="tệp PDF sẽ ghi")
        parser.add_argument("--campaign", help="mã đợt, cần khi nhiều đợt có hội nghị cùng mã")

    def handle(self, *, session: str, out: Path, campaign: str | None, **options: Any) -> None:  # noqa: ARG002
        try:
            write_whole(out, issue_minutes(by=None, session=session_by_code(session, campaign)))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {out}: {error.strerror}. Kiểm tra thư mục và quyền ghi.") from error
        self.stdout.write(f"Đã ghi biên bản kiểm phiếu vào {out}.")
