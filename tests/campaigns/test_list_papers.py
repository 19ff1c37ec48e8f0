"""The annex to the list: its sheets, its pages, and the laws that check_data looks at."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from campaigns.actions.lists import Document, accept_differences, submit_list
from campaigns.models import Campaign, Eligibility, ListVersion, Secrecy, Venue
from campaigns.queries.laws import laws_of_lists
from campaigns.queries.lists import ListRow
from campaigns.rules.list_digest import ListLine
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.jobs.models import Job, JobState
from config.jobs.running import run_job
from officials.models import Letterhead, Official, OrganisationUnit
from reports.actions import list_papers
from reports.presenters.list_paper import list_paper, parts_of

SignIn = Callable[[User], Client]


def at(name: str, campaign: Campaign) -> str:
    return reverse(name, args=[campaign.code])


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_workbook_of_an_approved_list(an: User, signed_in: SignIn, approved_campaign: Campaign) -> None:
    found = sheets(signed_in(an).get(at("list-annex-xlsx", approved_campaign)).content)
    about = dict(found["Danh sách"][1:])
    version = ListVersion.objects.get()
    assert (about["Số văn bản"], about["Ngày văn bản"]) == ("125-QĐ/TU", "05/01/2026")
    assert (about["Trạng thái"], about["Mã kiểm tra"]) == ("Đã duyệt", version.digest)
    by_unit = found["Theo đơn vị"]
    assert by_unit[0] == ("TT", "Mã đơn vị", "Đơn vị", "Mã cán bộ", "Họ và tên", "Chức danh, chức vụ", "Khối")
    assert {row[4] for row in by_unit[1:]} == {
        "Lê Văn Bảy",
        "Trần Thị Tám",
        "Phạm Văn Chín",
        "Đỗ Thị Mười",
        "Ngô Văn Sáu",
    }
    by_group = found["Theo nhóm chức danh"][1:]
    assert [row[1] for row in by_group] == [
        "Khối cấp ủy",
        "Khối HĐND",
        "Khối UBND",
        "Khối UBND",
        "Khối cơ quan, đơn vị",
    ]
    assert [row[0] for row in by_group] == [1, 2, 3, 4, 5]
    assert AuditEvent.objects.filter(action="list.printed").exists()


@pytest.mark.parametrize(
    ("letterhead", "words"),
    [(Letterhead.PARTY, "ĐẢNG CỘNG SẢN VIỆT NAM"), (Letterhead.STATE, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")],
)
def test_the_paper_of_an_approved_list(
    an: User, signed_in: SignIn, approved_campaign: Campaign, letterhead: Letterhead, words: str
) -> None:
    OrganisationUnit.objects.filter(code="S01").update(letterhead=letterhead)
    Campaign.objects.update(organiser=OrganisationUnit.objects.get(code="S01"), secrecy=Secrecy.SECRET)
    answer = signed_in(an).get(at("list-annex-pdf", approved_campaign))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="danh-sach-LPTN-2028-lan-1.pdf"'
    text = " ".join(" ".join(pages(answer.content)).split())
    for shown in (words, "SỞ NỘI VỤ", "MẬT", "số 125-QĐ/TU ngày 05 tháng 01 năm 2026", "Lê Văn Bảy", "I. THEO ĐƠN VỊ"):
        assert shown in text
    assert ListVersion.objects.get().digest in text
    assert "Cán bộ được lấy phiếu tín nhiệm năm 2028" in text
    assert "DỰ THẢO" not in text


def test_what_nobody_approved_is_a_draft(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    browser = signed_in(an)
    assert "DỰ THẢO" in pages(browser.get(at("list-annex-pdf", small_campaign)).content)[0]
    submit_list(by=an, campaign=small_campaign)
    submitted = browser.get(at("list-annex-pdf", small_campaign) + "?version=1").content
    assert "DỰ THẢO" in pages(submitted)[0]
    about = dict(sheets(browser.get(at("list-annex-xlsx", small_campaign) + "?version=1").content)["Danh sách"][1:])
    assert (about["Trạng thái"], about["Số văn bản"]) == ("Chờ duyệt", None)


def test_an_earlier_version_stays_as_it_was_approved(
    an: User, khanh: User, signed_in: SignIn, approved_campaign: Campaign
) -> None:
    leaving = Official.objects.get(full_name="Ngô Văn Sáu")
    Official.objects.filter(pk=leaving.pk).update(retirement_notice_on=date(2028, 5, 1))
    accept_differences(
        by=khanh, campaign=approved_campaign, officials=[leaving.pk], document=Document("140", date(2026, 2, 6))
    )
    browser, page = signed_in(an), at("list-annex-pdf", approved_campaign)
    assert "Ngô Văn Sáu" in " ".join(pages(browser.get(f"{page}?version=1").content))
    newest = " ".join(" ".join(pages(browser.get(page).content)).split())
    assert "Ngô Văn Sáu" not in newest
    assert "DANH SÁCH ĐIỀU CHỈNH" in newest


@pytest.mark.parametrize("version", ["7", "x", "99999999999999", "-1"])
def test_a_version_that_is_not_there(an: User, signed_in: SignIn, approved_campaign: Campaign, version: str) -> None:
    for name in ("list-annex-pdf", "list-annex-xlsx"):
        answer = signed_in(an).get(f"{at(name, approved_campaign)}?version={version}", follow=True)
        assert "Chọn lại ở trang các lần trình" in answer.content.decode()


def test_an_annex_is_for_who_sees_the_whole_campaign(
    binh: User, giang: User, signed_in: SignIn, approved_campaign: Campaign
) -> None:
    for name in ("list-annex-pdf", "list-annex-xlsx"):
        assert signed_in(binh).get(at(name, approved_campaign)).status_code == 403
        assert signed_in(giang).get(at(name, approved_campaign)).status_code == 200
    assert at("list-annex-xlsx", approved_campaign) not in (
        signed_in(binh).get(at("campaign-detail", approved_campaign)).content.decode()
    )


def test_a_long_list_is_a_job(
    an: User, khanh: User, signed_in: SignIn, approved_campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_papers, "FEW_ROWS", 2)
    monkeypatch.setattr(list_papers, "ROWS_AT_ONCE", 2)
    browser = signed_in(an)
    browser.get(at("list-annex-pdf", approved_campaign))
    job = Job.objects.get()
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.DONE
    ready = reverse("list-annex-ready", args=[approved_campaign.code, job.pk])
    assert "Tải về" in browser.get(reverse("job-detail", args=[job.pk]), follow=True).content.decode()
    found = pages(browser.get(f"{ready}?file=yes").content)
    numbers = [text.split("Mã kiểm tra")[0].split()[-1] for text in found[1:]]
    assert numbers == [str(number) for number in range(2, len(found) + 1)]
    assert {"Lê Văn Bảy", "Ngô Văn Sáu"} <= {name for name in NAMES if any(name in text for text in found)}
    assert signed_in(khanh).get(ready).status_code == 404
    browser.get(at("list-annex-pdf", approved_campaign))
    assert "không còn giữ" in browser.get(ready).content.decode()


NAMES = ("Lê Văn Bảy", "Trần Thị Tám", "Phạm Văn Chín", "Đỗ Thị Mười", "Ngô Văn Sáu")


def test_parts_hold_everybody_once_in_order(small_campaign: Campaign) -> None:
    groups = ("party", "council", "committee", "agency")
    rows = [
        ListRow(n, n, ListLine(f"A{n}", "Lê Văn", "Bí thư", f"U{n // 7}", f"Đơn vị {n // 7}", groups[n % 4], "party"))
        for n in range(100)
    ]
    paper = list_paper(small_campaign, None, rows, "0" * 64)
    for most in (3, 10, 1000):
        parts = parts_of(paper, most)
        sections = [section for part in parts for section in part.sections]
        for has_group in (True, False):
            numbers = [
                row.number
                for section in sections
                if section.has_group is has_group
                for group in section.groups
                for row in group.rows
            ]
            assert numbers == list(range(1, 101))
        assert [section.heading for section in sections if section.heading] == [
            "I. THEO ĐƠN VỊ",
            "II. THEO NHÓM CHỨC DANH",
        ]


class TestLaws:
    def test_good_data(self, approved_campaign: Campaign, capsys: pytest.CaptureFixture[str]) -> None:
        assert not list(laws_of_lists())
        call_command("check_data")
        assert "đúng mọi quy tắc" in capsys.readouterr().out

    def test_a_digest_of_other_lines(self, approved_campaign: Campaign) -> None:
        ListVersion.objects.update(digest="0" * 64)
        assert "không khớp với mã kiểm tra" in next(laws_of_lists())

    def test_lines_that_cannot_be_read(self, approved_campaign: Campaign) -> None:
        ListVersion.objects.update(lines=[[1, 2, "x"]])
        assert "không khớp với mã kiểm tra" in next(laws_of_lists())

    def test_somebody_taken_off_behind_the_back(self, approved_campaign: Campaign) -> None:
        Eligibility.objects.filter(appointment__official__full_name="Ngô Văn Sáu").update(
            is_subject=False, reasons=["retirement_notice"], venue=None
        )
        first, second = laws_of_lists()
        assert "khác danh sách đã duyệt lần 1" in first
        assert "số liệu xét đối tượng đã lưu khác" in second

    def test_a_venue_of_somebody_else(self, approved_campaign: Campaign) -> None:
        other = Venue.objects.get(official__full_name="Lê Văn Bảy")
        Eligibility.objects.filter(appointment__official__full_name="Ngô Văn Sáu").update(venue=other)
        assert "Ngô Văn Sáu: nơi lấy phiếu không phải của người này" in next(laws_of_lists())

    def test_a_venue_too_many(self, approved_campaign: Campaign) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE campaigns_venue DROP CONSTRAINT venues_within_the_cap")
        official = Official.objects.get(full_name="Lê Văn Bảy")
        elsewhere = OrganisationUnit.objects.without_tree_fields().exclude(venues__official=official)
        for slot, unit in enumerate(elsewhere[:2], 2):
            Venue.objects.create(campaign=approved_campaign, official=official, unit=unit, slot=slot, cap=2)
        assert "3 nơi lấy phiếu, quá 2 nơi" in next(laws_of_lists())
