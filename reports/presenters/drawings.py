"""Codes as drawings of a template's own."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class QrDrawing:
    """A QR as one SVG path in a square of `side` modules without margin."""

    side: int
    path: str


def qr_drawing(content: str) -> QrDrawing:
    rows = [list(row) for row in segno.make(content, error="m", micro=False).matrix]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrDrawing(len(rows), path)
