"""What led to a follow-up vote, in the words that its papers open with. Pure.

Nghị quyết 96/2023/QH15, Điều 12, 13: a result over a threshold, or a demand; Quy định 96-QĐ/TW, Điều 10: a result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.rules.parameters import Threshold
from config.vietnamese import long_date


@dataclass(frozen=True)
class OverThreshold:
    """Somebody whose result was over a threshold; `result` is like "25/47 phiếu tín nhiệm thấp (53,19 %)"."""

    name: str
    title: str
    result: str
    threshold: Threshold


def trigger_text(poll: str, day: date, over: Sequence[OverThreshold], demand: str) -> str:
    """A paragraph a line: for each threshold that was passed who passed it at the poll of that name and day and by how
    much, then who demanded the vote. Nothing of what is not there."""
    thresholds = dict.fromkeys(person.threshold for person in over)
    paragraphs = [_passed(poll, day, one, [person for person in over if person.threshold == one]) for one in thresholds]
    if demand:
        paragraphs.append(f"Căn cứ bỏ phiếu tín nhiệm: {demand.rstrip('.')}.")
    return "\n".join(paragraphs)


def _passed(poll: str, day: date, threshold: Threshold, people: Sequence[OverThreshold]) -> str:
    results = "; ".join(f"{person.name}, {person.title}: {person.result}" for person in people)
    label = threshold.label[:1].lower() + threshold.label[1:]
    return (
        f"Kết quả lấy phiếu tín nhiệm {long_date(day)} ({poll}): {results}; {label}, thuộc trường hợp quy định tại "
        f"{threshold.citation}."
    )
