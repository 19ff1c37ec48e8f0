"""The workbook of results: figures, types, looks, and that nothing in it is a formula."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Phase, PhaseKind, RuleSet, SessionState, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from officials.models import OrganisationUnit
from reports.actions.papers import export_results
from reports.queries import results
from tests.ballots.published import published
from tests.reports.papers import sheet_rows
from tests.reports.sessions import Person, Style, counted_session, crowd, make_campaign, make_phase

pytestmark = pytest.mark.django_db


def exported(phase: Phase, folder: Path) -> list[dict[str, object]]:
    out = folder / "ket-qua.xlsx"
    call_command("export_results", str(out), campaign=phase.campaign.code)
    return sheet_rows(out)[1]


def test_the_columns_and_figures_of_vinh_phuc(session: VotingSession, phase: Phase, tmp_path: Path) -> None:
    row = exported(phase, tmp_path)[1]
    assert row == {
        "Mã hội nghị": "KH-15",
        "Khối": "Khối UBND",
        "Họ và tên": "L. D. T.",
        "Chức danh, chức vụ": "Chủ tịch UBND tỉnh",
        "Tín nhiệm cao": 19,
        "Tỷ lệ % tín nhiệm cao": 40.43,
        "Tín nhiệm": 2,
        "Tỷ lệ % tín nhiệm": 4.26,
        "Tín nhiệm thấp": 25,
        "Tỷ lệ % tín nhiệm thấp": 53.19,
        "Không hợp lệ": 1,
        "Thu về": 47,
        "Mẫu số": 47,
        "Mức": "Quá nửa, chưa đến 2/3 tín nhiệm thấp",
        "Căn cứ": "Nghị quyết 96/2023/QH15, Điều 12",
    }


@pytest.mark.parametrize(
    ("name", "rule_set", "returned", "members"),
    [("khanh-hoa-2014", "NQ85", 46, 53), ("quoc-hoi-2018", "NQ85", 475, 485), ("vinh-phuc-2023", "NQ96", 47, 50)],
)
def test_published_results_come_out_as_printed(
    name: str, rule_set: str, returned: int, members: int, council: OrganisationUnit, tmp_path: Path
) -> None:
    rows = [row for row in published(name) if None not in row.votes.values()]
    people = [Person(f"Người {i}", row.title, tuple(v or 0 for v in row.votes.values())) for i, row in enumerate(rows)]
    phase = make_phase(make_campaign(), rule_set)
    style = Style("Khối", people, issued=returned, returned=returned)
    counted_session(phase, council, [style], total_members=members, summoned=members, present=returned)
    for row, line in zip(rows, exported(phase, tmp_path), strict=True):
        for level, label in (("high", "tín nhiệm cao"), ("normal", "tín nhiệm"), ("low", "tín nhiệm thấp")):
            assert line[label.capitalize()] == row.votes[level]
            if row.printed[level]:
                assert line[f"Tỷ lệ % {label}"] == float(row.printed[level].replace(",", "."))


def test_numbers_are_numbers_in_the_rule_sets_format(session: VotingSession, phase: Phase, tmp_path: Path) -> None:
    exported(phase, tmp_path)
    sheet, _ = sheet_rows(tmp_path / "ket-qua.xlsx")
    assert [cell.data_type for cell in sheet[2]] == list("ssssnnnnnnnnnss")
    assert {sheet.cell(2, column).number_format for column in (6, 8, 10)} == {"0.00"}


def test_dropped_zeros_need_no_format(council: OrganisationUnit, tmp_path: Path) -> None:
    phase = make_phase(make_campaign(), "NQ85")
    counted_session(phase, council, [Style("Khối", crowd(1))])
    exported(phase, tmp_path)
    sheet, _ = sheet_rows(tmp_path / "ket-qua.xlsx")
    assert sheet["F2"].number_format == "General"


def test_it_is_ready_to_read_and_print(session: VotingSession, phase: Phase, tmp_path: Path) -> None:
    exported(phase, tmp_path)
    sheet, rows = sheet_rows(tmp_path / "ket-qua.xlsx")
    area = f"A1:O{len(rows) + 1}"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == area
    assert sheet.print_area.replace("$", "") == f"'Kết quả'!{area}"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["D"].width > 30


@pytest.mark.parametrize("start", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_no_text_is_a_formula(start: str, phase: Phase, council: OrganisationUnit, tmp_path: Path) -> None:
    person = replace(crowd(1)[0], name=start, title=start)
    counted_session(phase, council, [Style(start, [person])])
    exported(phase, tmp_path)
    sheet, _ = sheet_rows(tmp_path / "ket-qua.xlsx")
    for column in "BCD":
        assert sheet[f"{column}2"].data_type == "s"
        assert sheet[f"{column}2"].quotePrefix
    with zipfile.ZipFile(tmp_path / "ket-qua.xlsx") as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_control_characters_are_left_out(phase: Phase, council: OrganisationUnit, tmp_path: Path) -> None:
    counted_session(phase, council, [Style("Khối", [replace(crowd(1)[0], name="A\x01B")])])
    assert exported(phase, tmp_path)[0]["Họ và tên"] == "AB"


def test_sessions_by_code_and_people_by_ballot(phase: Phase, council: OrganisationUnit, tmp_path: Path) -> None:
    for code in ("B-2", "A-1"):
        counted_session(phase, council, [Style("Khối 2", crowd(2)), Style("Khối 1", crowd(1))], code=code)
    rows = exported(phase, tmp_path)
    assert [(row["Mã hội nghị"], row["Khối"]) for row in rows] == [
        *[("A-1", "Khối 2")] * 2,
        ("A-1", "Khối 1"),
        *[("B-2", "Khối 2")] * 2,
        ("B-2", "Khối 1"),
    ]
    assert rows[0]["Họ và tên"] == "Nguyễn Văn An 1"


def test_phases_with_other_levels_have_their_columns(
    session: VotingSession, phase: Phase, council: OrganisationUnit, tmp_path: Path
) -> None:
    rules = RuleSet.objects.get(code="NQ96", version=1)
    rules.pk, rules.code = None, "BPTN"
    rules.parameters = {
        **rules.parameters,
        "levels": [
            {"code": "confidence", "label": "Tín nhiệm"},
            {"code": "no_confidence", "label": "Không tín nhiệm", "counts_against": True},
        ],
    }
    rules.save()
    motion = make_phase(phase.campaign, "BPTN", PhaseKind.OTHER)
    levels = ("confidence", "no_confidence")
    style = Style("Khối UBND", [Person("A", "B", (20, 27))], levels=levels)
    counted_session(motion, council, [style], code="ZZ")
    exported(phase, tmp_path)
    sheet, _ = sheet_rows(tmp_path / "ket-qua.xlsx")
    headings = [cell.value for cell in sheet[1]]
    assert headings[4:14] == [
        "Tín nhiệm cao",
        "Tỷ lệ % tín nhiệm cao",
        "Tín nhiệm",
        "Tỷ lệ % tín nhiệm",
        "Tín nhiệm thấp",
        "Tỷ lệ % tín nhiệm thấp",
        "Không tín nhiệm",
        "Tỷ lệ % không tín nhiệm",
        "Không hợp lệ",
        "Thu về",
    ]
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[4:12] == [None, None, 20, 42.55, None, None, 27, 57.45]


def test_an_unknown_campaign(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không có đợt nào mang mã XYZ"):
        call_command("export_results", str(tmp_path / "x.xlsx"), campaign="XYZ")


def test_a_campaign_without_results(session: VotingSession, phase: Phase, tmp_path: Path) -> None:
    VotingSession.objects.update(state=SessionState.COUNTING)
    with pytest.raises(CommandError, match="HDND-2023 chưa có hội nghị nào có kết quả"):
        call_command("export_results", str(tmp_path / "x.xlsx"), campaign="HDND-2023")
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_file_and_nothing_else(session: VotingSession, phase: Phase, tmp_path: Path) -> None:
    out = tmp_path / "ket-qua.xlsx"
    out.write_bytes(b"old")
    session.styles.get(name="Khối UBND").counts.all().delete()
    with pytest.raises(CommandError, match="KH-15: Loại phiếu “Khối UBND” chưa có kết quả"):
        call_command("export_results", str(out), campaign="HDND-2023")
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["ket-qua.xlsx"]


def test_somebody_of_a_commune_gets_the_communes_sessions(
    session: VotingSession, phase: Phase, commune: OrganisationUnit, binh: User, an: User, ha: User, tmp_path: Path
) -> None:
    counted_session(phase, commune, [Style("Khối cấp ủy", crowd(2))], code="DU-1")
    assert export_results(by=binh, campaign=phase.campaign, target=tmp_path / "binh.xlsx") == 2
    assert export_results(by=an, campaign=phase.campaign, target=tmp_path / "an.xlsx") == 5
    with pytest.raises(PermissionDenied):
        export_results(by=ha, campaign=phase.campaign, target=tmp_path / "ha.xlsx")
    assert AuditEvent.objects.filter(action="results.exported").count() == 2


def test_queries_do_not_grow_with_sessions(
    phase: Phase, council: OrganisationUnit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            export_results(by=None, campaign=phase.campaign, target=tmp_path / "x.xlsx")
        return len(captured)

    counted_session(phase, council, [Style("Khối", crowd(1))], code="S-0")
    one = queries()
    for number in range(1, 6):
        counted_session(phase, council, [Style("Khối 1", crowd(3)), Style("Khối 2", crowd(2))], code=f"S-{number}")
    assert queries() == one
    monkeypatch.setattr(results, "CHUNK", 2)
    assert queries() == one + 2 * 6


def test_the_file_can_be_opened_from_memory(session: VotingSession, phase: Phase, tmp_path: Path) -> None:
    exported(phase, tmp_path)
    assert zipfile.ZipFile(BytesIO((tmp_path / "ket-qua.xlsx").read_bytes())).testzip() is None


def test_the_download(session: VotingSession, phase: Phase, an: User, signed_in: Callable[[User], object]) -> None:
    response = signed_in(an).get("/dot/HDND-2023/ket-qua.xlsx")  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"] == 'attachment; filename="ket-qua-HDND-2023.xlsx"'
    assert sheet_rows(response.content)[1][1]["Tỷ lệ % tín nhiệm thấp"] == 53.19
