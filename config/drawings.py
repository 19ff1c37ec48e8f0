"""Codes as drawings of a template's own."""

import io
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import segno

PIXELS = 6  # a module: sharp however it is enlarged
MARGIN = 4  # modules, which a reader needs


@dataclass(frozen=True)
class QrDrawing:
    """A QR as one SVG path in a square of `side` modules without margin."""

    side: int
    path: str


def qr_drawing(content: str) -> QrDrawing:
    rows = [list(row) for row in segno.make(content, error="m", micro=False).matrix]
    path = "".join(f"M{x} {y}h{long}v1h-{long}z" for y, row in enumerate(rows) for x, long in _dark_runs(row))
    return QrDrawing(len(rows), path)


def qr_picture(content: str) -> str:
    """A large QR with its blank margin as the address of a picture: a path of so many modules takes half a second."""
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(out, kind="png", scale=PIXELS, border=MARGIN)
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"


def _dark_runs(row: list[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in the row, and how many stand together."""
    x = 0
    for is_dark, run in groupby(row):
        long = len(list(run))
        if is_dark:
            yield x, long
        x += long
