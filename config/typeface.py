"""How wide text is in the shipped font, so that a paper can be laid out before it is set."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

FOLDER = Path(settings.BASE_DIR) / "static" / "fonts" / "tinos"
MM_PER_POINT = 25.4 / 72
Advance = Callable[[str], float]


@lru_cache
def advance(*, bold: bool = False) -> Advance:
    """The width in mm of a text set in one point of Tinos."""
    with TTFont(FOLDER / f"Tinos-{'Bold' if bold else 'Regular'}.ttf") as font:
        names, widths = font.getBestCmap(), font["hmtx"].metrics
        scale = MM_PER_POINT / font["head"].unitsPerEm
        by_character = {code: widths[name][0] * scale for code, name in names.items()}
    wide = by_character[ord("W")]
    return lambda text: sum(by_character.get(ord(character), wide) for character in text)
