"""Finding the tables of a roster by the words of their headings: the order of columns, the rows of titles above and
a second header row do not matter. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.vietnamese import search_key
from officials.rules.roster_cells import folded, text_of
from officials.rules.roster_types import Fault

Row = Sequence[object]
Sheet = tuple[str, Sequence[Row]]
SEARCHED_ROWS = 40


@dataclass(frozen=True)
class Column:
    """A column by what its folded heading looks like; `name` is how people are told about it."""

    key: str
    name: str
    pattern: str
    required: bool = True


@dataclass(frozen=True)
class Schema:
    sheet_name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Table:
    """A table that was found: where each column is (counted from 0), its heading, and the rows below the header."""

    sheet: str
    columns: dict[str, int]
    headings: dict[str, str]
    rows: Sequence[Row]
    first_row: int

    def __iter__(self) -> Iterator[tuple[int, dict[str, object]]]:
        """(row number as Excel shows it, cells by column key) of every row."""
        places = list(self.columns.items())
        for number, row in enumerate(self.rows[self.first_row :], self.first_row + 1):
            width = len(row)
            yield number, {key: row[at] if at < width else None for key, at in places}

    def fault(self, row: int, key: str, code: str, sentence: str) -> Fault:
        return Fault(self.sheet, row, letter(self.columns[key]), self.headings[key], code, sentence)


UNITS = Schema(
    "Đơn vị",
    (
        Column("code", "Mã", r"ma( so)?( don vi| to chuc)?"),
        Column("name", "Tên tổ chức, cơ quan, đơn vị", r"ten\b.*(to chuc|co quan|don vi).*|ten"),
        Column("parent", "Mã cấp trên", r".*(cap tren|truc thuoc).*"),
        Column("kind", "Loại", r"loai\b.*"),
        Column("tier", "Cấp", r"cap( hanh chinh)?"),
    ),
)
TITLES = Schema(
    "Chức danh",
    (
        Column("name", "Tên chức danh", r"(ten )?chuc (danh|vu)\b.*"),
        Column("kind", "Loại đơn vị", r"loai\b.*"),
        Column("regime", "Quy định áp dụng", r".*quy dinh.*"),
        Column("leadership", "Lãnh đạo, quản lý", r".*lanh dao.*"),
        Column("rank", "Thứ tự", r"(so )?thu tu.*"),
    ),
)
PEOPLE = Schema(
    "Danh sách cán bộ",
    (
        Column("number", "TT", r"s?tt|so thu tu", required=False),
        Column("code", "Mã cán bộ", r"ma( so)?( can bo| cb)?|so hieu( can bo)?"),
        Column("name", "Họ và tên", r"ho( va |, | )(chu dem )?(va )?ten\b.*"),
        Column("male", "Ngày, tháng, năm sinh: Nam", r".*sinh\b.*\bnam\W*"),
        Column("female", "Ngày, tháng, năm sinh: Nữ", r".*sinh\b.*\bnu\W*"),
        Column("title", "Chức danh, chức vụ", r"chuc (danh|vu)\b.*"),
        Column("started", "Ngày giữ chức vụ", r"(tu )?(ngay|thoi gian|thoi diem)\b.*(chuc|bo nhiem|bau).*"),
        Column("means", "Hình thức", r"hinh thuc\b.*"),
        Column("decision", "Số quyết định", r"(so )?quyet dinh\b.*", required=False),
        Column("retirement", "Ngày thông báo nghỉ hưu", r".*nghi huu.*", required=False),
        Column("illness", "Nghỉ ốm từ ngày", r".*\bom\b.*", required=False),
    ),
)


def find_table(sheets: Sequence[Sheet], schema: Schema, faults: list[Fault]) -> Table | None:
    """The first table whose header has every required column. Otherwise None, and a fault that says what is missing.

    A sheet that bears the table's name is looked at first.
    """
    wanted = search_key(schema.sheet_name)
    best: tuple[int, str, list[Column]] | None = None
    for name, rows in sorted(sheets, key=lambda sheet: search_key(sheet[0]) != wanted):
        for table in _headers(name, rows, schema):
            lacking = [c for c in schema.columns if c.required and c.key not in table.columns]
            if not lacking:
                return table
            if best is None or len(lacking) < best[0]:
                best = (len(lacking), name, lacking)
    faults.append(_nothing_found(schema, best, [name for name, _rows in sheets]))
    return None


def letter(index: int) -> str:
    """The column's letters in Excel: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _headers(sheet: str, rows: Sequence[Row], schema: Schema) -> Iterator[Table]:
    """Each row near the top, alone and with the row below it, read as a header of the schema: two of its columns are
    there, or the one that it needs."""
    fewest = min(2, sum(column.required for column in schema.columns))
    for at, row in enumerate(rows[:SEARCHED_ROWS]):
        below = rows[at + 1] if at + 1 < len(rows) else []
        for height, headings in ((1, [text_of(cell) for cell in row]), (2, _merged(row, below))):
            columns = _columns(headings, schema)
            if len(columns) >= fewest:
                first = at + height
                if first < len(rows) and _is_numbering(rows[first]):
                    first += 1
                yield Table(sheet, columns, {k: headings[i] for k, i in columns.items()}, rows, first)


def _merged(upper: Row, lower: Row) -> list[str]:
    """Two header rows as one: a cell of the lower row belongs to the nearest heading above it or to its left."""
    headings, group = [], ""
    for at in range(max(len(upper), len(lower))):
        above = text_of(upper[at]) if at < len(upper) else ""
        under = text_of(lower[at]) if at < len(lower) else ""
        group = above or group
        headings.append(f"{group}: {under}" if under else above)
    return headings


def _columns(headings: Sequence[str], schema: Schema) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        words = search_key(heading)
        for column in schema.columns:
            if words and column.key not in found and re.fullmatch(column.pattern, words):
                found[column.key] = at
                break
    return found


def _is_numbering(row: Row) -> bool:
    """A row "1 2 3 …" or "(1) (2) (3) …" that numbers the columns."""
    words = [folded(cell).strip("()") for cell in row if folded(cell)]
    return len(words) > 2 and words == [str(n) for n in range(1, len(words) + 1)]


def _nothing_found(schema: Schema, best: tuple[int, str, list[Column]] | None, names: list[str]) -> Fault:
    same = [name for name in names if search_key(name) == search_key(schema.sheet_name)]
    if best is None and not same:
        sentence = f"Tệp không có trang tính “{schema.sheet_name}”. Thêm trang này theo tệp mẫu."
        return Fault(schema.sheet_name, 0, "", "", "missing_sheet", sentence)
    sheet = best[1] if best else same[0]
    lacking = best[2] if best else [c for c in schema.columns if c.required]
    named = ", ".join(f"“{column.name}”" for column in lacking)
    sentence = f"Không tìm thấy cột {named}. Kiểm tra lại dòng tiêu đề của bảng “{schema.sheet_name}”."
    return Fault(sheet, 0, "", "", "missing_heading", sentence)
