"""Verdicts in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.rules.parameters import Parameters
from campaigns.rules.reasons import EXCLUSION_REASONS, citation_of
from config.vietnamese import decimal_comma

VOTED_ON = "Được lấy phiếu"


@dataclass(frozen=True)
class ShownReason:
    label: str
    sentence: str
    citation: str


def reasons_of(codes: Iterable[str], parameters: Parameters | None) -> list[ShownReason]:
    """The reasons in words, each with where it stands in the rule set of the phase."""
    found = ((code, EXCLUSION_REASONS[code]) for code in codes)
    return [ShownReason(reason.label, reason.sentence, citation_of(code, parameters)) for code, reason in found]


def count_lines(total: int, subjects: int, reasons: Mapping[str, int]) -> list[str]:
    """The counts of an evaluation, a line each, for the command line."""
    lines = [
        f"chức vụ đã xét: {total}",
        f"được lấy phiếu: {subjects}",
        f"không lấy phiếu: {total - subjects}",
    ]
    lines += [
        f"  {reason.label[0].lower()}{reason.label[1:]} ({code}): {reasons[code]}"
        for code, reason in EXCLUSION_REASONS.items()
        if reasons.get(code)
    ]
    return lines


def change_sentence(created: int, changed: int, deleted: int) -> str:
    """What an evaluation changed."""
    if not created + changed + deleted:
        return "Không có gì thay đổi so với lần xét trước."
    return (
        f"Đã lưu: {decimal_comma(created)} kết quả mới, {decimal_comma(changed)} thay đổi, "
        f"{decimal_comma(deleted)} không còn."
    )
