"""Files that are workbooks, and files that are not."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from config.errors import Refused
from officials import workbooks
from officials.workbooks import read_file, sheets_of
from tests.officials.rosters import SAMPLE


def content(*cells: tuple[str, object]) -> bytes:
    book = Workbook()
    for place, value in cells:
        book.active[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        sheets_of(data)
    return str(refused.value)


def test_rows_are_counted_from_the_first_cell() -> None:
    assert sheets_of(content(("C3", "x"))) == [("Sheet", [["", "", ""], ["", "", ""], ["", "", "x"]])]


def test_a_text_file() -> None:
    assert "không phải là bảng tính" in refusal(b"ma,ten\n1,An\n")


def test_an_empty_file() -> None:
    assert "rỗng" in refusal(b"")


def test_a_workbook_cut_short() -> None:
    assert "bị hỏng" in refusal(SAMPLE.read_bytes()[:20_000])


def test_a_workbook_with_broken_insides() -> None:
    data = bytearray(SAMPLE.read_bytes())
    data[20_000:20_600] = bytes(600)
    assert "bị hỏng" in refusal(bytes(data))


def test_an_archive_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "a")
    assert "không phải là bảng tính" in refusal(out.getvalue())


def test_a_workbook_with_a_password() -> None:
    assert "mật khẩu" in refusal(workbooks.OLE_START + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600))


def test_another_document_of_the_old_office() -> None:
    assert "không phải là bảng tính" in refusal(workbooks.OLE_START + bytes(2000))


def test_two_cells_far_apart_do_not_fill_the_memory() -> None:
    assert "bộ nhớ" in refusal(content(("A1", 1), ("XFD1048576", 1)))


def test_an_archive_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED_LIMIT_MB", 0.001)
    assert "bộ nhớ" in refusal(SAMPLE.read_bytes())


def test_a_file_over_the_limit(settings: object) -> None:
    settings.UPLOAD_LIMIT_MB = 0.01  # type: ignore[attr-defined]
    assert "quá giới hạn" in refusal(SAMPLE.read_bytes())


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lon.xlsx"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(Refused, match="100 MB"):
        read_file(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "khong-co.xlsx", tmp_path):
        with pytest.raises(Refused):
            read_file(path)


def sheet_of(body: str, *, texts: str = "") -> bytes:
    """A workbook whose only sheet has this XML, smaller than any that a program for spreadsheets would write."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{kind}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}">'
        f'<Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>{texts}</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def test_the_smallest_workbook_is_read() -> None:
    assert sheets_of(sheet_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts="Ạ")) == [("A", [["Ạ"]])]


def test_cells_far_apart_without_places_do_not_fill_the_memory() -> None:
    body = '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'
    assert "bộ nhớ" in refusal(sheet_of(body))


def test_one_long_text_in_every_cell_does_not_fill_the_memory() -> None:
    body = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    assert "bộ nhớ" in refusal(sheet_of(body, texts="ạ" * 32_000))
