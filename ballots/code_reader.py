"""Run as a program of its own: a PDF or a picture comes in, the texts of its QR codes go out, and memory has an end.

A small file can ask for more pages, pixels or time than any machine has. Here that ends this process, which holds
nothing else, and not the site that asked for the codes.
"""

import io
import json
import resource
import sys
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

MEMORY = 2 * 1024**3
SECONDS = 40
MOST_PAGES = 80
MOST_PIXELS = 60_000_000
PAGE_PIXELS = 9_000_000
SCALE = 200 / 72  # 200 dots an inch
MOST_TEXT = 400_000
MOST_CODES = 400
LONGEST_CODE = 4300
OK, DAMAGED, TOO_MUCH = 0, 10, 11


class TooMuch(Exception):
    """More pages or pixels than papers have."""


def main() -> int:
    """Standard input is the file. Standard output, as JSON: "codes", the texts of the QR codes on all its pages, and
    "text", what a PDF says in letters."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        found = _of_pdf(content) if content.startswith(b"%PDF-") else _of_picture(content)
    except TooMuch:
        return TOO_MUCH
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return DAMAGED
    json.dump(found, sys.stdout)
    return OK


def _of_pdf(content: bytes) -> dict[str, Any]:
    codes: list[str] = []
    texts = []
    document = pypdfium2.PdfDocument(content)
    if len(document) > MOST_PAGES:
        raise TooMuch
    for page in document:
        width, height = page.get_size()
        scale = min(SCALE, (PAGE_PIXELS / max(width * height, 1)) ** 0.5)
        codes += _codes(page.render(scale=scale, grayscale=True).to_pil())
        texts.append(page.get_textpage().get_text_range())
    return {"codes": codes[:MOST_CODES], "text": "\n".join(texts)[:MOST_TEXT]}


def _of_picture(content: bytes) -> dict[str, Any]:
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooMuch
        return {"codes": _codes(picture.convert("L"))[:MOST_CODES], "text": ""}


def _codes(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [code.text for code in found if len(code.text) <= LONGEST_CODE]


if __name__ == "__main__":
    sys.exit(main())
