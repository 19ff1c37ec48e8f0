"""Finding everything by a few words, within what one may see."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.actions.sessions import edit_session
from campaigns.models import Campaign, VotingSession
from campaigns.rules.spreading import Spread
from config.accounts.models import User
from officials.models import Official

SignedIn = Callable[[User], Client]
AT = Spread.at(timezone.make_aware(datetime(2028, 7, 21, 8)))


@pytest.fixture
def sessions(approved_campaign: Campaign) -> list[VotingSession]:
    for phase in approved_campaign.phases.all():
        create_sessions(by=None, phase=phase, pattern=Pattern(AT, reason="Thử"))
    return list(approved_campaign.sessions.all())


def found(client: Client, text: str, **more: str) -> dict[str, list[str]]:
    groups = client.get("/tim/", {"q": text, **more}).context["groups"]
    return {group.code: [line.name for line in group.lines] for group in groups}


def test_names_without_diacritics_in_any_order(an: User, signed_in: SignedIn, sessions: list[VotingSession]) -> None:
    client = signed_in(an)
    assert found(client, "bay le")["can-bo"] == ["Lê Văn Bảy"]
    assert found(client, "ĐỖ  Thị MƯỜI") == {"can-bo": ["Đỗ Thị Mười"]}
    assert found(client, "bay sau") == {}
    everywhere = found(client, "so noi vu")
    assert everywhere == {"don-vi": ["Sở Nội vụ"], "hoi-nghi": ["Hội nghị lấy phiếu tín nhiệm tại Sở Nội vụ"]}
    assert "dot" in found(client, "lay phieu 2028")


def test_a_code_comes_first(an: User, signed_in: SignedIn, sessions: list[VotingSession]) -> None:
    for name in ("An S01x", "Bình S01"):
        Official.objects.create(code=name.split()[1] if name != "Bình S01" else "s01", full_name=name)
    assert found(signed_in(an), "S01")["can-bo"][0] == "Bình S01"


def test_a_renamed_session_is_found(an: User, signed_in: SignedIn, sessions: list[VotingSession]) -> None:
    edit_session(by=an, session=sessions[0], changes={"name": "Kỳ họp bất thường"})
    assert found(signed_in(an), "bat thuong")["hoi-nghi"] == ["Kỳ họp bất thường"]


def test_only_within_the_scope(binh: User, dung: User, signed_in: SignedIn, sessions: list[VotingSession]) -> None:
    scoped = signed_in(binh)
    assert found(scoped, "le van bay")["can-bo"] == ["Lê Văn Bảy"]
    assert "can-bo" not in found(scoped, "ngo van sau")
    assert set(found(scoped, "so noi vu")) == set()
    clerk = found(signed_in(dung), "so noi vu")
    assert set(clerk) == {"hoi-nghi"}


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "%", "_", "%%", "__", "\\", "'", "a" * 500, "a b c d e f g h i j", "\u200b", "<script>"],
)
def test_any_text_is_harmless(an: User, signed_in: SignedIn, sessions: list[VotingSession], text: str) -> None:
    response = signed_in(an).get("/tim/", {"q": text})
    assert response.status_code == 200
    assert not response.context["groups"]
    assert "<script>a" not in response.content.decode()


def test_a_nul_is_a_bad_address(an: User, signed_in: SignedIn) -> None:
    assert signed_in(an).get("/tim/?q=a%00b").status_code == 400


def test_at_most_ten_and_all_of_one_group(an: User, signed_in: SignedIn, sessions: list[VotingSession]) -> None:
    for number in range(60):
        Official.objects.create(code=f"X{number:03}", full_name=f"Đinh Trùng {number}")
    client = signed_in(an)
    page = client.get("/tim/", {"q": "trung"})
    assert len(found(client, "trung")["can-bo"]) == 10
    assert "Xem tất cả trong cán bộ (60)" in page.content.decode()
    assert len(found(client, "trung", trong="can-bo")["can-bo"]) == 50
    assert len(found(client, "trung", trong="can-bo", page="2")["can-bo"]) == 10
    for page_number in ("0", "-1", "x", "99999", "9" * 50, "²"):
        assert client.get("/tim/", {"q": "trung", "trong": "can-bo", "page": page_number}).status_code == 200
    assert client.get("/tim/", {"q": "trung", "trong": "x"}).status_code == 200


def test_the_number_of_queries_is_fixed(
    an: User, signed_in: SignedIn, sessions: list[VotingSession], django_assert_max_num_queries: Any
) -> None:
    client = signed_in(an)
    with django_assert_max_num_queries(10):
        client.get("/tim/", {"q": "an"})


def test_the_field_stands_in_the_header(an: User, ha: User, signed_in: SignedIn) -> None:
    assert 'action="/tim/"' in signed_in(an).get("/dot/").content.decode()
    assert 'action="/tim/"' not in signed_in(ha).get("/").content.decode()
