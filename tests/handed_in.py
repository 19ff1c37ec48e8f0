"""Pictures and PDFs that people hand in: good ones and hostile ones."""

import io
import os
import struct
import zlib

import pypdf
from PIL import Image
from pypdf.generic import DecodedStreamObject, NameObject

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def picture(width: int = 600, height: int = 900, kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    """Red above, blue below."""
    drawn = Image.new("RGB", (width, height), "blue")
    drawn.paste("red", (0, 0, width, height // 2))
    out = io.BytesIO()
    drawn.convert(mode).save(out, kind, **options)
    return out.getvalue()


def located_picture() -> bytes:
    """As a camera makes it: lying on its side, with where and by what it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Camera"
    return picture(900, 600, exif=exif, comment=b"Secret Comment")


def noise() -> bytes:
    """What no compression makes small."""
    out = io.BytesIO()
    Image.frombytes("RGB", (360, 480), os.urandom(360 * 480 * 3)).save(out, "PNG")
    return out.getvalue()


def picture_bomb(side: int = 50_000) -> bytes:
    """A few kilobytes that say they are 2,500 million pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10**6)))
        + chunk(b"IEND", b"")
    )


def pdf(pages: int = 2, password: str = "", filled: int = 0) -> bytes:
    """Of empty pages; with a password, or with so many zeros packed in a stream."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if filled:
        stream = DecodedStreamObject()
        stream.set_data(bytes(filled))
        writer.root_object[NameObject("/Filled")] = writer._add_object(stream.flate_encode())
    if password:
        writer.encrypt("", password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
