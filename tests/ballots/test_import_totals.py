"""Hand-count totals from a workbook: `manage.py import_totals`."""

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from ballots.actions.importing import import_totals, plan_totals
from ballots.models import Count, CountLine, Source, Stock
from ballots.queries.counts import results_of
from campaigns.models import Campaign, CampaignState, Casting, SessionState, Subject, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from officials.models import Appointment, Means, Official, OrganisationUnit, Title, UnitKind
from officials.workbooks import sheets_of
from tests.ballots.conftest import DAY, MakeCampaign, MakeSession, workbook
from tests.ballots.published import LEVELS, PublishedRow, published
from tests.conftest import MakeUnit

pytestmark = pytest.mark.django_db

Row = tuple[object, ...]
FILLED: Row = ("HN1", "", "", None, None, None, None, 47, 47, 47, 0)
THREE: list[Row] = [
    ("HN1", "Khối HĐND", "Lê Văn Một", "Chức danh của Lê Văn Một", 40, 5, 2),
    ("HN1", "Khối HĐND", "Trần Thị Hai", "Chức danh của Trần Thị Hai", 46, 0, 1),
    ("HN1", "Khối UBND", "Phạm Văn Ba", "Chức danh của Phạm Văn Ba", 19, 2, 25),
]
NEW: Row = ("HN2", "Kỳ họp thứ 13", "HDND", date(2023, 12, 13), 50, 50, 47, 47, 47, 47, 0)
NEW_ROWS: list[Row] = [("HN2", "Khối HĐND", "Nguyễn Văn Mới", "Chủ tịch", 46, 0, 1)]


class Outcome:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run_command(content: bytes, *arguments: str, campaign: str = "DOT") -> Outcome:
        path = tmp_path / "ket-qua.xlsx"
        path.write_bytes(content)
        capsys.readouterr()
        status = 0
        try:
            call_command("import_totals", str(path), "--campaign", campaign, *arguments)
        except SystemExit as stop:
            status = int(str(stop.code))
        out, err = capsys.readouterr()
        return Outcome(status, out, err)

    return run_command


def nothing_saved() -> bool:
    return not (Count.objects.exists() or Stock.objects.exists() or CountLine.objects.exists())


def published_workbook(rows: list[PublishedRow], collected: int, members: int) -> bytes:
    people = [
        ("HN", row.block, f"Người số {number}", row.title, *(row.votes[level] or 0 for level in LEVELS))
        for number, row in enumerate(rows, 1)
    ]
    session = ("HN", "Kỳ họp", "HDND", DAY, members, members, collected, collected, collected, collected, 0)
    return workbook([session], people)


@pytest.mark.parametrize(
    ("name", "rule_set", "collected", "members"),
    [("quoc-hoi-2018", "NQ85", 475, 485), ("vinh-phuc-2023", "NQ96", 47, 47), ("khanh-hoa-2014", "NQ96", 46, 46)],
)
def test_published_results_come_out_as_printed(
    run: Any, make_campaign: MakeCampaign, name: str, rule_set: str, collected: int, members: int
) -> None:
    make_campaign(council=rule_set)
    rows = published(name)
    assert run(published_workbook(rows, collected, members)).status == 0
    session = VotingSession.objects.get(code="HN")
    assert session.state == SessionState.COUNTED
    counted = [person.result for style in results_of(session) for person in style.people]
    assert len(counted) == len(rows)
    for result, row in zip(counted, rows, strict=True):
        for level in LEVELS:
            assert row.printed[level] in ("", result.share_texts[level]), (row.title, level)
            if row.votes[level] is not None:
                assert result.votes[level] == row.votes[level]
    if name == "vinh-phuc-2023":
        assert counted[2].line_invalid == 1
        assert counted[2].band is not None


def test_a_session_of_the_campaign_is_filled(run: Any, make_session: MakeSession) -> None:
    session = make_session()
    done = run(workbook([FILLED], THREE))
    assert done.status == 0
    assert "1 hội nghị đã có" in done.out
    assert "thuộc mức" in done.err
    session.refresh_from_db()
    assert session.state == SessionState.COUNTED
    assert session.present == 47
    ba = CountLine.objects.get(subject__printed_name="Phạm Văn Ba")
    assert (ba.votes, ba.line_invalid) == ({"high": 19, "normal": 2, "low": 25}, 1)
    assert ba.count.source == Source.IMPORTED
    assert set(ba.count.explanations) == {f"W.301:subject:{ba.subject_id}", f"W.303:subject:{ba.subject_id}"}
    events = AuditEvent.objects.filter(action__startswith="ballots.").values_list("action", flat=True)
    assert set(events) == {"ballots.session_filled", "ballots.counted"}


def test_a_new_session_is_created_with_ballots_and_people(run: Any, make_campaign: MakeCampaign) -> None:
    make_campaign()
    rows = [*NEW_ROWS, ("HN2", "Khối UBND", "Trần Thị Kế", "Phó Chủ tịch", 40, 7, 0)]
    assert run(workbook([NEW], rows)).status == 0
    session = VotingSession.objects.get(code="HN2")
    assert list(session.styles.order_by("position").values_list("name", flat=True)) == ["Khối HĐND", "Khối UBND"]
    assert Stock.objects.filter(style__session=session, issued=47, returned=47).count() == 2
    assert session.unit.code == "HDND"


def test_an_official_of_the_unit_is_linked_when_there_is_exactly_one(
    run: Any, make_campaign: MakeCampaign, council: OrganisationUnit
) -> None:
    make_campaign()
    title = Title.objects.create(
        name="Chủ tịch HĐND", unit_kind=UnitKind.PEOPLES_COUNCIL, regime="state", is_leadership=True,
        ballot_group="council",
    )  # fmt: skip
    for code, name in (("C1", "Nguyễn Văn Mới"), ("C2", "Trần Trùng Tên"), ("C3", "Trần Trùng Tên")):
        official = Official.objects.create(code=code, full_name=name)
        Appointment.objects.create(
            official=official, title=title, unit=council, means=Means.ELECTED, started_on=date(2021, 7, 1)
        )
    rows = [*NEW_ROWS, ("HN2", "Khối HĐND", "Trần Trùng Tên", "Phó Chủ tịch", 40, 7, 0)]
    assert run(workbook([NEW], rows)).status == 0
    linked = Subject.objects.get(printed_name="Nguyễn Văn Mới")
    assert linked.official is not None
    assert linked.official.code == "C1"
    assert linked.appointments.count() == 1
    assert Subject.objects.get(printed_name="Trần Trùng Tên").official is None


def test_nobody_is_voted_on_at_two_sessions(run: Any, make_campaign: MakeCampaign, council: OrganisationUnit) -> None:
    make_campaign()
    title = Title.objects.create(
        name="Chủ tịch HĐND",
        unit_kind=UnitKind.PEOPLES_COUNCIL,
        regime="state",
        is_leadership=True,
        ballot_group="council",
    )
    official = Official.objects.create(code="C1", full_name="Nguyễn Văn Mới")
    Appointment.objects.create(
        official=official, title=title, unit=council, means=Means.ELECTED, started_on=date(2021, 7, 1)
    )
    again, again_rows = ("HN3", *NEW[1:]), [("HN3", *NEW_ROWS[0][1:])]
    refused = run(workbook([NEW, again], [*NEW_ROWS, *again_rows]))
    assert refused.status == 1
    assert "dòng 3: cột C (Họ và tên): Nguyễn Văn Mới đã có trên phiếu của hội nghị HN2." in refused.err
    assert nothing_saved()
    assert run(workbook([NEW], NEW_ROWS)).status == 0
    assert "đã có trên phiếu của hội nghị HN2" in run(workbook([again], again_rows)).err
    assert run(workbook([NEW], NEW_ROWS)).status == 0
    assert official.subjects.count() == 1


def test_a_completed_campaign_takes_no_more(run: Any, make_session: MakeSession) -> None:
    Campaign.objects.filter(pk=make_session().campaign_id).update(state=CampaignState.COMPLETED)
    with pytest.raises(CommandError, match="Đưa đợt về bước đang tiến hành"):
        run(workbook([FILLED], THREE))
    assert nothing_saved()


def test_headings_are_found_by_their_words(run: Any, make_session: MakeSession) -> None:
    make_session()
    loose = [unicodedata.normalize("NFD", f" {heading.upper()}\u00a0") for heading in (
        "Mã hội nghị", "Khối", "Họ và tên", "Chức danh, chức vụ", "Tín nhiệm thấp", "Tín nhiệm cao", "Tín nhiệm",
    )]  # fmt: skip
    rows = [(*row[:4], row[6], row[4], row[5]) for row in THREE]
    content = workbook([FILLED], rows, result_headings=loose, above=[("BÁO CÁO KẾT QUẢ",), ()])
    assert run(content).status == 0
    assert CountLine.objects.get(subject__printed_name="Trần Thị Hai").votes == {"high": 46, "normal": 0, "low": 1}


def test_the_same_again_changes_nothing_and_says_so(run: Any, make_session: MakeSession) -> None:
    make_session()
    content = workbook([FILLED], THREE)
    run(content)
    before = (list(Count.objects.values()), AuditEvent.objects.count())
    again = run(content)
    assert again.status == 0
    assert "Không có gì thay đổi" in again.out
    assert (list(Count.objects.values()), AuditEvent.objects.count()) == before


def test_something_else_for_a_counted_session_is_refused(run: Any, make_session: MakeSession) -> None:
    make_session()
    run(workbook([FILLED], THREE))
    other = run(workbook([FILLED], [(*THREE[0][:4], 41, 4, 2), *THREE[1:]]))
    assert other.status == 1
    assert "đã có kết quả khác" in other.err
    assert CountLine.objects.get(subject__printed_name="Lê Văn Một").votes["high"] == 40


def test_dry_run_says_it_and_saves_nothing(run: Any, make_session: MakeSession) -> None:
    session = make_session()
    done = run(workbook([FILLED, NEW], [*THREE, *NEW_ROWS]), "--dry-run")
    assert done.status == 0
    assert "chưa lưu gì" in done.out
    session.refresh_from_db()
    assert nothing_saved()
    assert session.state == SessionState.COUNTING
    assert not VotingSession.objects.filter(code="HN2").exists()


def changed(row: Row, at: int, value: object) -> Row:
    return (*row[:at], value, *row[at + 1 :])


FAULTS: list[tuple[str, Row, list[Row], str]] = [
    ("blank level", FILLED, [changed(THREE[0], 5, None), *THREE[1:]], "“Kết quả”, dòng 2: cột F (Tín nhiệm): Ô này"),
    ("not whole", FILLED, [changed(THREE[0], 4, 40.5), *THREE[1:]], "“40.5” không phải số phiếu"),
    ("negative", FILLED, [changed(THREE[0], 4, -1), *THREE[1:]], "không phải số phiếu"),
    ("too many marks", FILLED, [changed(THREE[0], 4, 41), *THREE[1:]], "cộng các mức được 48, nhiều hơn 47"),
    ("returned over issued", changed(FILLED, 7, 46), THREE, "dòng 2: cột H (Phát ra): Khối HĐND: thu về 47"),
    ("does not add up", changed(FILLED, 10, 1), THREE, "không bằng thu về 47"),
    ("issued over present", changed(changed(FILLED, 6, 45), 7, 47), THREE, "nhiều hơn số người có mặt 45"),
    ("no quorum", changed(FILLED, 4, 100), THREE, "chưa đủ 2/3"),
    ("people no number", changed(FILLED, 4, "năm mươi"), THREE, "“năm mươi” không phải số người"),
    ("unknown person", FILLED, [changed(THREE[0], 2, "Lê Văn Khác"), *THREE[1:]], "không lấy phiếu đối với Lê"),
    ("other title", FILLED, [changed(THREE[0], 3, "Bí thư"), *THREE[1:]], "không phải “Bí thư”"),
    ("person missing", FILLED, THREE[:2], "Thiếu kết quả của Phạm Văn Ba"),
    ("person twice", FILLED, [*THREE, THREE[0]], "đã có ở dòng 2"),
    ("name missing", FILLED, [*THREE[:2], changed(THREE[2], 2, " ")], "“Họ và tên” để trống"),
    ("name too long", FILLED, [*THREE[:2], changed(THREE[2], 2, "x" * 121)], "Dài quá 120"),
    ("no such unit", changed(NEW, 2, "XX"), NEW_ROWS, "Không có đơn vị mang mã XX"),
    ("no name", changed(NEW, 1, ""), NEW_ROWS, "Thiếu tên hội nghị"),
    ("no day", changed(NEW, 3, None), NEW_ROWS, "Thiếu ngày"),
    ("bad day", changed(NEW, 3, "31/02/2023"), NEW_ROWS, "không có trong lịch"),
    ("bad code", changed(NEW, 0, "HN số 2"), NEW_ROWS, "không dùng được"),
    ("no code", changed(NEW, 0, ""), NEW_ROWS, "Thiếu mã hội nghị"),
    ("no results", NEW, THREE[:0], "không có dòng nào của hội nghị này"),
    ("result of no session", NEW, [*NEW_ROWS, changed(NEW_ROWS[0], 0, "HN9")], "không có hội nghị mang mã HN9"),
    ("nothing came back", (*NEW[:7], 0, 0, 0, 0), [(*changed(NEW_ROWS[0], 4, 0)[:6], 0)], "không tính được tỷ lệ"),
]  # fmt: skip


@pytest.mark.parametrize(("session", "rows", "sentence"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_named_and_nothing_is_saved(
    run: Any, make_session: MakeSession, session: Row, rows: list[Row], sentence: str
) -> None:
    make_session()
    done = run(workbook([session], rows))
    assert done.status == 1
    assert sentence in done.err
    assert nothing_saved()
    assert VotingSession.objects.count() == 1
    assert VotingSession.objects.get().total_members == 50


def test_one_faulty_session_keeps_the_others_out(run: Any, make_session: MakeSession) -> None:
    make_session()
    done = run(workbook([FILLED, changed(NEW, 2, "XX")], [*THREE, *NEW_ROWS]))
    assert done.status == 1
    assert nothing_saved()


def test_a_sheet_or_heading_that_is_missing_is_named(run: Any, make_session: MakeSession) -> None:
    make_session()
    headings = ("Mã hội nghị", "Khối", "Họ và tên", "Chức danh", "Tín nhiệm cao", "Tín nhiệm", "Mức thấp")
    done = run(workbook([FILLED], THREE, result_headings=headings))
    assert done.status == 1
    assert "“Tín nhiệm thấp”" in done.err


def test_a_session_twice_is_a_fault(run: Any, make_session: MakeSession) -> None:
    make_session()
    assert "đã có ở dòng 2" in run(workbook([FILLED, FILLED], THREE)).err


def test_sessions_that_are_keyed_or_on_screen_are_left_alone(run: Any, make_session: MakeSession, dung: User) -> None:
    session = make_session()
    session.keyings.create(number=1, by=dung)
    assert "đang được nhập hai lần" in run(workbook([FILLED], THREE)).err
    session.keyings.all().delete()
    VotingSession.objects.update(casting=Casting.SCREEN)
    assert "trên màn hình" in run(workbook([FILLED], THREE)).err


def test_the_phase_follows_the_kind_of_unit(run: Any, make_campaign: MakeCampaign, make_unit: MakeUnit) -> None:
    campaign = make_campaign(council="NQ96", party="QD96", other="QD96")
    make_unit("TU", UnitKind.PARTY_COMMITTEE)
    make_unit("SO")
    sessions = [NEW, (*("HN3", "Hội nghị TU", "TU"), *NEW[3:]), (*("HN4", "Hội nghị Sở", "SO"), *NEW[3:])]
    rows = [changed(NEW_ROWS[0], 0, code) for code in ("HN2", "HN3", "HN4")]
    assert run(workbook(sessions, rows)).status == 0
    phases = dict(VotingSession.objects.filter(campaign=campaign).values_list("code", "phase__kind"))
    assert phases == {"HN2": "council", "HN3": "party", "HN4": "other"}


def test_a_blank_unit_is_the_organiser(run: Any, make_campaign: MakeCampaign) -> None:
    make_campaign()
    assert run(workbook([changed(NEW, 2, "")], NEW_ROWS)).status == 0
    Campaign.objects.update(organiser=None)
    blank = changed(changed(NEW, 2, ""), 0, "HN5")
    assert "Thiếu mã đơn vị" in run(workbook([blank], [changed(NEW_ROWS[0], 0, "HN5")])).err


def test_what_is_odd_is_a_warning(run: Any, make_campaign: MakeCampaign) -> None:
    make_campaign()
    done = run(workbook([(*changed(NEW, 8, 46)[:9], 40, 6)], [changed(changed(NEW_ROWS[0], 4, 0), 6, 40)]))
    assert done.status == 0
    for words in ("1 phiếu phát ra không thu về", "6/46 phiếu không hợp lệ", "cả 40 phiếu đều là tín nhiệm thấp"):
        assert words in done.err
    assert len(Count.objects.get().explanations) == 4


def test_a_wrong_campaign_and_a_wrong_file_are_told(run: Any, make_campaign: MakeCampaign) -> None:
    make_campaign()
    with pytest.raises(CommandError, match="Không có đợt lấy phiếu mang mã KHAC"):
        run(b"x", campaign="KHAC")
    with pytest.raises(CommandError, match="không phải là bảng tính"):
        run(b"not a workbook")


def test_an_organiser_imports_only_for_the_own_units(make_session: MakeSession, binh: User, dung: User) -> None:
    session = make_session()
    sheets = sheets_of(workbook([FILLED], THREE))
    plan = import_totals(by=binh, campaign=session.campaign, sheets=sheets)
    assert [fault.sentence for fault in plan.faults] == [
        "Tài khoản của đồng chí không được nhập kết quả của HĐND tỉnh Minh Hòa."
    ]
    with pytest.raises(PermissionDenied):
        plan_totals(by=dung, campaign=session.campaign, sheets=sheets)
    assert nothing_saved()


def test_many_sessions_take_few_queries(
    run: Any, make_campaign: MakeCampaign, django_assert_max_num_queries: Any
) -> None:
    make_campaign()
    sessions = [changed(NEW, 0, f"HN{number}") for number in range(60)]
    rows = [changed(changed(NEW_ROWS[0], 0, f"HN{n}"), 2, f"Người {p}") for n in range(60) for p in range(5)]
    with django_assert_max_num_queries(40):
        assert run(workbook(sessions, rows)).status == 0
    assert CountLine.objects.count() == 300
