"""Where a line of Vietnamese text must not break. Pure."""

import re
from collections.abc import Iterator

_BEFORE = "Điều|điều|khoản|điểm|số|ngày|tháng|năm|thứ|khóa"
_NUMBER = r"\d[\d.,]*(?:[/-][\wĐđ]+)*"  # 53,19 · 25/47 · 96-QĐ/TW · 96/2023/QH15
_AFTER = "%|phiếu|người|bản|đồng chí|giờ|phút|đại biểu"
_CLOCK = r"\d+ giờ \d+ phút"
_UNBROKEN = re.compile(rf"{_CLOCK}|(?:\b(?:{_BEFORE}) )?{_NUMBER}(?<![.,])(?: (?:{_AFTER})(?!\w))?")

_PLACE = re.compile(r" (?=(?:TỈNH|THÀNH PHỐ|ĐẶC KHU|HUYỆN|QUẬN|XÃ|PHƯỜNG) )")
LONGEST_PLACE = 24


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether a line may not break inside it."""
    end = 0
    for match in _UNBROKEN.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(text):
        yield text[end:], False


def capital_name(name: str) -> list[tuple[str, bool]]:
    """A unit's name in capitals, in pieces as above: the place at its end stays on one line where it is short."""
    head, *tail = _PLACE.split(name, maxsplit=1)
    if not tail:
        return [(name, False)]
    return [(f"{head} ", False), (tail[0], len(tail[0]) <= LONGEST_PLACE)]
