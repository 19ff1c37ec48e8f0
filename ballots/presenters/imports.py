"""What pages and commands say about an import."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from ballots.rules.import_plan import digest_of
from ballots.rules.import_types import Plan, Verdict
from officials.presenters import fault_line
from officials.rules.roster_types import Fault

DONE = {Verdict.NEW: "tạo mới", Verdict.FILL: "đã có trong đợt", Verdict.SAME: "giữ nguyên"}


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """A line for each row of the workbook that has something wrong."""
    return [fault_line(list(of_row)) for _place, of_row in groupby(faults, key=lambda fault: (fault.sheet, fault.row))]


def import_sentence(plan: Plan, *, dry_run: bool = False) -> str:
    """What an import without faults did, or would do."""
    verdicts = Counter(planned.verdict for planned in plan.sessions)
    if verdicts[Verdict.SAME] == len(plan.sessions):
        return f"Không có gì thay đổi: {len(plan.sessions)} hội nghị đã có đúng kết quả như trong tệp."
    start = "Sẽ nhập (chưa lưu gì)" if dry_run else "Đã nhập kết quả"
    return f"{start}: {', '.join(f'{verdicts[v]} hội nghị {words}' for v, words in DONE.items() if verdicts[v])}."


VERDICT_LABELS = {Verdict.NEW: "Tạo mới", Verdict.FILL: "Đã có trong đợt", Verdict.SAME: "Không thay đổi"}
VERDICT_STATES = {Verdict.NEW: "new", Verdict.FILL: "changed", Verdict.SAME: ""}


def preview_of(plan: Plan) -> dict[str, Any]:
    """The plan as JSON for the page of the preview: who and how many, not the votes."""
    return {
        "digest": digest_of(plan),
        "sentence": import_sentence(plan, dry_run=True) if plan.sessions and not plan.faults else "",
        "is_empty": all(planned.verdict == Verdict.SAME for planned in plan.sessions),
        "faults": [asdict(fault) for fault in plan.faults],
        "warnings": fault_lines(plan.warnings),
        "sessions": [
            {
                "code": planned.code,
                "name": planned.name,
                "verdict": VERDICT_LABELS[planned.verdict],
                "state": VERDICT_STATES[planned.verdict],
                "styles": len(planned.styles),
                "people": sum(len(style.lines) for style in planned.styles),
                "linked": sum(line.post is not None for style in planned.styles for line in style.lines),
            }
            for planned in plan.sessions
        ],
    }
