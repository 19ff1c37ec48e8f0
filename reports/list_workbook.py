"""The list of people voted on as sheets."""

from openpyxl import Workbook

from campaigns.models import ListVersion
from config.vietnamese import short_date
from officials.exports import add_sheet, saved
from reports.presenters.list_paper import ListPaper

ABOUT = [("Mục", 26), ("Nội dung", 90)]
BY_UNIT = [
    ("TT", 6),
    ("Mã đơn vị", 14),
    ("Đơn vị", 44),
    ("Mã cán bộ", 14),
    ("Họ và tên", 28),
    ("Chức danh, chức vụ", 44),
    ("Khối", 24),
]
BY_GROUP = [("TT", 6), ("Nhóm chức danh", 24), ("Mã cán bộ", 14), ("Họ và tên", 28), ("Chức danh, chức vụ", 70)]


def list_workbook(paper: ListPaper, version: ListVersion | None) -> bytes:
    book = Workbook(write_only=True)
    add_sheet(book, "Danh sách", ABOUT, _about(paper, version))
    by_unit = (
        [row.number, group.code, group.heading, row.code, row.name, row.title, row.group]
        for group in paper.by_unit
        for row in group.rows
    )
    add_sheet(book, "Theo đơn vị", BY_UNIT, by_unit)
    by_group = (
        [row.number, group.heading, row.code, row.name, row.title] for group in paper.by_group for row in group.rows
    )
    add_sheet(book, "Theo nhóm chức danh", BY_GROUP, by_group)
    return saved(book)


def _about(paper: ListPaper, version: ListVersion | None) -> list[list[str]]:
    is_approved = version is not None and not paper.mark
    return [
        ["Danh sách", paper.subject],
        ["Cơ quan tổ chức", paper.body],
        ["Độ mật", paper.secrecy],
        ["Trạng thái", str(version.get_state_display()) if version is not None else "Dự thảo"],
        ["Lần", str(version.version) if version is not None else ""],
        ["Số văn bản", version.document_number if version is not None and is_approved else ""],
        ["Ngày văn bản", short_date(version.document_date) if version is not None and is_approved else ""],
        ["Tổng hợp", paper.summary],
        ["Mã kiểm tra", paper.digest],
    ]
