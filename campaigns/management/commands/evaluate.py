"""Judge who is voted on in a campaign."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.actions.eligibility import evaluate_campaign
from campaigns.management.arguments import campaign_argument, day_argument
from campaigns.presenters.eligibility import change_sentence, count_lines
from config.errors import Refused


class Command(BaseCommand):
    help = "Xét ai được lấy phiếu trong một đợt, ở đâu, và vì sao không; in số lượng theo lý do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="mã đợt")
        parser.add_argument("--on", metavar="DATE", help="ngày lấy phiếu dùng để xét, ví dụ 01/07/2028")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            campaign = campaign_argument(options["code"])
            found = evaluate_campaign(by=None, campaign=campaign, vote_on=day_argument(options["on"]))
        except Refused as refusal:
            raise CommandError(str(refusal))
        for line in count_lines(found.total, found.subjects, found.reasons):
            self.stdout.write(line)
        if found.questions:
            self.stdout.write(f"cần quyết định từng trường hợp, tạm tính là được lấy phiếu: {found.questions}")
        self.stdout.write(change_sentence(found.created, found.changed, found.deleted))
