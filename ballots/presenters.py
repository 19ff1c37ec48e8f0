"""What pages and commands say about an import."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ballots.rules.import_types import Plan, Verdict
from officials.presenters import fault_line
from officials.rules.roster_types import Fault


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """A line for each row of the workbook that has something wrong."""
    return [fault_line(list(of_row)) for _place, of_row in groupby(faults, key=lambda fault: (fault.sheet, fault.row))]


def import_sentence(plan: Plan, *, dry_run: bool = False) -> str:
    """What an import without faults did, or would do."""
    verdicts = Counter(planned.verdict for planned in plan.sessions)
    same = verdicts[Verdict.SAME]
    if same == len(plan.sessions):
        return f"Không có gì thay đổi: {same} hội nghị đã có đúng kết quả như trong tệp."
    start = "Sẽ nhập (chưa lưu gì)" if dry_run else "Đã nhập"
    return (
        f"{start} kết quả: {verdicts[Verdict.NEW]} hội nghị tạo mới, {verdicts[Verdict.FILL]} hội nghị đã có, "
        f"{same} hội nghị giữ nguyên."
    )
