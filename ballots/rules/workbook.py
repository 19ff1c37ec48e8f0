"""Reading a workbook of totals: two tables found by the words of their headings. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from ballots.rules.import_types import PEOPLE, ResultRow, SessionRow, Workbook
from ballots.rules.totals import FIGURES, whole_number
from campaigns.rules.parameters import Level
from config.vietnamese import search_key
from officials.rules.roster_cells import BadCell, date_of, text_of
from officials.rules.roster_headings import Column, Schema, Sheet, Table, find_table
from officials.rules.roster_types import Fault

SESSION_SHEET, RESULT_SHEET = "Hội nghị", "Kết quả"
_GROUP = r"(.*: )?"  # the heading of a group of columns above
LONGEST = {"name": 120, "title": 1000, "block": 80}
LONGEST_SESSION_NAME = 200
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")

SESSIONS = Schema(
    SESSION_SHEET,
    (
        Column("code", "Mã hội nghị", _GROUP + r"ma( so)? (hoi nghi|ky hop)"),
        Column("name", "Tên hội nghị", _GROUP + r"ten( hoi nghi| ky hop)?\b.*", required=False),
        Column("unit", "Mã đơn vị", _GROUP + r"ma( so)? (don vi|co quan|to chuc)", required=False),
        Column("day", "Ngày", r"(.*: )?(ngay|thoi gian)\b.*", required=False),
        Column("summoned", "Triệu tập", r".*\btrieu tap\b.*", required=False),
        Column("present", "Có mặt", r".*\bco mat\b.*", required=False),
        Column("total_members", "Tổng số đại biểu", _GROUP + r"tong so (dai bieu|thanh vien)\b.*", required=False),
        Column("issued", "Phát ra", _GROUP + r"(so )?(phieu )?phat ra"),
        Column("returned", "Thu về", _GROUP + r"(so )?(phieu )?thu ve"),
        Column("wholly_invalid", "Không hợp lệ", _GROUP + r"(so )?(phieu )?khong hop le"),
        Column("valid", "Hợp lệ", _GROUP + r"(so )?(phieu )?hop le"),
    ),
)


def level_key(level: Level) -> str:
    """The key of a level's column: levels with the same label share a column."""
    return f"level {search_key(level.label)}"


def results_schema(phases: Sequence[Sequence[Level]]) -> Schema:
    """The columns of the results: a level that every phase has is needed, another one where a phase needs it."""
    by_key = {level_key(level): level for levels in phases for level in levels}
    everywhere = [key for key in by_key if all(key in map(level_key, levels) for levels in phases)]
    columns = (
        Column("code", "Mã hội nghị", _GROUP + r"ma( so)? (hoi nghi|ky hop)"),
        Column("block", "Khối", _GROUP + r"khoi\b.*|loai phieu", required=False),
        Column("name", "Họ và tên", _GROUP + r"ho( va |, | )(chu dem )?(va )?ten\b.*"),
        Column("title", "Chức danh, chức vụ", _GROUP + r"chuc (danh|vu)\b.*"),
        *(Column(key, level.label, _level_pattern(level), required=key in everywhere) for key, level in by_key.items()),
    )
    return Schema(RESULT_SHEET, columns)


def read_workbook(sheets: Sequence[Sheet], phases: Sequence[Sequence[Level]]) -> Workbook:
    """Both tables, with a fault for every cell or heading that cannot be used by itself; `phases` are the levels of
    each phase of the campaign."""
    faults: list[Fault] = []
    session_table = find_table(sheets, SESSIONS, faults)
    result_table = find_table(sheets, results_schema(phases), faults)
    return Workbook(
        sessions=tuple(_sessions(session_table, faults)) if session_table else (),
        results=tuple(_results(result_table, faults)) if result_table else (),
        session_table=session_table,
        result_table=result_table,
        faults=tuple(faults),
    )


def _level_pattern(level: Level) -> str:
    return rf"{_GROUP}(so )?(phieu )?{re.escape(search_key(level.label))}(: so (phieu|luong))?"


def _sessions(table: Table, faults: list[Fault]) -> Iterable[SessionRow]:
    seen: dict[str, int] = {}
    for row, cells in table:
        texts = {key: text_of(value) for key, value in cells.items()}
        if not any(texts.values()):
            continue
        code = texts["code"]
        if sentence := _bad_code(code, seen):
            faults.append(table.fault(row, "code", "bad_code", sentence))
            continue
        seen[code] = row
        if len(texts.get("name", "")) > LONGEST_SESSION_NAME:
            sentence = f"Dài quá {LONGEST_SESSION_NAME} ký tự. Viết gọn lại."
            faults.append(table.fault(row, "name", "too_long", sentence))
        yield SessionRow(
            row=row,
            code=code,
            name=texts.get("name", ""),
            unit_code=texts.get("unit", ""),
            day=_day(table, row, cells.get("day"), faults),
            people={key: _people(table, row, key, texts.get(key, ""), faults) for key in PEOPLE},
            ballots={key: texts[key] for key in FIGURES},
        )


def _bad_code(code: str, seen: dict[str, int]) -> str:
    if not code:
        return "Thiếu mã hội nghị. Ghi mã cho mỗi hội nghị."
    if code in seen:
        return f"Mã hội nghị {code} đã có ở dòng {seen[code]}. Mỗi hội nghị ghi một dòng."
    if not _CODE.fullmatch(code):
        return f"Mã “{code}” không dùng được. Chỉ dùng chữ không dấu, số, dấu “-” và “_”, không quá 40 ký tự."
    return ""


def _day(table: Table, row: int, cell: object, faults: list[Fault]) -> date | None:
    try:
        return date_of(cell)
    except BadCell as bad:
        faults.append(table.fault(row, "day", bad.code, str(bad)))
        return None


def _people(table: Table, row: int, key: str, text: str, faults: list[Fault]) -> int | None:
    number = whole_number(text) if text else None
    if text and number is None:
        sentence = f"“{text}” không phải số người. Ghi một số nguyên từ 0 trở lên, chưa biết thì để trống."
        faults.append(table.fault(row, key, "bad_number", sentence))
    return number


def _results(table: Table, faults: list[Fault]) -> Iterable[ResultRow]:
    for row, cells in table:
        texts = {key: text_of(value) for key, value in cells.items()}
        if not any(texts.values()):
            continue
        lacking = [key for key in ("code", "name", "title") if not texts[key]]
        for key in lacking:
            sentence = f"Ô “{table.headings[key]}” để trống. Ghi đủ ở mỗi dòng."
            faults.append(table.fault(row, key, "missing", sentence))
        long = [key for key, most in LONGEST.items() if len(texts.get(key, "")) > most]
        faults += [table.fault(row, key, "too_long", f"Dài quá {LONGEST[key]} ký tự. Viết gọn lại.") for key in long]
        if not lacking and not long:
            levels = {key: text for key, text in texts.items() if key.startswith("level ")}
            yield ResultRow(row, texts["code"], texts.get("block", ""), texts["name"], texts["title"], levels)
