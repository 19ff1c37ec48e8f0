"""Reading a workbook of seats in bodies: who sits where, since when. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.vietnamese import search_key, sort_key
from officials.rules.roster_cells import BadCell, date_of, text_of, word_of
from officials.rules.roster_headings import Column, Schema, Sheet, Table, find_table
from officials.rules.roster_types import Fault

SCHEMA = Schema(
    "Thành viên",
    (
        Column("code", "Mã cán bộ", r"ma( so)?( can bo| cb)|so hieu( can bo)?"),
        Column("name", "Họ và tên", r"ho( va |, | )(chu dem )?(va )?ten\b.*"),
        Column("unit", "Mã đơn vị", r"ma( so)? (don vi|to chuc|co quan)"),
        Column("seat", "Tư cách", r"tu cach\b.*|thanh phan\b.*"),
        Column("since", "Từ ngày", r"(tu )?ngay\b.*", required=False),
    ),
)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A row that can be stored."""

    row: int
    official: int
    unit: int
    seat: str
    since: date | None


@dataclass(frozen=True)
class Register:
    """What a row is held against: officials by code in lower case as (id, sort key of the name), ids of units by code
    in lower case where they may be changed, the seats by their folded words."""

    officials: Mapping[str, tuple[int, str]]
    units: Mapping[str, int]
    seats: Mapping[str, str]


@dataclass(frozen=True)
class MemberFile:
    rows: tuple[SeatRow, ...]
    faults: tuple[Fault, ...]


def seat_words(labels: Mapping[str, str]) -> dict[str, str]:
    """The seats by the folded words of their labels."""
    return {search_key(label): code for code, label in labels.items()}


def read_members(sheets: Sequence[Sheet], register: Register, labels: Mapping[str, str]) -> MemberFile:
    """Every row that can be stored, and every fault with its place. A seat that stands twice is a fault."""
    faults: list[Fault] = []
    table = find_table(sheets, SCHEMA, faults)
    rows: list[SeatRow] = []
    first: dict[tuple[int, int, str], int] = {}
    for number, cells in table or ():
        if table is None or not any(text_of(value) for value in cells.values()):
            continue
        found = _row(table, number, cells, register, labels, faults)
        if found is None:
            continue
        key = (found.official, found.unit, found.seat)
        if key in first:
            faults.append(table.fault(number, "code", "twice", f"Đã có ở dòng {first[key]}. Bỏ bớt một dòng."))
            continue
        first[key] = number
        rows.append(found)
    if table is not None and not rows and not faults:
        faults.append(Fault(table.sheet, 0, "", "", "empty", "Bảng không có người nào. Kiểm tra lại tệp."))
    return MemberFile(tuple(rows), tuple(faults))


def codes_in(sheets: Sequence[Sheet], key: str) -> set[str]:
    """The codes that stand in a column of the table: what to look up before reading it."""
    table = find_table(sheets, SCHEMA, [])
    return {text_of(cells[key]) for _number, cells in table or ()} - {""}


def _row(
    table: Table,
    number: int,
    cells: Mapping[str, Any],
    register: Register,
    labels: Mapping[str, str],
    faults: list[Fault],
) -> SeatRow | None:
    """The row, or None and a fault for each cell that is wrong."""
    code, name, unit_code = (text_of(cells[key]) for key in ("code", "name", "unit"))
    wrong: list[tuple[str, str, str]] = []
    official = register.officials.get(code.casefold())
    if official is None:
        said = f"Không có cán bộ mang mã “{code}”. Sửa mã." if code else "Thiếu mã cán bộ. Ghi mã ở mỗi dòng."
        wrong.append(("code", "unknown_official", said))
    elif name and official[1] != sort_key(name):
        wrong.append(("name", "other_name", f"Mã {code} không phải của {name}. Sửa mã hoặc họ và tên."))
    unit = register.units.get(unit_code.casefold())
    if unit is None:
        said = f"Không có đơn vị “{unit_code}” đang hoạt động trong phạm vi của đồng chí. Sửa mã đơn vị."
        wrong.append(("unit", "unknown_unit", said))
    seat, since = "", None
    try:
        seat = word_of(cells["seat"], register.seats, "unknown_seat", ", ".join(labels.values()))
    except BadCell as bad:
        wrong.append(("seat", bad.code, str(bad)))
    try:
        since = date_of(cells.get("since"))
    except BadCell as bad:
        wrong.append(("since", bad.code, str(bad)))
    faults += [table.fault(number, *fault) for fault in wrong]
    if wrong or official is None or unit is None:
        return None
    return SeatRow(number, official[0], unit, seat, since)
