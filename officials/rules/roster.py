"""Reading a roster workbook: from rows of cells to units, titles and people with posts, and every fault by its place.

The workbook is the one that organisation committees keep ("Danh sách cán bộ lãnh đạo, quản lý"): three tables, wherever
they stand, found by the words of their headings. A faulty row gives nothing at all; the rows that lean on it neither.
"""

from officials.rules.roster_headings import PEOPLE, TITLES, UNITS, Sheet, find_table
from officials.rules.roster_people import read_people
from officials.rules.roster_types import Fault, Roster
from officials.rules.roster_units import read_titles, read_units


def read_roster(sheets: list[Sheet]) -> Roster:
    """Everything the workbook says. `sheets` are (name, rows of cell values from cell A1 on), in the workbook's order.

    Where a table or a heading is missing, the roster is empty but for the faults that say so.
    """
    missing: list[Fault] = []
    units, titles, people = (find_table(sheets, schema, missing) for schema in (UNITS, TITLES, PEOPLE))
    if units is None or titles is None or people is None:
        return Roster((), (), (), tuple(missing), frozenset())
    faults: list[Fault] = []
    known_units = read_units(units, faults)
    known_titles = read_titles(titles, faults)
    persons = read_people(people, known_units, known_titles, faults)
    return Roster(
        units=tuple(known_units.values()),
        titles=tuple(known_titles.values()),
        people=tuple(persons),
        faults=tuple(faults),
        columns=frozenset(people.columns),
    )
