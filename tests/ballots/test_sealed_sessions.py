"""A sealed session is closed: who was there, the ledger of ballots and the counting board stay as they were sealed."""

from pathlib import Path
from typing import Any

import pytest

from ballots.actions.check_in import admit_late, mark_attendance
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.actions.settling import settle_count
from ballots.actions.stock import exchange_spoiled, record_stock
from ballots.queries.seals import sealed_session
from ballots.queries.stock import ledgers_of
from campaigns.actions.board import BoardEntry, propose_board
from campaigns.models import Attendance, SessionState, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from tests.ballots.conftest import MakeSession
from tests.ballots.doors import seat
from tests.ballots.test_keying_actions import key_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(
    make_session: MakeSession, dung: User, em: User, chi: User, khanh: User, settings: Any, tmp_path: Path
) -> VotingSession:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")
    session = make_session()
    seat(session)
    for by in (dung, em):
        key_in(by, session)
    settle_count(by=chi, session=session)
    propose_seal(by=chi, session=session)
    confirm_seal(by=khanh, session=session)
    session.refresh_from_db()
    assert session.state == SessionState.SEALED
    return session


def test_attendance_is_closed(sealed: VotingSession, dung: User) -> None:
    absent, before = sealed.voters.get(name="Vũ Thị Giang"), sealed_session(sealed)
    with pytest.raises(
        Refused, match="Hội nghị đang ở bước “Đã niêm phong kết quả”; việc này chỉ làm khi đang điểm danh"
    ):
        mark_attendance(by=dung, voter=absent, attendance=Attendance.PRESENT)
    with pytest.raises(
        Refused, match="Hội nghị đang ở bước “Đã niêm phong kết quả”; việc này chỉ làm khi đang ghi phiếu"
    ):
        admit_late(by=dung, session=sealed, voters=[absent], decision="Chủ tọa đồng ý")
    _nothing_changed(sealed, before)
    absent.refresh_from_db()
    assert absent.attendance == ""


def test_the_ledger_is_closed_and_says_how_it_is_corrected(sealed: VotingSession, dung: User) -> None:
    (first, *_), before = ledgers_of(sealed), sealed_session(sealed)
    typed = {f"style:{first.key}:returned": "46"}
    with pytest.raises(Refused, match=r"sổ phiếu chỉ để xem.*mở lại kiểm phiếu.*rồi sửa sổ"):
        record_stock(by=dung, session=sealed, typed=typed, seen={})
    with pytest.raises(Refused, match="sổ phiếu chỉ để xem"):
        exchange_spoiled(by=dung, session=sealed, style=first.key)
    _nothing_changed(sealed, before)


def test_the_board_is_closed(sealed: VotingSession, an: User) -> None:
    before = sealed_session(sealed)
    with pytest.raises(Refused, match=r"không đổi ban kiểm phiếu được. Nếu có người thay, ghi vào biên bản"):
        propose_board(by=an, session=sealed, entries=[BoardEntry("Người Khác", "head")])
    _nothing_changed(sealed, before)
    assert not sealed.board.exists()


def _nothing_changed(session: VotingSession, before: object) -> None:
    session.refresh_from_db()
    assert sealed_session(session) == before
    assert AuditEvent.objects.latest("pk").action == "ballots.sealed"
