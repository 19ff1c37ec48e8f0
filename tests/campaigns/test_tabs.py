"""The pages of a campaign and of a session as tabs."""

import re
from collections.abc import Callable

from django.test import Client

from campaigns.models import Campaign
from config.accounts.models import User

SignedIn = Callable[[User], Client]


def tabs(page: str) -> list[tuple[str, bool]]:
    """(label, whether it is this page) of every tab."""
    found = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)
    links = re.findall(r'<a href="[^"]+"( aria-current="page")?>.*?</svg> (.*?)</a>', found.group(0)) if found else []
    return [(label, bool(current)) for current, label in links]


def test_a_campaigns_pages_lead_to_each_other(an: User, signed_in: SignedIn, small_campaign: Campaign) -> None:
    browser = signed_in(an)
    overview = tabs(browser.get(f"/dot/{small_campaign.code}/").content.decode())
    assert overview[0] == ("Tổng quan", True)
    assert [label for label, current in overview if current] == ["Tổng quan"]
    verdicts = tabs(browser.get(f"/dot/{small_campaign.code}/doi-tuong/").content.decode())
    assert [label for label, current in verdicts if current] == ["Đối tượng"]


def test_results_are_no_tab_for_who_may_not_see_them(dung: User, signed_in: SignedIn, small_campaign: Campaign) -> None:
    page = signed_in(dung).get(f"/dot/{small_campaign.code}/").content.decode()
    assert "Kết quả" not in dict(tabs(page))


def test_other_pages_have_no_tabs(an: User, signed_in: SignedIn) -> None:
    assert not tabs(signed_in(an).get("/dot/").content.decode())
