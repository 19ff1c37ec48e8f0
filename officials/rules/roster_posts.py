"""Reading one post of an official: title and unit, since when, by what means, on which decision. Pure."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from officials.rules.roster_cells import BadCell, date_of, folded, text_of, word_of
from officials.rules.roster_headings import Table
from officials.rules.roster_types import Fault, RosterPost, RosterTitle, RosterUnit
from officials.rules.roster_units import KIND_NAMES, Titles, Units

MEANS = {
    "bau": "elected",
    "duoc bau": "elected",
    "bau cu": "elected",
    "phe chuan": "approved",
    "duoc phe chuan": "approved",
    "bo nhiem": "appointed",
    "duoc bo nhiem": "appointed",
    "bo nhiem lai": "reappointed",
    "tai bo nhiem": "reappointed",
    "duoc bo nhiem lai": "reappointed",
    "giao quyen": "acting",
    "quyen": "acting",
    "giao phu trach": "acting",
    "phu trach": "acting",
    "giao quyen, phu trach": "acting",
}
Value = TypeVar("Value")

LONGEST_DECISION = 80
_ELSEWHERE = re.compile(r"(.*\S)\s*\(\s*([^()]+?)\s*\)")
_fold = lru_cache(maxsize=2048)(folded)

Cells = dict[str, object]


class PostReader:
    """Reads posts against the units and titles of the same workbook. A faulty post is None and leaves its faults."""

    def __init__(self, table: Table, units: Units, titles: Titles) -> None:
        self.table, self.units, self.titles = table, units, titles
        self.by_folded_code = {code.casefold(): unit for code, unit in units.items()}

    def read(
        self, row: int, cells: Cells, heading: RosterUnit | None, position: int, faults: list[Fault]
    ) -> RosterPost | None:
        before = len(faults)
        place = self._try(row, "title", faults, lambda: self._place(text_of(cells["title"]), heading))
        started = self._try(row, "started", faults, lambda: _started(cells["started"]))
        means = self._try(row, "means", faults, lambda: _means(cells["means"]))
        decision = text_of(cells.get("decision"))
        if len(decision) > LONGEST_DECISION:
            said = f"Số quyết định dài quá {LONGEST_DECISION} ký tự. Chỉ ghi số và ký hiệu."
            faults.append(self.table.fault(row, "decision", "long_decision", said))
        if len(faults) > before:
            return None
        assert place is not None
        assert started is not None
        assert means is not None
        title, unit = place
        return RosterPost(unit.code, title, means, started, decision, position)

    def _place(self, text: str, heading: RosterUnit | None) -> tuple[RosterTitle, RosterUnit]:
        """The title and its unit: the one in brackets behind the title, otherwise the one of the heading above."""
        if not text:
            raise BadCell("no_title", "Thiếu chức danh, chức vụ. Ghi chức danh như ở trang “Chức danh”.")
        if heading and (title := self.titles.get((_fold(text), heading.kind))):
            return title, heading
        found = _ELSEWHERE.fullmatch(text)
        if found:
            return self._elsewhere(found[1], found[2])
        if heading is None:
            raise BadCell(
                "no_unit",
                "Không rõ đơn vị: phía trên không có dòng tên đơn vị nào đúng. "
                "Sửa dòng đơn vị, hoặc ghi mã đơn vị trong ngoặc.",
            )
        return self._in_unit(text, heading), heading

    def _elsewhere(self, text: str, code: str) -> tuple[RosterTitle, RosterUnit]:
        unit = self.units.get(code) or self.by_folded_code.get(code.casefold())
        if unit is None:
            raise BadCell(
                "unknown_unit", f"Trang “Đơn vị” không có mã “{code}”. Sửa mã trong ngoặc, hoặc thêm đơn vị đó."
            )
        return self._in_unit(text, unit), unit

    def _in_unit(self, text: str, unit: RosterUnit) -> RosterTitle:
        title = self.titles.get((_fold(text), unit.kind))
        if title is None:
            raise BadCell(
                "unknown_title",
                f"Loại đơn vị “{KIND_NAMES[unit.kind]}” của {unit.code} không có chức danh “{text}”. "
                "Sửa chức danh, hoặc thêm vào trang “Chức danh”.",
            )
        return title

    def _try(self, row: int, key: str, faults: list[Fault], read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except BadCell as bad:
            faults.append(self.table.fault(row, key, bad.code, str(bad)))
            return None


def _started(cell: object) -> date:
    day = date_of(cell)
    if day is None:
        raise BadCell("no_start", "Thiếu ngày giữ chức vụ. Ghi đủ ngày/tháng/năm.")
    return day


def _means(cell: object) -> str:
    return word_of(cell, MEANS, "unknown_means", "bầu; phê chuẩn; bổ nhiệm; bổ nhiệm lại; giao quyền; giao phụ trách")
