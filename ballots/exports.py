"""The workbook that people fill in with totals."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ballots.rules.workbook import RESULT_SHEET, SESSION_SHEET
from campaigns.models import Campaign, Casting, SessionState, VotingSession
from config.accounts.permissions import Permission
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
    _sheet(book, SESSION_SHEET, SESSION_HEADINGS, [_session_row(session) for session in sessions])
    people = [row for session in sessions for row in _people_rows(session)]
    _sheet(book, RESULT_SHEET, (*RESULT_HEADINGS, *((label, 11) for label in levels)), people)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sessions(by: Any, campaign: Campaign) -> list[VotingSession]:
    rows = VotingSession.objects.filter(campaign=campaign, casting=Casting.PAPER)
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


def _sheet(book: Workbook, title: str, headings: Sequence[tuple[str, int]], rows: Sequence[Sequence[Any]]) -> None:
    sheet = book.create_sheet(title)
    for at, (_text, width) in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, text) for text, _width in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """Text stays text: a name that begins with "=" is never a formula."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif hasattr(value, "year"):
        cell.number_format = "dd/mm/yyyy"
    return cell
