"""Words and phrases that papers share."""

from datetime import datetime

from ballots.rules.results import BASE_WORDS
from campaigns.rules.parameters import Parameters
from config.vietnamese import decimal_comma

DOTS = "." * 30
SHORT_DOTS = "." * 8
PLACE_DOTS = "." * 16  # before a date, which has to stay on one line with them
DRAFT, REHEARSAL, SPECIMEN = "DỰ THẢO", "DIỄN TẬP", "MẪU"
MEETINGS = ("Hội nghị", "Kỳ họp", "Phiên họp", "Cuộc họp", "Đại hội")


def or_dots(text: str) -> str:
    """The text, or dots to write on where it is unknown."""
    return text or DOTS


def mark_of(*, is_draft: bool, is_rehearsal: bool) -> str:
    """What stands across every page of a paper: every paper of a rehearsal says that it is one."""
    if is_rehearsal:
        return REHEARSAL
    return DRAFT if is_draft else ""


def lower_first(text: str) -> str:
    """ "Hội nghị" → "hội nghị"; an abbreviation such as "HĐND" stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def meeting_of(name: str) -> str:
    """The session's name as the name of a meeting: "Hội nghị …", "Kỳ họp …"."""
    return name if name.startswith(MEETINGS) else f"Hội nghị {lower_first(name)}"


def is_motion(parameters: Parameters) -> bool:
    """Whether these are the rules of a follow-up vote, which has its own two levels."""
    return parameters.levels == parameters.motion.levels


def kind_of_vote(parameters: Parameters) -> str:
    return "Bỏ phiếu tín nhiệm" if is_motion(parameters) else "Lấy phiếu tín nhiệm"


def clock(moment: datetime) -> str:
    """ "8 giờ 05 phút"; midnight stands for a day whose hour nobody recorded."""
    if (moment.hour, moment.minute) == (0, 0):
        return f"{SHORT_DOTS} giờ {SHORT_DOTS} phút"
    return f"{moment.hour} giờ {moment.minute:02} phút"


def at_least_two_digits(number: int) -> str:
    """Numbers of people in running text: 5 → "05", so that nothing can be written before it."""
    return f"{number:02}" if number < 1000 else decimal_comma(number)


def base_phrase(parameters: Parameters) -> str:
    """What percentages are taken of: "tổng số phiếu thu về"."""
    return f"tổng số {BASE_WORDS[parameters.base].removeprefix('tổng số ')}"


def counted_of(base: int, parameters: Parameters) -> str:
    """ "47 phiếu thu về", "485 đại biểu"."""
    return f"{decimal_comma(base)} {BASE_WORDS[parameters.base].removeprefix('tổng số ')}"


def heading_lower(label: str) -> str:
    """The heading of a level's share column."""
    return f"Tỷ lệ % {lower_first(label)}"
