"""Files that people hand in to be kept: made into what is kept, or a sentence that says why they cannot be.

A file is not trusted: another process opens it, with an end to its memory and time.
"""

import subprocess
import sys

from django.http import HttpResponse

from config import file_reader
from config.errors import Refused

MEGABYTE = 1024 * 1024
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
PATIENCE = 40  # seconds
LIMIT_MB = 10
EMPTY = "Tệp rỗng. Chọn lại tệp."
TOO_LARGE = f"Tệp nặng quá {LIMIT_MB} MB. Giảm dung lượng rồi chọn lại."
PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
NO_PICTURE = "Tệp này không phải là ảnh JPEG hoặc PNG. Chọn tệp ảnh khác."
NO_PDF = "Tệp này không phải là PDF. Lưu bản đã ký thành PDF rồi chọn lại."
PICTURE_WORDS = {
    file_reader.DAMAGED: "Ảnh bị hỏng, không mở được. Chọn tệp ảnh khác.",
    file_reader.TOO_SMALL: "Ảnh quá nhỏ. Chọn ảnh rộng ít nhất 90 điểm, cao ít nhất 120 điểm.",
}
PICTURE_TOO_MUCH = f"Ảnh quá lớn. Chọn ảnh không quá {file_reader.MOST_PIXELS // 10**6} triệu điểm."
PDF_WORDS = {
    file_reader.DAMAGED: "Tệp PDF bị hỏng hoặc thiếu phần cuối. Lưu lại thành PDF rồi chọn lại.",
    file_reader.LOCKED: "Tệp PDF có mật khẩu hoặc bị khóa. Bỏ mật khẩu rồi chọn lại.",
}
PDF_TOO_MUCH = f"Tệp PDF quá lớn khi mở. Nộp bản không quá {file_reader.MOST_PAGES} trang."


def check_size(size: int) -> None:
    """Refused when a file of `size` bytes is empty or over the limit."""
    if size == 0:
        raise Refused(EMPTY)
    if size > LIMIT_MB * MEGABYTE:
        raise Refused(TOO_LARGE)


def small_jpeg(content: bytes, width: int, height: int, most_bytes: int) -> bytes:
    """The picture cut and made small to exactly this size, as a JPEG of our own. Refused for anything else."""
    check_size(len(content))
    if not content.startswith(PICTURE_STARTS):
        raise Refused(NO_PICTURE)
    return _read(content, PICTURE_WORDS, PICTURE_TOO_MUCH, "picture", width, height, most_bytes)


def pages_of_pdf(content: bytes) -> int:
    """How many pages the PDF has. Refused where it is none, damaged or locked."""
    check_size(len(content))
    if not content.startswith(b"%PDF-"):
        raise Refused(NO_PDF)
    return int(_read(content, PDF_WORDS, PDF_TOO_MUCH, "pdf"))


def pdf_answer(content: bytes, file_name: str) -> HttpResponse:
    """A file that somebody handed in, shown as what it was found to be; whatever it holds acts for nobody here."""
    headers = {
        "Content-Disposition": f'inline; filename="{file_name}"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _read(content: bytes, words: dict[int, str], otherwise: str, *arguments: object) -> bytes:
    command = [sys.executable, "-I", file_reader.__file__, *map(str, arguments)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603 - a fixed command
    except subprocess.TimeoutExpired:
        raise Refused(otherwise)
    if done.returncode == file_reader.OK:
        return done.stdout
    raise Refused(words.get(done.returncode, otherwise))
