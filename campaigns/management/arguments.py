"""Reading the arguments of commands, with sentences for people."""

from datetime import date

from campaigns.models import Campaign
from config.errors import Refused
from officials.rules.roster_cells import BadCell, date_of


def day_argument(text: str | None) -> date | None:
    """2028-07-01 or 01/07/2028; nothing gives None."""
    try:
        return date_of(text)
    except BadCell as bad:
        raise Refused(str(bad))


def year_argument(text: str) -> int:
    if not text.strip().isdecimal():
        raise Refused(f"“{text}” không phải là năm. Ghi năm bằng số, ví dụ 2028.")
    return int(text)


def campaign_argument(code: str) -> Campaign:
    campaign = Campaign.objects.filter(code=code).first()
    if campaign is not None:
        return campaign
    known = ", ".join(Campaign.objects.order_by("code").values_list("code", flat=True)[:10])
    raise Refused(f"Không có đợt nào mang mã {code}. " + (f"Các đợt đang có: {known}." if known else "Mở đợt trước."))
