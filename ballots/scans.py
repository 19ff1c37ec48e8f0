"""From the bytes of a PDF, a photo or a text file to the codes in it, or a sentence that says why there are none."""

import json
import subprocess
import sys
from dataclasses import dataclass

from ballots import code_reader
from ballots.rules.seal_codes import MOST_TEXT
from config.errors import Refused

MEGABYTE = 1024 * 1024
LIMIT_MB = 20
PATIENCE = 60  # seconds
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")

EMPTY = "Tệp rỗng. Chọn lại tệp."
TOO_LARGE = f"Tệp nặng quá {LIMIT_MB} MB. Chọn tệp PDF của biên bản, hoặc ảnh chụp riêng trang có mã."
UNKNOWN = "Tệp này không phải là PDF, ảnh PNG, JPEG hoặc tệp chữ. Chọn lại tệp."
DAMAGED = "Tệp bị hỏng hoặc có mật khẩu, không đọc được. Chọn tệp khác."
TOO_MUCH = "Tệp có quá nhiều trang hoặc ảnh quá lớn. Chỉ gửi biên bản, hoặc ảnh chụp riêng trang có mã."


@dataclass(frozen=True)
class Scan:
    """`codes`: what the codes say, one after the other; `text`: what a PDF says in letters, empty for anything else."""

    codes: str
    text: str = ""


def scan(content: bytes) -> Scan:
    """The codes in the file. Refused where it is too large or nothing that can be read."""
    if not content:
        raise Refused(EMPTY)
    if len(content) > LIMIT_MB * MEGABYTE:
        raise Refused(TOO_LARGE)
    if content.startswith((b"%PDF-", *PICTURES)):
        return _read(content)
    try:
        return Scan(content[: MOST_TEXT * 4].decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(UNKNOWN)


def _read(content: bytes) -> Scan:
    """Read in a process of its own, whose memory and time have an end."""
    command = [sys.executable, "-I", code_reader.__file__]
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603 - a fixed command
    except subprocess.TimeoutExpired:
        raise Refused(TOO_MUCH)
    if done.returncode == code_reader.OK:
        found = json.loads(done.stdout)
        return Scan("\n".join(found["codes"]), found["text"])
    raise Refused(DAMAGED if done.returncode == code_reader.DAMAGED else TOO_MUCH)
