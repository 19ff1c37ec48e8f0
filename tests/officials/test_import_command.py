"""manage.py import_officials"""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from officials.models import Official
from tests.officials.rosters import SAMPLE, TRUTH, an, sheets

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> tuple[str, str, str]:
    """(standard output, standard error, "" or the way it ended)"""
    out, err, end = StringIO(), StringIO(), ""
    try:
        call_command("import_officials", str(path), *options, stdout=out, stderr=err)
    except CommandError as error:
        end = str(error)
    except SystemExit as status:
        end = str(status.code)
    return out.getvalue(), err.getvalue(), end


@pytest.fixture
def good(tmp_path: Path) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets(an()):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(tmp_path / "dung.xlsx")
    return tmp_path / "dung.xlsx"


def test_a_good_file_is_saved_and_counted(good: Path) -> None:
    out, err, end = run(good)
    assert ("cán bộ: tạo mới 1" in out, err, end) == (True, "", "")


def test_the_second_reading_says_that_nothing_changed(good: Path) -> None:
    run(good)
    out, _err, end = run(good)
    assert (out.startswith("Không có gì thay đổi"), end) == (True, "")


def test_a_dry_run_saves_nothing(good: Path) -> None:
    out, _err, _end = run(good, "--dry-run")
    assert ("chưa lưu" in out, Official.objects.count()) == (True, 0)


def test_faulty_rows_are_named_one_a_line_and_nothing_is_saved() -> None:
    _out, err, end = run(SAMPLE)
    assert [f"dòng {fault['row']}:" in line for fault, line in zip(TRUTH["faults"], err.splitlines(), strict=True)]
    assert ("--skip-faulty" in end, Official.objects.count()) == (True, 0)


def test_skipping_saves_the_others_and_still_ends_with_1() -> None:
    out, err, end = run(SAMPLE, "--skip-faulty")
    assert (len(err.splitlines()), end, Official.objects.count()) == (8, "1", 585)
    assert "Đã bỏ qua 8 dòng sai" in out


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    assert run(tmp_path / "khong-co.xlsx")[2].startswith("Không có tệp")


def test_a_workbook_without_the_tables_is_a_sentence(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "trong.xlsx")
    assert "Đơn vị" in run(tmp_path / "trong.xlsx")[2]
