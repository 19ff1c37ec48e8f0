"""Reading a workbook of voters: a code or a name in each row. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.vietnamese import sort_key, tidy_name
from officials.rules.roster_cells import text_of
from officials.rules.roster_headings import Column, Schema, Sheet, find_table
from officials.rules.roster_types import Fault

LONGEST = {"name": 120, "title": 300, "workplace": 200}
SCHEMA = Schema(
    "Người ghi phiếu",
    (
        Column("name", "Họ và tên", r"ho( va |, | )(chu dem )?(va )?ten\b.*"),
        Column("code", "Mã cán bộ", r"ma( so)?( can bo| cb)?|so hieu( can bo)?", required=False),
        Column("title", "Chức danh, chức vụ", r"chuc (danh|vu)\b.*", required=False),
        Column("workplace", "Đơn vị", r"(ten )?(don vi|co quan|noi cong tac)\b.*", required=False),
    ),
)


@dataclass(frozen=True, slots=True)
class FileRow:
    row: int
    code: str
    name: str
    title: str
    workplace: str


@dataclass(frozen=True, slots=True)
class Known:
    """An official of the register; `posts` are (title, unit) in lower case, for telling people of one name apart."""

    id: int
    code: str
    key: str
    posts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RollFile:
    """What a workbook says: each row with its official (None: unknown), and everything that is wrong with it."""

    rows: tuple[tuple[FileRow, int | None], ...] = ()
    unknown: tuple[FileRow, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_roll(sheets: Sequence[Sheet]) -> tuple[list[FileRow], list[Fault]]:
    """The rows, and a fault for every row that names nobody or holds a text that is too long."""
    faults: list[Fault] = []
    table = find_table(sheets, SCHEMA, faults)
    rows = []
    for number, cells in table or ():
        texts = {key: text_of(value) for key, value in cells.items()}
        if not any(texts.values()):
            continue
        found = FileRow(
            number,
            texts.get("code", ""),
            tidy_name(texts["name"]),
            texts.get("title", ""),
            texts.get("workplace", ""),
        )
        if not found.code and not found.name:
            faults.append(_fault(number, "missing", "Ghi mã cán bộ, hoặc họ và tên."))
        elif too_long := [name for name, most in LONGEST.items() if len(getattr(found, name)) > most]:
            faults.append(_fault(number, "too_long", f"Dài quá {LONGEST[too_long[0]]} ký tự. Viết gọn lại."))
        else:
            rows.append(found)
    if table is not None and not rows and not faults:
        faults.append(_fault(0, "empty", "Bảng không có người nào. Kiểm tra lại tệp."))
    return rows, faults


def matched(rows: Sequence[FileRow], officials: Sequence[Known]) -> RollFile:
    """Each row's official: by code, else by name and, where several have it, by title and unit. Somebody twice is a
    fault, and so are an unknown code and a name that means several."""
    by_code = {known.code.casefold(): known for known in officials}
    by_name: dict[str, list[Known]] = {}
    for known in officials:
        by_name.setdefault(known.key, []).append(known)
    faults, found, unknown = [], [], []
    first: dict[object, int] = {}
    for row in rows:
        candidates = _candidates(row, by_code, by_name)
        if sentence := _wrong(row, candidates):
            faults.append(_fault(row.row, "not_found", sentence))
            continue
        official = candidates[0].id if candidates else None
        who: object = official if official is not None else (row.name.casefold(), row.workplace.casefold())
        if who in first:
            faults.append(
                _fault(row.row, "twice", f"{row.name or row.code} đã có ở dòng {first[who]}. Bỏ bớt một dòng.")
            )
            continue
        first[who] = row.row
        found.append((row, official))
        if official is None:
            unknown.append(row)
    return RollFile(tuple(found), tuple(unknown), tuple(faults))


def _candidates(row: FileRow, by_code: dict[str, Known], by_name: dict[str, list[Known]]) -> list[Known]:
    if row.code:
        known = by_code.get(row.code.casefold())
        return [known] if known else []
    same = by_name.get(sort_key(row.name), [])
    post = (row.title.casefold(), row.workplace.casefold())
    exact = [known for known in same if post in known.posts]
    at_unit = [known for known in same if post[1] in {unit for _, unit in known.posts}]
    return next((found for found in (exact, at_unit) if len(found) == 1), same)


def _wrong(row: FileRow, candidates: Sequence[Known]) -> str:
    if row.code and not candidates:
        return f"Không có cán bộ mang mã “{row.code}”. Sửa mã, hoặc bỏ mã và ghi họ và tên."
    if len(candidates) > 1:
        codes = ", ".join(known.code for known in candidates)
        return f"Có {len(candidates)} cán bộ tên {row.name}. Ghi mã cán bộ: {codes}."
    if row.code and row.name and candidates[0].key != sort_key(row.name):
        return f"Mã {row.code} không phải của {row.name}. Sửa mã hoặc họ và tên."
    return ""


def unknown_faults(rows: Sequence[FileRow]) -> tuple[Fault, ...]:
    """Those whom the register does not know, told as faults where they may not be added."""
    sentence = "Không có trong danh sách cán bộ. Sửa họ tên, hoặc đánh dấu cho ghi cả những người này."
    return tuple(_fault(row.row, "unknown", f"{row.name}: {sentence[0].lower()}{sentence[1:]}") for row in rows)


def _fault(row: int, code: str, sentence: str) -> Fault:
    return Fault(SCHEMA.sheet_name, row, "", "", code, sentence)
