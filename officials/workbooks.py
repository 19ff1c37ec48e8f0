"""From the bytes of a workbook to its sheets as rows of cells, or a sentence that says why that cannot be done.

A file is not trusted: what it would take to unpack is looked at before it is unpacked.
"""

import io
import pickle
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from config.errors import Refused
from officials import workbook_reader
from officials.rules.roster_headings import Sheet

MEGABYTE = 1024 * 1024
UNPACKED_LIMIT_MB = 400
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SAVE_AGAIN = "Mở tệp bằng Excel, chọn Lưu thành (Save As) “Excel Workbook (.xlsx)” rồi thử lại."
DAMAGED = f"Tệp Excel bị hỏng, không đọc được. {SAVE_AGAIN}"
NO_WORKBOOK = f"Tệp này không phải là bảng tính Excel. {SAVE_AGAIN}"
LOCKED = "Tệp được đặt mật khẩu. Bỏ mật khẩu trong Excel (Tệp, Thông tin, Bảo vệ sổ làm việc) rồi thử lại."
EMPTY = "Tệp rỗng. Chọn lại tệp."
TOO_MUCH = "Tệp chiếm quá nhiều bộ nhớ khi mở. Xóa các dòng, cột và trang tính không dùng rồi thử lại."


def read_file(path: Path) -> bytes:
    """The content of the file at `path`. Refused where it is missing, no file, too large or not to be read."""
    if not path.exists():
        raise Refused(f"Không có tệp {path}. Kiểm tra lại đường dẫn.")
    if not path.is_file():
        raise Refused(f"{path} không phải là tệp. Ghi đường dẫn của tệp Excel.")
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"Không đọc được tệp {path}: {error.strerror}. Kiểm tra quyền đọc tệp.")


def check_size(size: int) -> None:
    """Refused when a file of `size` bytes is empty or over the limit of uploads."""
    if size == 0:
        raise Refused(EMPTY)
    if size > settings.UPLOAD_LIMIT_MB * MEGABYTE:
        raise Refused(
            f"Tệp nặng {size / MEGABYTE:.0f} MB, quá giới hạn {settings.UPLOAD_LIMIT_MB} MB. "
            "Xóa hình ảnh và các trang tính không dùng rồi thử lại."
        )


def sheets_of(content: bytes) -> list[Sheet]:
    """(name, rows) of every sheet of an .xlsx, .xlsm or .xls workbook, rows from cell A1 on. Refused otherwise."""
    check_content(len(content), lambda: content)
    return _read(content)


def check_content(size: int, read: Callable[[], bytes]) -> None:
    """Refused unless the file can be a workbook and can be unpacked; `read` is asked only when the size is right."""
    check_size(size)
    content = read()
    if content.startswith(OLE_START):
        _check_old_or_encrypted(content)
    elif zipfile.is_zipfile(io.BytesIO(content)):
        _check_package(content)
    else:
        raise Refused(DAMAGED if content.startswith(b"PK") else NO_WORKBOOK)


def _check_old_or_encrypted(content: bytes) -> None:
    """OLE files are workbooks of the old kind, encrypted workbooks, or something else of Office."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused(LOCKED)
    if all(name.encode("utf-16-le") not in content for name in ("Workbook", "Book")):
        raise Refused(NO_WORKBOOK)


def _check_package(content: bytes) -> None:
    """Refuse what is no workbook, or says itself that it would not fit into memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if "xl/workbook.xml" not in names:
                raise Refused(NO_WORKBOOK)
            if sum(entry.file_size for entry in package.infolist()) > UNPACKED_LIMIT_MB * MEGABYTE:
                raise Refused(TOO_MUCH)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, EOFError, RuntimeError):
        raise Refused(DAMAGED)


def _read(content: bytes) -> list[Sheet]:
    """Read in a process of its own, whose memory has an end."""
    done = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, "-I", workbook_reader.__file__], input=content, capture_output=True, check=False
    )
    if done.returncode == workbook_reader.OK:
        sheets: list[Sheet] = pickle.loads(done.stdout)  # noqa: S301 - written by our own program
        return sheets
    if done.returncode == workbook_reader.LOCKED:
        raise Refused(LOCKED)
    raise Refused(DAMAGED if done.returncode == workbook_reader.DAMAGED else TOO_MUCH)
