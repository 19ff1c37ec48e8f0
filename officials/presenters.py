"""Rows, sentences and labels as pages and commands show them."""

from collections.abc import Sequence

from officials.rules.changes import Plan, Tally
from officials.rules.roster_types import Fault

COUNTED = {"units": "đơn vị", "titles": "chức danh", "officials": "cán bộ", "appointments": "chức vụ"}


def fault_line(faults: Sequence[Fault]) -> str:
    """All that is wrong with one row, in one line: sheet, row, each column with its sentence."""
    place = f"Trang “{faults[0].sheet}”" + (f", dòng {faults[0].row}" if faults[0].row else "")
    return f"{place}: " + " ".join(
        f"cột {fault.column} ({fault.heading}): {fault.sentence}" if fault.column else fault.sentence
        for fault in faults
    )


def tally_text(tally: Tally) -> str:
    return f"tạo mới {tally.created}, thay đổi {tally.changed}, giữ nguyên {tally.unchanged}"


def plan_sentence(plan: Plan, *, dry_run: bool = False) -> str:
    """What an import did, or would do."""
    counts = "\n".join(f"- {name}: {tally_text(plan.counts[key])}" for key, name in COUNTED.items())
    if plan.is_empty:
        return f"Không có gì thay đổi: dữ liệu đã đúng như trong tệp.\n{counts}"
    return f"{'Sẽ nhập (chưa lưu gì)' if dry_run else 'Đã nhập danh sách cán bộ'}:\n{counts}"
