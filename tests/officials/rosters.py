"""Rosters for tests: the sample, generated ones with their truth, and small sheets written by hand."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

from officials.rules.roster import read_roster
from officials.rules.roster_headings import Sheet
from officials.rules.roster_types import Roster
from officials.workbooks import sheets_of
from tests.data import make_roster

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "docs" / "samples" / "can-bo.xlsx"
TRUTH: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "roster" / "can-bo.truth.json").read_text())
MEANS = {"bầu": "elected", "bổ nhiệm": "appointed", "bổ nhiệm lại": "reappointed"}

UNIT_HEAD = ["Mã", "Tên đơn vị", "Mã cấp trên", "Loại", "Cấp"]
TITLE_HEAD = ["Tên chức danh", "Loại đơn vị", "Quy định áp dụng", "Lãnh đạo, quản lý", "Thứ tự"]
PEOPLE_HEAD = ["TT", "Mã cán bộ", "Họ và tên", "Ngày sinh", None, "Chức vụ", "Ngày giữ chức vụ", "Hình thức"]
UNITS = [["TU", "Tỉnh ủy", "", "party_committee", "province"], ["S01", "Sở Nội vụ", "", "department", "province"]]
TITLES = [["Bí thư", "party_committee", "Đảng", "x", 1], ["Giám đốc", "department", "Khác", "x", 1]]
AN = [1, "A1", "Lê An", "1/2/1975", None, "Bí thư", "3/4/2024", "bầu"]


def sample() -> Roster:
    return read_roster(sheets_of(SAMPLE.read_bytes()))


def generated(tmp_path: Path, people: int, seed: int) -> tuple[Roster, list[dict[str, Any]], list[dict[str, Any]]]:
    """A roster as read, the officials it was written from, and the faults planted in it."""
    tree, officials = make_roster.build(people, seed, 2028)
    faults = make_roster.write(tmp_path, tree, officials, random.Random(seed + 1))
    return read_roster(sheets_of((tmp_path / "can-bo.xlsx").read_bytes())), officials, faults


def sheets(*people: list[Any], units: list[list[Any]] = UNITS, titles: list[list[Any]] = TITLES) -> list[Sheet]:
    """A workbook with the two header rows and a heading "TU - Tỉnh ủy"; the first person stands in row 4."""
    head = [PEOPLE_HEAD, [None, None, None, "Nam", "Nữ"], ["1.", None, "TU - Tỉnh ủy"]]
    return [
        ("Đơn vị", [UNIT_HEAD, *units]),
        ("Chức danh", [TITLE_HEAD, *titles]),
        ("Danh sách cán bộ", [*head, *people]),
    ]


def read(*people: list[Any], **tables: list[list[Any]]) -> Roster:
    return read_roster(sheets(*people, **tables))


def an(**changes: Any) -> list[Any]:
    """The row of Lê An with some cells changed, by the names code, name, male, female, title, started, means."""
    places = {"number": 0, "code": 1, "name": 2, "male": 3, "female": 4, "title": 5, "started": 6, "means": 7}
    row = list(AN)
    for key, value in changes.items():
        row[places[key]] = value
    return row


def faults(roster: Roster) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in roster.faults]


def first_codes(roster: Roster) -> dict[int, str]:
    """The first fault of every faulty row."""
    return {fault.row: fault.code for fault in reversed(roster.faults)}


def as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
