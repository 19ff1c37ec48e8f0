"""Reading the tables of units and of titles. Pure."""

from collections.abc import Iterator

from config.vietnamese import search_key
from officials.rules.roster_cells import BadCell, folded, text_of, word_of
from officials.rules.roster_headings import Table
from officials.rules.roster_types import Fault, RosterTitle, RosterUnit

KIND_NAMES = {
    "national_assembly": "Quốc hội",
    "party_committee": "Cấp ủy",
    "peoples_council": "Hội đồng nhân dân",
    "peoples_committee": "Ủy ban nhân dân",
    "department": "Cơ quan chuyên môn",
    "front": "Mặt trận, tổ chức chính trị - xã hội",
    "public_service": "Đơn vị sự nghiệp",
    "enterprise": "Doanh nghiệp",
}
TIER_NAMES = {
    "central": "Trung ương",
    "province": "Cấp tỉnh",
    "district": "Cấp huyện (đến 30/6/2025)",
    "commune": "Cấp xã",
}
KIND_WORDS = {word: kind for kind, name in KIND_NAMES.items() for word in (kind, search_key(name))}
TIER_WORDS = {word: tier for tier, name in TIER_NAMES.items() for word in (tier, search_key(name))} | {
    "tinh": "province",
    "huyen": "district",
    "cap huyen": "district",
    "xa": "commune",
}
YES = {"x", "co", "1", "v", "✓", "✔", "yes", "true"}
NO = {"", "khong", "0", "-", "no", "false"}
LONGEST_CODE, LONGEST_UNIT_NAME, LONGEST_TITLE = 30, 200, 150

Titles = dict[tuple[str, str], RosterTitle]
Units = dict[str, RosterUnit]


def read_units(table: Table, faults: list[Fault]) -> Units:
    """The units by code, each below a unit of the same table or at the top."""
    units: Units = {}
    rows: dict[str, int] = {}
    for row, cells in _filled(table):
        found: list[Fault] = []
        unit = _unit(table, row, cells, len(rows) + 1, found)
        if unit.code in rows:
            said = f"Mã “{unit.code}” đã có ở dòng {rows[unit.code]}. Mỗi đơn vị một mã; sửa mã hoặc xóa dòng này."
            found.append(table.fault(row, "code", "duplicate_unit", said))
        elif not found:
            units[unit.code] = unit
            rows[unit.code] = row
        faults.extend(found)
    return _rooted(table, units, rows, faults)


def read_titles(table: Table, faults: list[Fault]) -> Titles:
    """The titles by (folded name, kind of unit); a title without a rank stands after those above it."""
    titles: Titles = {}
    below: dict[str, int] = {}
    for row, cells in _filled(table):
        found: list[Fault] = []
        title = _title(table, row, cells, below, found)
        key = (search_key(title.name), title.unit_kind)
        if not found and key in titles:
            said = f"Chức danh “{title.name}” của loại đơn vị này đã có ở một dòng trên. Xóa một trong hai dòng."
            found.append(table.fault(row, "name", "duplicate_title", said))
        if not found:
            titles[key] = title
            below[title.unit_kind] = title.rank
        faults.extend(found)
    return titles


def _filled(table: Table) -> Iterator[tuple[int, dict[str, object]]]:
    """The rows in which at least two cells are filled: notes and signatures below a table have one."""
    for row, cells in table:
        if sum(bool(text_of(cell)) for cell in cells.values()) > 1:
            yield row, cells


def _unit(table: Table, row: int, cells: dict[str, object], position: int, found: list[Fault]) -> RosterUnit:
    code, name = text_of(cells["code"]), text_of(cells["name"])
    if not code or len(code) > LONGEST_CODE:
        said = f"Đơn vị phải có mã, không quá {LONGEST_CODE} ký tự. Ghi mã vào ô này."
        found.append(table.fault(row, "code", "no_code", said))
    if not name or len(name) > LONGEST_UNIT_NAME:
        said = f"Đơn vị phải có tên, không quá {LONGEST_UNIT_NAME} ký tự. Ghi tên vào ô này."
        found.append(table.fault(row, "name", "no_name", said))
    kind = _word(table, row, cells, "kind", KIND_WORDS, KIND_NAMES, found)
    tier = _word(table, row, cells, "tier", TIER_WORDS, TIER_NAMES, found)
    return RosterUnit(code, name, text_of(cells["parent"]), kind, tier, position)


def _rooted(table: Table, units: Units, rows: dict[str, int], faults: list[Fault]) -> Units:
    """The units whose line of superiors ends at the top; the others are faults."""
    rooted: Units = {}
    for code, unit in units.items():
        above, seen = unit, {code}
        while above.parent in units and above.parent not in seen:
            above = units[above.parent]
            seen.add(above.code)
        if not above.parent:
            rooted[code] = unit
        elif above.parent in seen:
            said = f"Các đơn vị {', '.join(sorted(seen))} là cấp trên của nhau. Sửa lại mã cấp trên."
            faults.append(table.fault(rows[code], "parent", "circle_of_units", said))
        else:
            said = (
                f"Không có đơn vị nào mang mã “{above.parent}” (cấp trên của {above.code}). Sửa mã hoặc thêm đơn vị đó."
            )
            faults.append(table.fault(rows[code], "parent", "unknown_parent", said))
    return rooted


def _title(table: Table, row: int, cells: dict[str, object], below: dict[str, int], found: list[Fault]) -> RosterTitle:
    name = text_of(cells["name"])
    if not name or len(name) > LONGEST_TITLE:
        said = f"Chức danh phải có tên, không quá {LONGEST_TITLE} ký tự. Ghi tên vào ô này."
        found.append(table.fault(row, "name", "no_name", said))
    kind = _word(table, row, cells, "kind", KIND_WORDS, KIND_NAMES, found)
    return RosterTitle(
        name=name,
        unit_kind=kind,
        regime=_regime(table, row, cells["regime"], found),
        is_leadership=_leadership(table, row, cells["leadership"], found),
        rank=_rank(table, row, cells["rank"], below.get(kind, 0) + 1, found),
    )


def _regime(table: Table, row: int, cell: object, found: list[Fault]) -> str:
    words = folded(cell)
    if "hdnd" in words or "hoi dong nhan dan" in words:
        return "state"
    if words.startswith(("dang", "cap uy", "lanh dao cap uy")):
        return "party"
    if words.startswith(("khac", "chuc danh khac")):
        return "other"
    said = f"Không hiểu quy định áp dụng “{text_of(cell)}”. Ghi: Đảng; HĐND bầu, phê chuẩn; hoặc Khác."
    found.append(table.fault(row, "regime", "unknown_regime", said))
    return ""


def _leadership(table: Table, row: int, cell: object, found: list[Fault]) -> bool:
    words = folded(cell)
    if words not in YES | NO:
        said = f"Không hiểu “{text_of(cell)}”. Ghi “x” nếu là chức danh lãnh đạo, quản lý, để trống nếu không."
        found.append(table.fault(row, "leadership", "unknown_mark", said))
    return words in YES


def _rank(table: Table, row: int, cell: object, following: int, found: list[Fault]) -> int:
    text = text_of(cell)
    if not text:
        return following
    if text.isdecimal() and 0 < int(text) < 1000:
        return int(text)
    said = f"Thứ tự “{text}” phải là số nguyên từ 1. Sửa lại, hoặc để trống để lấy theo thứ tự dòng."
    found.append(table.fault(row, "rank", "bad_rank", said))
    return following


def _word(
    table: Table,
    row: int,
    cells: dict[str, object],
    key: str,
    words: dict[str, str],
    names: dict[str, str],
    found: list[Fault],
) -> str:
    try:
        return word_of(cells[key], words, f"unknown_{key}", "; ".join(names.values()))
    except BadCell as bad:
        found.append(table.fault(row, key, bad.code, str(bad)))
        return ""
