"""Open a campaign of confidence votes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.actions.campaigns import CampaignPlan, create_campaign, plan_opening
from campaigns.management.arguments import day_argument, year_argument
from campaigns.models import Campaign
from config.errors import Refused
from config.vietnamese import short_date


class Command(BaseCommand):
    help = "Mở một đợt lấy phiếu tín nhiệm với ba giai đoạn theo thứ tự luật định, hoặc một giai đoạn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="mã đợt, ví dụ LPTN-2028")
        parser.add_argument("--name", required=True, help="tên đợt")
        parser.add_argument("--year", required=True, help="năm lấy phiếu")
        parser.add_argument("--rule-set", default="", metavar="CODE", help="chỉ một giai đoạn, theo bộ quy định này")
        parser.add_argument("--on", metavar="DATE", help="ngày lấy phiếu dự kiến; không ghi thì là 01/7 của năm")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            campaign = self._create(options)
        except Refused as refusal:
            raise CommandError(str(refusal))
        self.stdout.write(f"Đã mở đợt {campaign.code}: {campaign.name}, lấy phiếu {short_date(campaign.vote_on)}.")
        for phase in campaign.phases.select_related("rule_set"):
            self.stdout.write(f"  giai đoạn {phase.position}: {phase} ({phase.rule_set})")

    def _create(self, options: dict[str, Any]) -> Campaign:
        year = year_argument(options["year"])
        opened = plan_opening(year, options["rule_set"])
        plan = CampaignPlan(
            code=options["code"],
            name=options["name"],
            year=year,
            rule_set=options["rule_set"],
            vote_on=day_argument(options["on"]),
        )
        campaign = create_campaign(by=None, plan=plan)
        for warning in (opened.off_term, *opened.warnings):
            if warning:
                self.stderr.write(f"Lưu ý: {warning}", self.style.WARNING)
        return campaign
