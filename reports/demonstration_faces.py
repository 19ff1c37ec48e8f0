"""Photos of the demonstration's people: flat figures without a face, drawn so that nobody takes them for somebody."""

import io
import random

from PIL import Image, ImageDraw

SIDE, HEIGHT = 360, 480
SCALE = 2  # drawn larger, so that the edges are smooth
GROUNDS = ("#dfe7ea", "#e9e3d8", "#dde5dc", "#e6dfe6")
SKINS = ("#f0cfb2", "#e6bd98", "#d8a880", "#cf9f79")
HAIRS = ("#26211f", "#3b2f2a", "#57504c", "#8a8580")
JACKETS = ("#2f3e52", "#4a4a4f", "#5b3b3b", "#35504a", "#6b5a45")
SHIRTS = ("#ffffff", "#dbe6f2", "#f4ead6")
Box = tuple[int, int, int, int]


def drawn_portrait(seed: str, *, is_woman: bool) -> bytes:
    """A figure with head and shoulders as PNG, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - only which colours
    ground, skin, hair, jacket, shirt = (chance.choice(tones) for tones in (GROUNDS, SKINS, HAIRS, JACKETS, SHIRTS))
    picture = Image.new("RGB", (SIDE * SCALE, HEIGHT * SCALE), ground)
    draw = ImageDraw.Draw(picture)
    if is_woman:
        draw.rounded_rectangle(_scaled(86, 70, 274, 330), radius=90 * SCALE, fill=hair)
    draw.rounded_rectangle(_scaled(28, 344, 332, 700), radius=96 * SCALE, fill=jacket)
    draw.polygon(_points((120, 342), (240, 342), (180, 470)), fill=shirt)
    draw.rounded_rectangle(_scaled(148, 270, 212, 384), radius=32 * SCALE, fill=skin)
    draw.ellipse(_scaled(96, 72, 264, 290), fill=hair)
    draw.ellipse(_scaled(104, 128 if is_woman else 114, 256, 318), fill=skin)
    out = io.BytesIO()
    picture.resize((SIDE, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _scaled(left: int, top: int, right: int, bottom: int) -> Box:
    return left * SCALE, top * SCALE, right * SCALE, bottom * SCALE


def _points(*points: tuple[int, int]) -> list[tuple[int, int]]:
    return [(x * SCALE, y * SCALE) for x, y in points]
