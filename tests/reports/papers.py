"""Reading papers back."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
from pypdf import PdfReader


def pages(pdf: bytes) -> list[str]:
    """The text of each page with single spaces, and none before a comma where the reader takes a gap for one."""
    found = (" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))
    return [page.replace(" ,", ",") for page in found]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def fonts(pdf: bytes) -> set[str]:
    """The names of the fonts without the tag of their subset."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found.add(font.get_object()["/BaseFont"].split("+")[-1])
    return found


def sheet_rows(content: bytes | Path) -> tuple[Any, list[dict[str, Any]]]:
    """The sheet and its lines by heading."""
    book = openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)
    sheet = book["Kết quả"]
    headings, *lines = sheet.iter_rows(values_only=True)
    return sheet, [dict(zip(headings, line, strict=True)) for line in lines]
