"""The wordings of papers that a rule set carries: what each is for, and the blanks that a session fills. Pure."""

import re
from collections.abc import Mapping

LABELS = {
    "ballot_title": "Phiếu: tên phiếu",
    "ballot_subject": "Phiếu: dòng dưới tên phiếu",
    "ballot_instructions": "Phiếu: cách ghi phiếu",
    "ballot_signature": "Phiếu: chỗ ký (để trống thì không có)",
    "ballot_colour": "Phiếu: màu giấy",
    "seal_place": "Phiếu: chỗ đóng dấu",
    "motion_ballot_title": "Bỏ phiếu tín nhiệm: tên phiếu",
    "motion_ballot_subject": "Bỏ phiếu tín nhiệm: dòng dưới tên phiếu",
    "motion_ballot_instructions": "Bỏ phiếu tín nhiệm: cách ghi phiếu",
    "criteria_title": "Tiêu chí ở mặt sau phiếu: tên",
    "criteria": "Tiêu chí ở mặt sau phiếu: nội dung",
    "tally_title": "Phiếu kiểm: tên",
    "tally_instructions": "Phiếu kiểm: cách ghi",
    "handover_title": "Biên bản bàn giao phiếu: tên",
    "handover_opening": "Biên bản bàn giao phiếu: mở đầu",
    "handover_closing": "Biên bản bàn giao phiếu: kết thúc",
    "box_sealing_title": "Biên bản niêm phong thùng phiếu: tên",
    "box_sealing_opening": "Biên bản niêm phong thùng phiếu: nội dung",
    "box_sealing_closing": "Biên bản niêm phong thùng phiếu: kết thúc",
    "ballot_sealing_title": "Biên bản niêm phong phiếu: tên",
    "ballot_sealing_opening": "Biên bản niêm phong phiếu: mở đầu",
    "ballot_sealing_closing": "Biên bản niêm phong phiếu: kết thúc",
    "label_title": "Nhãn phong bì: tên",
    "label_note": "Nhãn phong bì: ghi chú",
}
LONGEST = 3000  # characters of one wording
BLANKS = ("hội nghị", "địa điểm", "màu")
_BLANK = re.compile(r"\{([^{}]*)\}")


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """The text with "{hội nghị}" and the like filled; a blank that nobody knows stays as it is typed."""
    return _BLANK.sub(lambda match: values.get(match.group(1), match.group()), text)


def complete(texts: Mapping[str, str], shipped: Mapping[str, str]) -> dict[str, str]:
    """Every wording: the rule set's own, else the shipped one, else nothing."""
    return {name: texts.get(name, shipped.get(name, "")) for name in LABELS}
