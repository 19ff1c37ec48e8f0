"""The ledger of blank ballots in a session: who writes it, when, and what it holds back."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from ballots.actions.settling import settle_count
from ballots.actions.stock import end_voting, exchange_spoiled, record_stock
from ballots.models import Stock
from ballots.queries.laws import violations
from ballots.queries.stock import ledgers_of
from campaigns.actions.tallies import recount
from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from tests.ballots.conftest import MakeSession
from tests.ballots.test_keying_actions import key_in

pytestmark = pytest.mark.django_db
COLUMNS = ("printed", "issued", "spoiled", "unused", "returned")


@pytest.fixture
def voting(make_session: MakeSession) -> VotingSession:
    return make_session(state=SessionState.VOTING)


def keep(by: User, session: VotingSession, *rows: tuple[object, ...], seen: dict[str, str] | None = None) -> Any:
    """Write a row a style; None leaves a cell as it is."""
    cells = {}
    for style, row in zip(session.styles.order_by("position"), rows, strict=False):
        for column, value in zip((*COLUMNS, "explanation"), row, strict=False):
            if value is not None:
                cells[f"style:{style.pk}:{column}"] = str(value)
    return record_stock(by=by, session=session, typed=cells, seen=seen or {})


def numbers(session: VotingSession) -> list[tuple[int | None, ...]]:
    return [tuple(getattr(ledger, column) for column in COLUMNS) for ledger in ledgers_of(session)]


def test_the_ledger_is_kept_with_its_events(dung: User, voting: VotingSession) -> None:
    assert keep(dung, voting, (60, 47, 2, 11), (50, 47, 0, 3)) == ()
    assert numbers(voting) == [(60, 47, 2, 11, None), (50, 47, 0, 3, None)]
    events = AuditEvent.objects.filter(action="ballots.stock_recorded").order_by("pk")
    assert [event.after["style"] for event in events] == ["Khối HĐND", "Khối UBND"]
    assert keep(dung, voting, (None, None, None, None, None)) == ()
    assert events.count() == 2


def test_a_difference_is_stored_with_its_explanation_only(dung: User, voting: VotingSession) -> None:
    (problem,) = keep(dung, voting, (60, 47, 2, 10))
    assert problem.code == "W.401"
    assert not Stock.objects.exists()
    assert keep(dung, voting, (60, 47, 2, 10, None, "Một phiếu rách khi in, đã hủy có biên bản")) == ()


def test_a_spoiled_ballot_is_exchanged_by_one_tap(dung: User, voting: VotingSession) -> None:
    keep(dung, voting, (60, 47, 0, 13))
    style = voting.styles.get(position=1).pk
    exchange_spoiled(by=dung, session=voting, style=style)
    exchange_spoiled(by=dung, session=voting, style=style)
    assert numbers(voting)[0] == (60, 47, 2, 11, None)
    Stock.objects.update(printed=47, unused=0, spoiled=0)
    with pytest.raises(Refused, match="không còn phiếu nào để đổi"):
        exchange_spoiled(by=dung, session=voting, style=style)
    with pytest.raises(Refused, match="không có loại phiếu"):
        exchange_spoiled(by=dung, session=voting, style=0)


def test_nobody_writes_over_a_number_that_changed_meanwhile(dung: User, em: User, voting: VotingSession) -> None:
    keep(dung, voting, (60, 47, 0, 13))
    style = voting.styles.get(position=1).pk
    shown = {f"style:{style}:{column}": str(value) for column, value in zip(COLUMNS, (60, 47, 0, 13), strict=False)}
    exchange_spoiled(by=dung, session=voting, style=style)
    with pytest.raises(Refused, match="vừa sửa số này thành 1"):
        keep(em, voting, (None, None, 5), seen=shown)
    cells = {**shown, f"style:{style}:returned": "40"}
    assert record_stock(by=em, session=voting, typed=cells, seen=shown) == ()
    assert numbers(voting)[0] == (60, 47, 1, 12, 40)


def test_before_the_vote_only_what_was_printed(dung: User, make_session: MakeSession) -> None:
    session = make_session(state=SessionState.PREPARED)
    assert keep(dung, session, (60,), (50,)) == ()
    with pytest.raises(Refused, match="chỉ ghi được số phiếu in ra"):
        keep(dung, session, (60, 47))
    with pytest.raises(Refused, match="đang ở bước “Đã chuẩn bị”"):
        exchange_spoiled(by=dung, session=session, style=1)


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.COUNTED, SessionState.SEALED])
def test_at_other_times_the_ledger_rests(dung: User, make_session: MakeSession, state: str) -> None:
    with pytest.raises(Refused, match=r"không ghi được sổ phiếu|sổ phiếu chỉ để xem"):
        keep(dung, make_session(state=state), (60,))


def test_the_ledger_is_kept_by_who_may(an: User, giang: User, voting: VotingSession) -> None:
    for nobody in (an, giang):
        with pytest.raises(PermissionDenied):
            keep(nobody, voting, (60,))


def test_the_voting_closes_with_a_whole_ledger_or_none(an: User, dung: User, make_session: MakeSession) -> None:
    assert end_voting(by=an, session=make_session("HN1", state=SessionState.VOTING)).state == SessionState.COUNTING
    kept = make_session("HN2", state=SessionState.VOTING)
    keep(dung, kept, (60, 47, 0))
    with pytest.raises(Refused, match=r"Khối HĐND: sổ phiếu còn thiếu số còn lại chưa dùng.*Khối UBND"):
        end_voting(by=an, session=kept)
    keep(dung, kept, (60, 47, 0, 13), (50, 47, 0, 3))
    assert end_voting(by=an, session=kept).state == SessionState.COUNTING


def settled(dung: User, em: User, chi: User, session: VotingSession) -> VotingSession:
    for typist in (dung, em):
        key_in(typist, session)
    return settle_count(by=chi, session=session)


def test_the_count_agrees_with_the_ledger(dung: User, em: User, chi: User, make_session: MakeSession) -> None:
    session = make_session()
    recount([session.pk])
    keep(dung, session, (60, 47, 0, 13, 46), (50, 47, 0, 3, 47))
    with pytest.raises(Refused, match="Khối HĐND: số thu về trong sổ phiếu là 46, số liệu kiểm phiếu ghi 47"):
        settled(dung, em, chi, session)
    keep(dung, session, (None, None, None, None, 47))
    assert settle_count(by=chi, session=session).state == SessionState.COUNTED
    assert numbers(session) == [(60, 47, 0, 13, 47), (50, 47, 0, 3, 47)]
    assert not list(violations())


def test_nothing_closes_with_an_unexplained_difference(
    dung: User, em: User, chi: User, make_session: MakeSession
) -> None:
    session = make_session()
    keep(dung, session, (60, None, 0, 12), (50, None, 0, 3))
    with pytest.raises(Refused, match="Khối HĐND: 1 phiếu in ra chưa rõ đi đâu"):
        settled(dung, em, chi, session)


def test_check_data_tells_of_a_difference(voting: VotingSession) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ballots_stock DROP CONSTRAINT printed_is_accounted_for")
    Stock.objects.create(style=voting.styles.get(position=1), printed=60, issued=47, spoiled=0, unused=10)
    (found,) = [sentence for sentence in violations() if "in ra" in sentence]
    assert found.endswith("in ra 60 khác phát ra 47 + hỏng 0 + còn lại 10 mà không có giải trình.")
