"""Attack the stored ballots of a session as their database's owner could, and say how much that tells."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ballots.presenters.linking import lines
from ballots.queries.linking import attack_on, box_to_attack
from campaigns.queries.sessions import session_by_code
from config.errors import Refused


class Command(BaseCommand):
    help = (
        "Tự tấn công hòm phiếu trên màn hình của một hội nghị: thử nối các mảnh phiếu với nhau và với mã. "
        "Nối được ngoài mức ngẫu nhiên thì kết thúc với mã 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", metavar="SESSION", help="mã hội nghị")
        parser.add_argument("--campaign", help="mã đợt, cần khi nhiều đợt có hội nghị cùng mã")
        parser.add_argument("--log", type=Path, action="append", default=[], metavar="FILE", help="tệp nhật ký cần tìm")

    def handle(self, *, session: str, campaign: str | None, log: list[Path], **_options: Any) -> None:
        try:
            attack = attack_on(box_to_attack(session_by_code(session, campaign)), log)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"Không đọc được tệp nhật ký {error.filename}: {error.strerror}.") from error
        for line in lines(attack):
            self.stdout.write(line)
        if attack.is_beyond_chance:
            sys.exit(1)
