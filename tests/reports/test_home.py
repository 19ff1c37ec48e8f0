"""The first page: what awaits somebody, and how far campaigns are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from officials.models import OrganisationUnit
from tests.campaigns.test_sessions_actions import Put, office, phase, put, session

__all__ = ["Put", "office", "phase", "put", "session"]
pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def home(browser: Client) -> str:
    return browser.get("/").content.decode()


@pytest.mark.parametrize(
    ("state", "name", "label"),
    [
        ("planned", "an", "Chuẩn bị danh sách và phiếu"),
        ("voting", "chi", "Kết thúc ghi phiếu"),
        ("counting", "dung", "Nhập số liệu kiểm phiếu"),
        ("counting", "chi", "Xem và xác nhận kết quả"),
        ("counting", "giang", "Không có việc nào đang chờ"),
        ("planned", "dung", "Không có việc nào đang chờ"),
    ],
)
def test_everybody_sees_the_step_that_is_theirs(
    session: VotingSession, signed_in: SignedIn, request: pytest.FixtureRequest, state: str, name: str, label: str
) -> None:
    VotingSession.objects.update(state=state)
    assert label in home(signed_in(request.getfixturevalue(name)))


def test_somebody_without_a_role_is_told_whom_to_ask(ha: User, signed_in: SignedIn) -> None:
    assert "chưa được phân công" in home(signed_in(ha))


def test_a_campaign_shows_how_far_it_is(giang: User, session: VotingSession, signed_in: SignedIn) -> None:
    assert "0/1 hội nghị đã có kết quả" in home(signed_in(giang))
    VotingSession.objects.update(state=SessionState.COUNTED)
    assert "1/1 hội nghị đã có kết quả" in home(signed_in(giang))


def test_a_campaign_says_how_many_sessions_are_late(giang: User, session: VotingSession, signed_in: SignedIn) -> None:
    assert "hội nghị muộn" not in home(signed_in(giang))
    VotingSession.objects.update(held_at=timezone.now() - timedelta(days=3))
    page = home(signed_in(giang))
    assert "1 hội nghị muộn" in page
    assert "/dot/LP2028/dieu-hanh/?late=yes" in page


def test_sessions_elsewhere_are_not_counted(binh: User, session: VotingSession, signed_in: SignedIn) -> None:
    assert "Chưa có hội nghị nào" in home(signed_in(binh))
    assert OrganisationUnit.objects.count() == 2
