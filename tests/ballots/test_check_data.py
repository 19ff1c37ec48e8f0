"""`manage.py check_data` finds every violation, also those that were put in behind the program's back."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection

from ballots.actions.importing import import_totals
from ballots.models import Count, CountLine, Stock
from campaigns.models import RuleSet, SessionState, VotingSession
from config.audit.models import AuditEvent
from officials.workbooks import sheets_of
from tests.ballots.conftest import MakeSession, workbook
from tests.ballots.test_import_totals import FILLED, THREE

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(make_session: MakeSession) -> VotingSession:
    session = make_session()
    import_totals(by=None, campaign=session.campaign, sheets=sheets_of(workbook([FILLED], THREE)))
    return VotingSession.objects.get()


def found(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        call_command("check_data")
    assert stop.value.code == 1
    return capsys.readouterr().err


def test_good_data(counted: VotingSession, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_data")
    assert "đúng mọi quy tắc" in capsys.readouterr().out


def line_changed() -> None:
    CountLine.objects.filter(subject__printed_name="Phạm Văn Ba").update(votes={"high": 1, "normal": 2, "low": 25})


def moved_votes() -> None:
    CountLine.objects.filter(subject__printed_name="Phạm Văn Ba").update(votes={"high": 25, "normal": 2, "low": 19})


def other_level() -> None:
    CountLine.objects.filter(subject__printed_name="Phạm Văn Ba").update(votes={"high": 19, "normal": 2, "bad": 25})


def no_number() -> None:
    CountLine.objects.filter(subject__printed_name="Phạm Văn Ba").update(votes={"high": -1, "normal": 2, "low": 25})


def line_elsewhere() -> None:
    other = CountLine.objects.get(subject__printed_name="Lê Văn Một")
    CountLine.objects.filter(subject__printed_name="Phạm Văn Ba").update(subject=other.subject_id)


def bad_rule_set() -> None:
    rule_set = RuleSet.objects.get(code="NQ85")
    RuleSet.objects.filter(pk=rule_set.pk).update(parameters={**rule_set.parameters, "venue_cap": 0})


def event_changed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        AuditEvent.objects.filter(action="ballots.counted").update(label="khác")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")


def event_emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        AuditEvent.objects.filter(action="ballots.counted").update(after=[], object_id="x")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (line_changed, "cộng các mức và phiếu không hợp lệ riêng khác 47"),
        (moved_votes, "không khớp với bản đã ghi trong nhật ký"),
        (other_level, "các mức không đúng với bộ quy định"),
        (no_number, "không phải số nguyên"),
        (line_elsewhere, "không có trên loại phiếu đó"),
        (bad_rule_set, "venue_cap"),
        (event_changed, "Nhật ký bị sửa"),
        (lambda: CountLine.objects.update(votes=[]), "số phiếu theo mức không đọc được"),
        (lambda: CountLine.objects.update(votes="x"), "không khớp với bản đã ghi trong nhật ký"),
        (lambda: RuleSet.objects.update(parameters=[]), "Tham số của bộ quy định sai"),
        (event_emptied, "Nhật ký bị sửa"),
        (lambda: VotingSession.objects.update(present=46), "phát ra 47 nhiều hơn có mặt 46"),
        (lambda: Stock.objects.update(returned=40), "sổ phiếu ghi thu về 40, kết quả ghi 47"),
        (lambda: Stock.objects.all().delete(), "có kết quả nhưng không có số phiếu phát ra"),
        (
            lambda: CountLine.objects.filter(subject__printed_name="Phạm Văn Ba").delete(),
            "Phạm Văn Ba: không có kết quả",
        ),
        (lambda: Count.objects.all().delete(), "loại phiếu này không có"),
        (lambda: VotingSession.objects.update(subject_count=9), "đếm sai"),
        (lambda: VotingSession.objects.update(state=SessionState.COUNTING), "có kết quả nhưng đang ở bước"),
    ],
)
def test_each_violation_is_told(
    counted: VotingSession, capsys: pytest.CaptureFixture[str], spoil: Callable[[], object], sentence: str
) -> None:
    spoil()
    assert sentence in found(capsys)
