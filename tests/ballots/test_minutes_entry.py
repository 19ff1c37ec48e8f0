"""What the board writes into the minutes: who may, when, and what is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ballots.actions.minutes import MinutesEntry, write_minutes
from ballots.models import Minutes
from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from tests.campaigns.test_voter_pages import SignedIn
from tests.reports.conftest import council, phase, session

__all__ = ["council", "phase", "session"]
pytestmark = pytest.mark.django_db
TYPED = {
    "began_at": "2023-12-13T10:15",
    "ended_at": "13/12/2023 11:05",
    "copies": "3",
    "witnesses": "  Trần Văn Chứng \n\n Lê Thị Kiến",
    "recipients": "- Thường trực HĐND tỉnh;\n- Lưu: VT.",
}


def address(session: VotingSession) -> str:
    return reverse("session-minutes-edit", args=[session.campaign.code, session.code])


def test_the_board_writes_and_the_papers_print(chi: User, signed_in: SignedIn, session: VotingSession) -> None:
    browser = signed_in(chi)
    assert browser.post(address(session), TYPED).status_code == 302
    minutes = Minutes.objects.get()
    assert minutes.copies == 3
    assert minutes.witnesses == "Trần Văn Chứng\nLê Thị Kiến"
    assert minutes.recipients == "Thường trực HĐND tỉnh\nLưu: VT"
    assert minutes.ended_at is not None
    assert timezone.localtime(minutes.ended_at).hour == 11
    assert "Trần Văn Chứng" in browser.get(address(session)).content.decode()
    assert AuditEvent.objects.filter(action="ballots.minutes_written").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ended_at": "2023-12-13T09:00"}, "trước giờ bắt đầu"),
        ({"began_at": "2023-12-12T09:00"}, "trước ngày họp"),
        ({"began_at": "sáng"}, "Ghi ngày và giờ"),
        ({"copies": "0"}, "Ghi một số từ 1 đến 50"),
        ({"copies": "ba"}, "Ghi một số từ 1 đến 50"),
        ({"witnesses": "Phạm Tiến Dũng"}, "không làm người chứng kiến"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    chi: User, signed_in: SignedIn, session: VotingSession, changes: dict[str, str], sentence: str
) -> None:
    answer = signed_in(chi).post(address(session), {**TYPED, **changes})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Lưu: VT" in answer.content.decode()
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("state", [SessionState.VOTING, SessionState.SEALED])
def test_nothing_is_written_before_the_count_or_after_the_seal(
    chi: User, signed_in: SignedIn, session: VotingSession, state: SessionState
) -> None:
    VotingSession.objects.update(state=state)
    with pytest.raises(Refused, match="chưa niêm phong"):
        write_minutes(by=chi, session=session, entry=MinutesEntry(copies=3))
    assert "Không ghi được lúc này" in signed_in(chi).get(address(session)).content.decode()


def test_an_organiser_does_not_write_for_the_board(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    assert signed_in(an).get(address(session)).status_code == 403


def test_a_count_may_end_the_next_day(chi: User, session: VotingSession) -> None:
    began = session.held_at + timedelta(hours=14)
    minutes = write_minutes(
        by=chi, session=session, entry=MinutesEntry(began_at=began, ended_at=began + timedelta(hours=3))
    )
    assert minutes.ended_at is not None
