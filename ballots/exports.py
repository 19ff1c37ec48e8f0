"""The workbook that people fill in with totals."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from ballots.rules.workbook import RESULT_SHEET, SESSION_SHEET
from campaigns.models import Campaign, Casting, SessionState, VotingSession
from config.accounts.permissions import Permission
from officials.exports import add_sheet, saved
from officials.permissions import within

SESSION_HEADINGS = (
    ("Mã hội nghị", 16),
    ("Tên hội nghị", 44),
    ("Mã đơn vị", 14),
    ("Ngày", 12),
    ("Tổng số đại biểu", 11),
    ("Triệu tập", 11),
    ("Có mặt", 11),
    ("Phát ra", 11),
    ("Thu về", 11),
    ("Hợp lệ", 11),
    ("Không hợp lệ", 11),
)
RESULT_HEADINGS = (("Mã hội nghị", 16), ("Khối", 18), ("Họ và tên", 28), ("Chức danh, chức vụ", 44))
USUAL_LEVELS = ("Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp")


def totals_template_bytes(*, by: Any, campaign: Campaign | None) -> bytes:
    """Both sheets with their headings, and the sessions of `campaign` that `by` may import and that have no count."""
    sessions = _sessions(by, campaign) if campaign else []
    levels = _levels(campaign) if campaign else USUAL_LEVELS
    book = Workbook(write_only=True)
    add_sheet(book, SESSION_SHEET, SESSION_HEADINGS, [_session_row(session) for session in sessions])
    people = [row for session in sessions for row in _people_rows(session)]
    add_sheet(book, RESULT_SHEET, (*RESULT_HEADINGS, *((label, 11) for label in levels)), people)
    return saved(book)


def _sessions(by: Any, campaign: Campaign) -> list[VotingSession]:
    rows = VotingSession.objects.polls().filter(campaign=campaign, casting=Casting.PAPER)
    rows = rows.exclude(state__in=(SessionState.COUNTED, SessionState.SEALED)).filter(keyings__isnull=True)
    return list(within(rows, by, Permission.IMPORT_TOTALS).select_related("unit").prefetch_related("styles__subjects"))


def _levels(campaign: Campaign) -> Sequence[str]:
    """The labels of the levels of all phases, each once."""
    phases = campaign.phases.select_related("rule_set")
    return list(dict.fromkeys(level.label for phase in phases for level in phase.rule_set.rules.levels))


def _session_row(session: VotingSession) -> list[Any]:
    day = timezone.localtime(session.held_at).date()
    people = [session.total_members, session.summoned, session.present]
    return [session.code, session.name, session.unit.code, day, *people]


def _people_rows(session: VotingSession) -> list[list[Any]]:
    return [
        [session.code, style.name, subject.printed_name, subject.printed_title]
        for style in session.styles.all()
        for subject in style.subjects.all()
    ]
