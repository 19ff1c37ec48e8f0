"""Reading the list of people: unit headings, persons, their further posts on rows without a name, signatures. Pure."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from config.vietnamese import search_key, tidy_name
from officials.rules.roster_cells import BadCell, birth_of, date_of, text_of
from officials.rules.roster_headings import Table
from officials.rules.roster_posts import PostReader
from officials.rules.roster_types import Fault, RosterPerson, RosterPost, RosterUnit
from officials.rules.roster_units import Titles, Units

LONGEST_CODE, LONGEST_NAME = 30, 120
_HEADING = re.compile(r"(\S{1,30})\s+[-–—]\s+\S.*|(\S{1,30}?)[-–—]\s*\S.*")

Cells = dict[str, object]


@dataclass
class _Draft:
    """A person being read: the row, whether it is good, and the posts so far."""

    row: int
    person: RosterPerson | None
    rows: int = 1
    posts: list[RosterPost] = field(default_factory=list)


def read_people(table: Table, units: Units, titles: Titles, faults: list[Fault]) -> list[RosterPerson]:
    """Everybody whose row is in order, with the posts whose rows are. Rows after the end of the table are no faults."""
    reader = _PeopleReader(table, units, titles, faults)
    rows = list(table)
    for row, cells in rows[: _end(rows)]:
        reader.read(row, cells)
    return reader.finished()


def _end(rows: list[tuple[int, Cells]]) -> int:
    """How many rows belong to the table: what follows the last numbered, coded or dated row is a signature block."""
    end = next((at + 1 for at in range(len(rows) - 1, -1, -1) if _is_anchor(rows[at][1])), 0)
    while end < len(rows) and text_of(rows[end][1]["title"]) and not text_of(rows[end][1]["name"]):
        end += 1
    return end


def _is_anchor(cells: Cells) -> bool:
    if text_of(cells["code"]) or text_of(cells.get("number")):
        return True
    if not text_of(cells["title"]):
        return False
    try:
        return date_of(cells["started"]) is not None
    except BadCell:
        return False


class _PeopleReader:
    def __init__(self, table: Table, units: Units, titles: Titles, faults: list[Fault]) -> None:
        self.table, self.faults = table, faults
        self.units = units
        self.posts = PostReader(table, units, titles)
        self.by_name = _unique_names(units)
        self.heading: RosterUnit | None = None
        self.first_rows: dict[str, int] = {}
        self.draft: _Draft | None = None
        self.people: list[RosterPerson] = []

    def read(self, row: int, cells: Cells) -> None:
        if not any(text_of(cell) for cell in cells.values()):
            return
        if self._is_heading(cells):
            self._close()
            self._read_heading(row, cells)
        elif text_of(cells["name"]) or text_of(cells["code"]) or text_of(cells.get("number")):
            self._close()
            self._read_person(row, cells)
        else:
            self._read_further_post(row, cells)

    def finished(self) -> list[RosterPerson]:
        self._close()
        return self.people

    def _close(self) -> None:
        draft, self.draft = self.draft, None
        if draft and draft.person:
            self.people.append(replace(draft.person, posts=tuple(draft.posts)))

    def _is_heading(self, cells: Cells) -> bool:
        """A name without code, birth, title or date; behind a whole number it must be that of a known unit."""
        others = ("code", "male", "female", "title", "started", "means")
        if not text_of(cells["name"]) or any(text_of(cells[key]) for key in others):
            return False
        return not text_of(cells.get("number")).isdecimal() or self._unit_named(text_of(cells["name"])) is not None

    def _unit_named(self, text: str) -> RosterUnit | None:
        found = _HEADING.fullmatch(text)
        code = (found[1] or found[2]) if found else ""
        return self.units.get(code) or self.by_name.get(search_key(text))

    def _read_heading(self, row: int, cells: Cells) -> None:
        text = text_of(cells["name"])
        self.heading = self._unit_named(text)
        if self.heading is None:
            said = (
                f"“{text}” không phải là đơn vị nào của trang “Đơn vị”, cũng không đủ mã, chức danh để là một cán bộ. "
                "Ghi “MÃ - tên đơn vị”, hoặc điền đủ dòng cán bộ."
            )
            self._fault(row, "name", "unknown_unit", said)

    def _read_person(self, row: int, cells: Cells) -> None:
        before = len(self.faults)
        person = self._person(row, cells)
        post = self.posts.read(row, cells, self.heading, 1, self.faults)
        good = len(self.faults) == before and post is not None
        self.draft = _Draft(row, person if good else None, posts=[post] if good and post else [])

    def _read_further_post(self, row: int, cells: Cells) -> None:
        draft = self.draft
        if draft is None:
            said = "Dòng không có tên phải nằm ngay dưới dòng của một cán bộ. Ghi họ tên và mã, hoặc chuyển dòng này."
            self._fault(row, "name", "nobody_above", said)
            return
        draft.rows += 1
        if draft.person is None:
            said = f"Dòng này là chức vụ khác của người ở dòng {draft.row}, mà dòng đó sai, nên cũng bị bỏ qua."
            self._fault(row, "title", "person_faulty", said)
            return
        post = self.posts.read(row, cells, self.heading, draft.rows, self.faults)
        if post and any((p.title, p.unit) == (post.title, post.unit) for p in draft.posts):
            said = "Chức vụ này ở đơn vị này đã ghi cho chính cán bộ đó ở dòng trên. Xóa một trong hai dòng."
            self._fault(row, "title", "duplicate_post", said)
        elif post:
            draft.posts.append(post)

    def _person(self, row: int, cells: Cells) -> RosterPerson:
        code, name = self._code(row, cells), self._name(row, cells)
        sex, born_on, born_year = self._birth(row, cells)
        return RosterPerson(
            code=code,
            full_name=name,
            sex=sex,
            born_on=born_on,
            born_year=born_year,
            retirement_notice_on=self._date(row, cells, "retirement"),
            illness_from=self._date(row, cells, "illness"),
            posts=(),
        )

    def _code(self, row: int, cells: Cells) -> str:
        code = text_of(cells["code"])
        if not code or len(code) > LONGEST_CODE:
            said = f"Cán bộ phải có mã, không quá {LONGEST_CODE} ký tự. Ghi mã cán bộ vào ô này."
            self._fault(row, "code", "no_code", said)
        elif code in self.first_rows:
            said = f"Mã “{code}” đã có ở dòng {self.first_rows[code]}. Sửa mã của một trong hai người."
            self._fault(row, "code", "duplicate_code", said)
        else:
            self.first_rows[code] = row
        return code

    def _name(self, row: int, cells: Cells) -> str:
        name = tidy_name(text_of(cells["name"]))
        if not name or len(name) > LONGEST_NAME:
            said = f"Thiếu họ và tên, hoặc tên dài quá {LONGEST_NAME} ký tự. Ghi đủ họ và tên."
            self._fault(row, "name", "no_name", said)
        return name

    def _birth(self, row: int, cells: Cells) -> tuple[str, date | None, int | None]:
        male, female = text_of(cells["male"]), text_of(cells["female"])
        if male and female:
            said = "Ngày sinh ghi ở cả hai cột Nam và Nữ. Xóa ngày sinh ở cột không đúng."
            self._fault(row, "female", "both_sexes", said)
            return "", None, None
        if not male and not female:
            return "", None, None
        key = "male" if male else "female"
        try:
            return key, *birth_of(cells[key])
        except BadCell as bad:
            self._fault(row, key, bad.code, str(bad))
            return key, None, None

    def _date(self, row: int, cells: Cells, key: str) -> date | None:
        try:
            return date_of(cells.get(key))
        except BadCell as bad:
            self._fault(row, key, bad.code, str(bad))
            return None

    def _fault(self, row: int, key: str, code: str, sentence: str) -> None:
        self.faults.append(self.table.fault(row, key, code, sentence))


def _unique_names(units: Units) -> dict[str, RosterUnit]:
    """Units by folded name, those whose name is theirs alone."""
    names: dict[str, list[RosterUnit]] = {}
    for unit in units.values():
        names.setdefault(search_key(unit.name), []).append(unit)
    return {name: found[0] for name, found in names.items() if len(found) == 1}
