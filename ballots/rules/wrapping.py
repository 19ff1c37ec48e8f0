"""How many lines a text takes in a column. Pure: the widths of letters are an argument."""

from collections.abc import Callable
from math import ceil

SAFETY = 0.97  # a line is filled to this share, so that rounding and kerning never make one line more


def lines_needed(text: str, width: float, size: float, advance: Callable[[str], float]) -> int:
    """Lines of `text` at `size` points in a column `width` mm wide; at least one. `advance` is the width in mm at one
    point. A word longer than a line is broken. What must hold: never fewer than setting it takes."""
    return sum(_lines(paragraph, width * SAFETY / size, advance) for paragraph in text.split("\n"))


def _lines(paragraph: str, width: float, advance: Callable[[str], float]) -> int:
    space, lines, used = advance(" "), 1, 0.0
    for word in paragraph.split():
        length = advance(word)
        if used and used + space + length <= width:
            used += space + length
            continue
        lines += bool(used)
        extra = ceil(length / width) - 1
        lines += extra
        used = length - extra * width
    return lines
