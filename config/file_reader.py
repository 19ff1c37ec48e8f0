"""Run as a program of its own: a picture or a PDF comes in, what is kept of it goes out; memory and time have an end.

A small file can ask for more pixels, pages or time than any machine has. Here that ends this process, which holds
nothing else, and not the site that took the file.
"""

import io
import resource
import sys

import pypdfium2
from PIL import Image, ImageOps
from pypdfium2 import raw

MEMORY = 1024**3
SECONDS = 20
MOST_PIXELS = 50_000_000
MOST_PAGES = 200
QUALITIES = (85, 75, 60, 45, 30, 15)
HEADS = (0.5, 0.3)  # what is cut off above and below: a face stands in the upper half
END_WITHIN = 2048
OK, DAMAGED, TOO_MUCH, TOO_SMALL, LOCKED = 0, 10, 11, 12, 13


def main(kind: str, *limits: str) -> int:
    """Standard input is the file. Standard output is, for "picture width height bytes", a JPEG of that size and at most
    so many bytes; for "pdf" the number of pages."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        return _pages(content) if kind == "pdf" else _picture(content, *map(int, limits))
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError):
        return DAMAGED
    except (MemoryError, Image.DecompressionBombError):
        return TOO_MUCH


def _picture(content: bytes, width: int, height: int, most_bytes: int) -> int:
    """Cut to the shape, made small and drawn anew: nothing else of the file is left, no place and no camera."""
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return TOO_MUCH
        if picture.width < width // 2 or picture.height < height // 2:
            return TOO_SMALL
        picture.draft("RGB", (3 * height, 3 * height))  # decodes a large JPEG at a fraction of its size
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    small = ImageOps.fit(ground.convert("RGB"), (width, height), Image.Resampling.LANCZOS, centering=HEADS)
    for quality in QUALITIES:
        drawn = io.BytesIO()
        small.save(drawn, "JPEG", quality=quality, optimize=True)
        if drawn.tell() <= most_bytes:
            sys.stdout.buffer.write(drawn.getvalue())
            return OK
    return TOO_MUCH


def _pages(content: bytes) -> int:
    """Whole, with pages that open, and without a password."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-END_WITHIN:]:
        return DAMAGED
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return LOCKED if error.err_code == raw.FPDF_ERR_PASSWORD else DAMAGED
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        return LOCKED
    if not 0 < len(document) <= MOST_PAGES:
        return TOO_MUCH if len(document) else DAMAGED
    for page in document:
        page.get_size()
    sys.stdout.write(str(len(document)))
    return OK


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
