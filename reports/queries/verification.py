"""What somebody's papers prove: the codes on them, and whether they say in letters what the codes say."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ballots.queries.seals import Verified, verify
from ballots.scans import Scan
from config.errors import Refused
from reports.presenters.minutes import minutes_paper
from reports.presenters.seal import lines_of, seal_paper
from reports.queries.results import SessionResult
from reports.queries.sealed_results import sealed_result
from reports.rules.printed import not_printed

HEADING = "BIÊN BẢN KIỂM PHIẾU"
MOST_NAMED = 3


class Printed(StrEnum):
    """Whether the paper itself was read, besides its codes."""

    SAME = "same"
    ONLY_CODES = "only_codes"
    NO_RULES = "no_rules"


PRINTED_WORDS = {
    Printed.SAME: "Mọi số liệu in trên biên bản trùng với kết quả đã niêm phong.",
    Printed.ONLY_CODES: "Mới xác minh mã. Đối chiếu số liệu dưới đây với biên bản giấy, từng số một.",
    Printed.NO_RULES: (
        "Mới xác minh mã: bộ quy định dùng khi niêm phong không có ở đây nên không tính lại được tỷ lệ. "
        "Đối chiếu số phiếu dưới đây với biên bản giấy, từng số một."
    ),
}


@dataclass(frozen=True)
class Verification:
    verified: Verified
    result: SessionResult | None
    printed: Printed


def verification(scans: Sequence[Scan]) -> Verification:
    """Refused with a sentence where the codes do not hold, or a PDF says something else than they do."""
    verified = verify("\n".join(scan.codes for scan in scans))
    result = sealed_result(verified.sealed)
    papers = [scan.text for scan in scans if HEADING in " ".join(scan.text.split())]
    if result is None or not papers:
        return Verification(verified, result, Printed.NO_RULES if result is None else Printed.ONLY_CODES)
    lines = lines_of(minutes_paper(result), seal_paper(verified.wire))
    for text in papers:
        if differing := not_printed(lines, text):
            named = "; ".join(f"“{line}”" for line in differing[:MOST_NAMED])
            raise Refused(
                "Biên bản đã bị sửa: số liệu in ra khác với kết quả đã niêm phong. Theo bản niêm phong phải là: "
                f"{named}. Không dùng biên bản này; lấy lại bản gốc."
            )
    return Verification(verified, result, Printed.SAME)
