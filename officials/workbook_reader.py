"""Run as a program of its own: a workbook comes in, its sheets go out, and memory has an end.

A few kilobytes can ask for more memory than any machine has: cells far apart, one long text in every cell. Here that
ends this process, which holds nothing else, and not the site or the worker that asked for the sheets.
"""

import io
import pickle
import resource
import sys
from typing import Any

import python_calamine

MEMORY = 2 * 1024**3
SECONDS = 60
MOST_CELLS = 8_000_000
OK, DAMAGED, LOCKED, TOO_MUCH = 0, 10, 11, 12


def main() -> int:
    """Standard input is the workbook. Standard output: a pickled list of (name of the sheet, its rows from A1 on)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sheets = _sheets(sys.stdin.buffer.read())
    except python_calamine.PasswordError:
        return LOCKED
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        return DAMAGED
    if sum(len(row) for _name, rows in sheets for row in rows) > MOST_CELLS:
        return TOO_MUCH
    pickle.dump(sheets, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return OK


def _sheets(content: bytes) -> list[tuple[str, list[Any]]]:
    kind = python_calamine.SheetTypeEnum.WorkSheet
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == kind]
        return [(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]


if __name__ == "__main__":
    sys.exit(main())
