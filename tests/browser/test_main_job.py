"""The whole of the main job, from the roster to the signed papers, as people do it."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from campaigns.models import Eligibility, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.audit.queries import first_broken_event
from officials.models import Appointment, Official
from tests.browser.conftest import Visitor
from tests.reports.papers import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROSTER = Path(__file__).resolve().parents[2] / "docs" / "samples" / "can-bo.xlsx"
HEADER = {"issued": 47, "returned": 47, "valid": 47, "wholly_invalid": 0}
VINH_PHUC = [(19, 2, 25), (46, 0, 1), (33, 8, 6), (35, 9, 3)]  # published votes of 13 December 2023, of 47 ballots
LEVELS = ("high", "normal", "low")


def test_from_the_roster_to_the_papers(
    visitor: Any, worker: None, an: User, khanh: User, chi: User, dung: User, em: User, giang: User
) -> None:
    """1. An signs in, imports the roster, looks at its faulty rows and leaves them out.
    2. She opens a campaign for 2028, has it worked out who is voted on, and decides the cases that the rules leave
       open.
    3. She submits the list; Khánh approves it under a number and a date.
    4. She plans a session for the provincial committee; its ballot holds those who are voted on, by office. She
       proposes the counting board, and nobody from the ballot gets onto it.
    5. Chi runs the day: preparation, attendance, voting.
    6. Dũng and Em key the totals. They differ in one cell, and only that cell comes back.
    7. Chi confirms.
    8. An reads the result, asks a figure where it comes from, downloads minutes and workbook.
    9. Giang finds every step in an unbroken audit trail.
    """
    organiser = visitor().sign_in(an)
    _import_roster(organiser)
    _open_campaign(organiser)
    _decide_cases(organiser)
    _approve_list(organiser, visitor(khanh))
    session = _plan_session(organiser)
    _propose_board(organiser, session)
    _run_the_day(visitor(chi), session)
    _key_twice(visitor(dung), visitor(em), session)
    _confirm(visitor(chi), session)
    _read_the_result(organiser, session)
    _check_minutes(_download(organiser.page, "Biên bản kiểm phiếu"))
    _check_workbook(_download(organiser.page, "Excel cả đợt"), session)
    _check_trail(visitor(giang))
    assert first_broken_event() is None


def _import_roster(an: Visitor) -> None:
    an.go("/nhap-danh-sach/").check_page()
    an.page.get_by_label("Tệp danh sách cán bộ").set_input_files(ROSTER)
    an.page.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(an.page.get_by_role("heading", name="8 dòng sai")).to_be_visible()
    an.check_page().picture("preview")
    an.page.get_by_label("Bỏ qua các dòng sai").check()
    an.page.get_by_role("button", name="Nhập vào hệ thống").click()
    expect(an.page.get_by_role("heading", name="Đã nhập danh sách cán bộ")).to_be_visible()
    assert (Official.objects.count(), Appointment.objects.count()) == (585, 716)
    an.go("/can-bo/?q=nguyen").check_page().picture("officials")


def _open_campaign(an: Visitor) -> None:
    an.go("/mo-dot/").check_page()
    an.page.get_by_label("Mã đợt").fill("LP2028")
    an.page.get_by_label("Tên đợt").fill("Lấy phiếu tín nhiệm năm 2028")
    an.page.get_by_label("Năm lấy phiếu").fill("2028")
    an.page.get_by_role("button", name="Mở đợt").click()
    an.page.get_by_role("button", name="Xét đối tượng").click()
    expect(an.page.locator(".stat", has_text="Được lấy phiếu")).to_contain_text("335")
    an.check_page().picture("campaign")
    assert Eligibility.objects.filter(is_subject=True).count() == 335
    an.go("/dot/LP2028/doi-tuong/").check_page().picture("eligibility")


def _decide_cases(an: Visitor) -> None:
    an.go("/dot/LP2028/doi-tuong/?question=any").check_page().picture("workbench")
    an.page.get_by_label("Chọn tất cả").first.check()
    an.page.get_by_label("Lấy phiếu", exact=True).check()
    an.page.locator("#decide-reason").fill("Bổ nhiệm lại không tính là bổ nhiệm mới")
    an.page.get_by_role("button", name="Ghi quyết định").click()
    expect(an.page.locator("#messages")).to_contain_text("Đã quyết định")
    assert not Eligibility.objects.exclude(questions=[]).exists()


def _approve_list(an: Visitor, khanh: Visitor) -> None:
    an.go("/dot/LP2028/").page.get_by_role("link", name="Trình danh sách").click()
    an.check_page()
    an.page.get_by_label("Ghi chú cho người duyệt").fill("Trình Ban Thường vụ")
    an.page.get_by_role("button", name="Trình danh sách").click()
    khanh.go("/dot/LP2028/").page.get_by_role("link", name="Duyệt danh sách").click()
    khanh.check_page()
    khanh.page.get_by_label("Số văn bản").fill("125-QĐ/TU")
    khanh.page.get_by_role("button", name="Duyệt danh sách").click()
    expect(khanh.page.get_by_text("125-QĐ/TU").first).to_be_visible()
    khanh.check_page()


def _propose_board(an: Visitor, session: VotingSession) -> None:
    path = f"/dot/LP2028/hoi-nghi/{session.code}/ban-kiem-phieu/"
    on_the_ballot = session.subjects()[0].printed_name
    for name in (on_the_ballot, "Lê Thị Chi"):
        an.go(path).page.get_by_label("Thêm người không có trong danh sách ghi phiếu").fill(name)
        an.page.get_by_role("button", name="Lưu ban kiểm phiếu").click()
        if name == on_the_ballot:
            expect(an.page.get_by_text("Nghị quyết 71/2022/QH15, Điều 29").nth(1)).to_be_visible()
    an.go(path).check_page()
    an.page.get_by_label("Nhiệm vụ của Lê Thị Chi").select_option(label="Trưởng ban")
    an.page.get_by_role("button", name="Lưu ban kiểm phiếu").click()
    assert session.board.get().role == "head"


def _plan_session(an: Visitor) -> VotingSession:
    an.go("/dot/LP2028/lap-hoi-nghi/?tim=tinh+uy").check_page()
    an.page.get_by_role("link", name="Tỉnh ủy Minh Hòa").click()
    an.check_page()
    an.page.get_by_label("Ngày").fill("2028-07-20")
    an.page.get_by_role("button", name="Tạo hội nghị").click()
    expect(an.page.get_by_role("heading", name="Việc tiếp theo")).to_be_visible()
    an.check_page()
    return VotingSession.objects.get()


def _run_the_day(chi: Visitor, session: VotingSession) -> None:
    chi.go(f"/dot/LP2028/hoi-nghi/{session.code}/")
    chi.page.get_by_role("button", name="Chuẩn bị xong").click()
    chi.page.get_by_role("button", name="Bắt đầu điểm danh").click()
    for present in ("30", "47"):  # 30 of 50 is below two thirds
        chi.page.get_by_label("Tổng số đại biểu").fill("50")
        chi.page.get_by_label("Được triệu tập").fill("50")
        chi.page.get_by_label("Có mặt").fill(present)
        chi.page.get_by_role("button", name="Mở ghi phiếu").click()
        if present == "30":
            expect(chi.page.get_by_text("30/50, cần ít nhất 34")).to_be_visible()
    chi.check_page()
    chi.page.get_by_role("button", name="Kết thúc ghi phiếu").click()
    expect(chi.page.get_by_text("Chưa ai nhập").first).to_be_visible()
    chi.check_page()


def _numbers(session: VotingSession) -> dict[str, int]:
    style = session.styles.get()
    numbers = {f"style:{style.pk}:{name}": number for name, number in HEADER.items()}
    for place, subject in enumerate(session.subjects()):
        votes = VINH_PHUC[place] if place < len(VINH_PHUC) else (40, 5, 2)
        numbers |= {f"subject:{subject.pk}:{level}": vote for level, vote in zip(LEVELS, votes, strict=True)}
    return numbers


def _type(clerk: Visitor, numbers: dict[str, int]) -> None:
    for name, number in numbers.items():
        clerk.page.locator(f'input[name="{name}"]').fill(str(number))
    expect(clerk.page.locator("#saved")).to_contain_text("Đã lưu bản nhập dở")
    clerk.page.get_by_role("button", name="Nộp số liệu").click()
    clerk.settle()


def _explain(clerk: Visitor) -> None:
    """Answer every warning that is asked about."""
    expect(clerk.page.locator("#summary")).to_be_visible()
    clerk.check_page().picture("keying")
    for field in clerk.page.locator('input[name^="giai-trinh"]').all():
        field.fill("Đã xem lại phiếu")
    clerk.page.get_by_role("button", name="Nộp số liệu").click()
    clerk.settle()


def _key_twice(dung: Visitor, em: Visitor, session: VotingSession) -> None:
    numbers = _numbers(session)
    first = session.subjects()[0]
    wrong, right = f"subject:{first.pk}:high", f"subject:{first.pk}:normal"
    for clerk, typed in ((dung, numbers), (em, numbers | {wrong: 18, right: 3})):
        clerk.go(f"/dot/LP2028/hoi-nghi/{session.code}/kiem-phieu/nhap-so-lieu/").check_page()
        clerk.page.get_by_role("button", name="Bắt đầu nhập").click()
        _type(clerk, typed)
        _explain(clerk)
    expect(em.page.get_by_text("Hai lần nhập khác nhau ở 2 ô").first).to_be_visible()
    for clerk in (dung, em):
        clerk.go(f"/dot/LP2028/hoi-nghi/{session.code}/kiem-phieu/nhap-so-lieu/")
        expect(clerk.page.locator("input.keying-back")).to_have_count(2)
        expect(clerk.page.locator('input[name^="subject:"], input[name^="style:"]')).to_have_count(2)
        _type(clerk, {wrong: numbers[wrong], right: numbers[right]})
    expect(em.page.get_by_text("Hai lần nhập khớp nhau").first).to_be_visible()


def _confirm(chi: Visitor, session: VotingSession) -> None:
    chi.go(f"/dot/LP2028/hoi-nghi/{session.code}/kiem-phieu/").check_page()
    chi.page.get_by_role("button", name="Xác nhận kết quả").click()
    chi.settle()
    session.refresh_from_db()
    assert session.state == "counted"


def _read_the_result(an: Visitor, session: VotingSession) -> None:
    an.go(f"/dot/LP2028/hoi-nghi/{session.code}/").check_page()
    an.go(f"/dot/LP2028/hoi-nghi/{session.code}/ket-qua/").check_page().picture("results")
    an.page.get_by_text("Các số này từ đâu?").first.click()
    expect(an.page.get_by_text("25/47 phiếu thu về = 53,19").first).to_be_visible()


def _download(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).first.click()
    return Path(download.value.path()).read_bytes()


def _check_minutes(pdf: bytes) -> None:
    read = pages(pdf)
    text = "\n".join(read)
    assert all(figure in text for figure in ("40,43", "4,26", "53,19", "97,87", "2,13", "70,21", "12,77"))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "Lê Thị Chi" in read[-1]


def _check_workbook(xlsx: bytes, session: VotingSession) -> None:
    sheet = load_workbook(io.BytesIO(xlsx))["Kết quả"]
    head, *rows = sheet.iter_rows(values_only=True)
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    first = lines[0]
    assert len(lines) == session.subjects().count()
    assert (first["Tín nhiệm cao"], first["Tín nhiệm"], first["Tín nhiệm thấp"]) == VINH_PHUC[0]
    assert first["Tỷ lệ % tín nhiệm thấp"] == 53.19
    assert (first["Không hợp lệ"], first["Thu về"], first["Mẫu số"]) == (1, 47, 47)
    assert "Trên 50%" in first["Mức"]


def _check_trail(giang: Visitor) -> None:
    giang.go("/nhat-ky/").check_page().picture("trail")
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"official.create", "campaign.create", "campaign.evaluate", "session.create", "session.counted"} <= actions
