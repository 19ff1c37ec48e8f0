"""Write docs/samples/thanh-vien.xlsx: who sits on the provincial executive committee and council of the sample roster.

Both bodies come to 50 people with those who hold posts there. Run from the repository:
DJANGO_SETTINGS_MODULE=config.settings python -m tests.data.make_members
"""

from collections.abc import Iterator

from officials.exports import workbook_bytes
from officials.rules.roster_types import RosterPerson
from tests.officials.rosters import ROOT, sample

TARGET = ROOT / "docs" / "samples" / "thanh-vien.xlsx"
SIZE = 50
HEADINGS = [("Mã cán bộ", 14), ("Họ và tên", 28), ("Mã đơn vị", 12), ("Tư cách", 28), ("Từ ngày", 14)]
# unit, the seat in words, since when, units whose people sit there first
BODIES = (
    ("TU", "Ủy viên Ban Chấp hành", "15/10/2025", ("TU", "UBND", "HDND")),
    ("HDND", "Đại biểu", "15/3/2026", ("HDND", "UBND")),
)


def rows() -> Iterator[list[str]]:
    people = sample().people
    for unit, seat, since, first in BODIES:
        for person in _members(people, first):
            yield [person.code, person.full_name, unit, seat, since]


def _members(people: tuple[RosterPerson, ...], first: tuple[str, ...]) -> list[RosterPerson]:
    """Everybody of the first units, then others spread over the whole roster, up to the size of the body."""
    near = [person for person in people if any(post.unit in first for post in person.posts)][:SIZE]
    others = [person for person in people if person not in near]
    step = len(others) // max(1, SIZE - len(near))
    return near + others[::step][: SIZE - len(near)]


if __name__ == "__main__":
    TARGET.write_bytes(workbook_bytes("Thành viên", HEADINGS, rows()))
