"""A session day on paper, from the pack of papers to the second seal and the vote that follows from the result."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Download, expect

from ballots.models import BundleCount, Count, KeyedSheet, ThirdDecision
from ballots.queries.laws import violations
from campaigns.actions.board import BoardEntry, propose_board
from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import PhaseKind, VotingSession
from config.accounts.models import User
from config.audit.queries import first_broken_event
from officials.models import Membership, Official, OrganisationUnit, Seat, UnitKind
from tests.browser.conftest import PHONE, Visitor
from tests.browser.province import Province
from tests.campaigns.conftest import Appoint, appoint, approve
from tests.conftest import MakeUnit
from tests.reports.papers import text

__all__ = ["appoint"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEPUTIES = tuple(f"Đại biểu {name}" for name in ("An", "Bình", "Cường", "Dung"))
VOTED_ON = ("Trần Thị Tám", "Phạm Văn Chín", "Đỗ Thị Mười")
THERE = (*DEPUTIES, *VOTED_ON[:2])  # who is voted on votes, too
JULY = datetime(2028, 7, 5, 8, 0, tzinfo=timezone.get_default_timezone())
SESSION = "/dot/DOT/hoi-nghi/KH1/"
COUNT = f"{SESSION}kiem-phieu/"
BUNDLES = f"{COUNT}bo-phieu/"
HDND, UBND = "Khối HĐND", "Khối UBND"

# Six ballots of each kind, as they lie in the bundle: the council's has one line, the committee's two.
COUNCIL = ("1", "1", "2", "3", "1", "1")
COMMITTEE = ("31", "31", "32", "30", "11", "*")  # the fourth has a line without a mark, the sixth a name struck out
FOUND_AGAIN = ("31", "31", "32", "30", "31", "*")  # what the second count finds on the fifth


@pytest.fixture
def planned(make_unit: MakeUnit, appoint: Appoint) -> VotingSession:
    """A council of seven, before its day: three people are voted on, on two kinds of ballots."""
    council = make_unit("HDND", UnitKind.PEOPLES_COUNCIL, name="Hội đồng nhân dân tỉnh Minh Hòa", place="Minh Hòa")
    committee = make_unit("UBND", UnitKind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân tỉnh Minh Hòa")
    appoint(VOTED_ON[0], "Chủ tịch Hội đồng nhân dân", council)
    appoint(VOTED_ON[1], "Chủ tịch Ủy ban nhân dân", committee)
    appoint(VOTED_ON[2], "Phó Chủ tịch Ủy ban nhân dân", committee, rank=2)
    for number, name in enumerate(DEPUTIES):
        deputy = Official.objects.create(code=f"DB{number}", full_name=name)
        Membership.objects.create(official=deputy, unit=council, seat=Seat.DEPUTY, started_on=date(2026, 4, 1))
    campaign = create_campaign(by=None, plan=CampaignPlan("DOT", "Lấy phiếu tín nhiệm năm 2028", 2028))
    evaluate_campaign(by=None, campaign=campaign)
    campaign.refresh_from_db()
    campaign = approve(campaign)
    session = create_session(
        by=None,
        phase=campaign.phases.get(kind=PhaseKind.COUNCIL),
        unit=council,
        units=list(OrganisationUnit.objects.all()),
        plan=SessionPlan("KH1", "Kỳ họp thứ nhất", JULY, place="Hội trường A", chair="Trần Thị Tám"),
        reason="Theo kế hoạch",
    )
    board = [BoardEntry("Lê Thị Chi", "head"), BoardEntry("Phạm Tiến Dũng"), BoardEntry("Hoàng Văn Em")]
    propose_board(by=None, session=session, entries=board)
    return session


@pytest.fixture
def province(transactional_db: None, tmp_path: Path) -> Iterator[Province]:
    made = Province(tmp_path)
    yield made
    made.drop()


def test_a_session_day_on_paper(
    province: Province, worker: None, visitor: Any, planned: VotingSession, an: User, khanh: User, chi: User,
    dung: User, em: User, giang: User, settings: Any, tmp_path: Path,
) -> None:  # fmt: skip
    """1. Chi prepares the session, has the pack made and its ballots printed; the ledger opens with what was printed.
    2. At two doors the deputies are marked; the voting does not open below quorum, then it does.
    3. Ballots are issued, one is exchanged; with a ledger that balances the voting is closed.
    4. Dũng and Em key both bundles. They differ once by mistake and once for good: Chi decides from the paper.
    5. Nothing of single ballots is left; Chi explains what is odd and confirms; the minutes are a draft.
    6. Chi and Khánh seal. The paper is verified at the command line, on the page, and taken over by a province.
    7. Chi asks to count one bundle again, Khánh agrees; it is keyed twice, confirmed and sealed as the second count.
    8. An plans the follow-up vote; it has its own ballots, count and minutes.
    """
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")
    head, leader, clerks = visitor(chi), visitor(khanh), [visitor(dung), visitor(em)]
    _prepare_and_print(head)
    _write_ledger(head, printed="9")
    _check_in(head, clerks)
    _vote(head)
    _make_bundles(head, clerks[0])
    _key_differing(clerks)
    _decide(head)
    _nothing_is_left_of_single_ballots()
    _confirm(head)
    _draft_minutes(head)
    _seal(head, leader)
    first = _paper(head, "Biên bản kiểm phiếu")
    _verify(visitor(giang), first, tmp_path)
    _take_over(province, first, tmp_path)
    _open_again(head, leader)
    _key_again(clerks)
    _confirm(head)
    _seal(head, leader)
    _both_counts_are_kept(head, first, tmp_path)
    _follow_up(visitor(an), head, clerks)
    assert first_broken_event() is None
    assert not list(violations())


def _press(guest: Visitor, name: str) -> None:
    guest.page.get_by_role("button", name=name).first.click()
    guest.settle()


def _follow(guest: Visitor, name: str) -> None:
    guest.page.get_by_role("link", name=name).first.click()
    guest.settle()


def _paper(guest: Visitor, link: str) -> bytes:
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name=link).first.click()
    return _content(download.value)


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def _prepare_and_print(head: Visitor) -> None:
    head.go(SESSION).settle()
    _press(head, "Chuẩn bị xong")
    _follow(head, "Mở bộ tài liệu in")
    head.check_page()
    _press(head, "Lập bộ giấy tờ")
    expect(head.page.get_by_role("link", name="Tải về")).to_be_visible(timeout=60_000)
    head.settle()
    pack = text(_paper(head, "Tải về"))
    assert all(name in pack for name in (*VOTED_ON, *DEPUTIES))
    _press(head, "Đã in phiếu")


def _write_ledger(guest: Visitor, **numbers: str) -> None:
    """The same numbers for every kind of ballot."""
    guest.go(f"{SESSION}so-phieu/").settle()
    for name, number in numbers.items():
        for cell in guest.page.locator(f'input[name^="style:"][name$=":{name}"]').all():
            cell.fill(number)
    _press(guest, "Ghi sổ phiếu")
    expect(guest.page.get_by_text("Đã ghi sổ phiếu.")).to_be_visible()


def _check_in(head: Visitor, doors: Sequence[Visitor]) -> None:
    """Four of seven are below two thirds, six are not."""
    head.go(SESSION)
    _press(head, "Bắt đầu điểm danh")
    for door in doors:
        door.go(f"{SESSION}diem-danh/").page.set_viewport_size(PHONE)
    for number, name in enumerate(THERE):
        if number == 4:
            _open_voting(head, present="4")
            expect(head.page.get_by_text("4/7, cần ít nhất 5").first).to_be_visible()
        button = doors[number % 2].page.get_by_role("button", name=f"Có mặt: {name}")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    for door in doors:
        expect(door.page.get_by_text("6/7, cần 5")).to_be_visible()
        door.settle()


def _open_voting(head: Visitor, present: str, session: str = SESSION) -> None:
    head.go(session)
    for label, number in (("Tổng số đại biểu", "7"), ("Được triệu tập", "7"), ("Có mặt", present)):
        head.page.get_by_label(label).fill(number)
    _press(head, "Mở ghi phiếu")


def _vote(head: Visitor) -> None:
    _open_voting(head, present="6")
    _write_ledger(head, issued="6", spoiled="0", unused="3")
    _press(head, "Đổi phiếu hỏng")
    expect(head.page.locator(".stock-exchange").first).to_contain_text("Đã đổi 1")
    head.go(SESSION)
    _press(head, "Kết thúc ghi phiếu")


def _make_bundles(head: Visitor, clerk: Visitor) -> None:
    _write_ledger(head, returned="6")
    head.go(COUNT).settle().page.get_by_label("Nhập từng phiếu").check()
    _press(head, "Chọn cách này")
    for style in (0, 1):
        _make_bundle(clerk, BUNDLES, style)
    expect(clerk.page.get_by_text("Cần hai người nhập.")).to_have_count(2)


def _make_bundle(clerk: Visitor, path: str, style: int) -> None:
    clerk.go(path).settle().page.get_by_label("Loại phiếu").select_option(index=style)
    clerk.page.get_by_label("Số phiếu trong bó").fill("6")
    _press(clerk, "Lập bó")


def _begin(clerk: Visitor, style: str, path: str = BUNDLES) -> None:
    """Go on with the bundle of these ballots, or begin it, from the list of bundles."""
    clerk.go(path).settle()
    row = clerk.page.get_by_role("row", name=style)
    row.get_by_role("button").or_(row.get_by_role("link")).click()
    expect(clerk.page.locator("[data-current]")).not_to_be_empty()
    expect(clerk.page.locator("[data-sent]")).to_contain_text("đều đã lưu")
    clerk.settle()


def _type(clerk: Visitor, ballots: Sequence[str]) -> None:
    """On the number pad, then hand in."""
    for key in "".join(ballots):
        clerk.page.keyboard.press(key)
    expect(clerk.page.locator("[data-hand-in] button")).to_be_enabled()
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**/bo-phieu/")
    clerk.settle()


def _key(clerk: Visitor, style: str, ballots: Sequence[str], path: str = BUNDLES) -> None:
    _begin(clerk, style, path)
    _type(clerk, ballots)


def _with(ballots: Sequence[str], changes: Mapping[int, str]) -> list[str]:
    return [changes.get(number, ballot) for number, ballot in enumerate(ballots, 1)]


def _key_differing(clerks: Sequence[Visitor]) -> None:
    """Em errs in a ballot of the first bundle and sees it; in the second both stay by what they read."""
    first, second = clerks
    for clerk in clerks:
        clerk.page.set_viewport_size({"width": 1440, "height": 900})
    _key(first, HDND, COUNCIL)
    _key(second, HDND, _with(COUNCIL, {3: "3"}))
    expect(second.page.locator("#messages")).to_contain_text("khác nhau 1 chỗ")
    for clerk in clerks:
        _key(clerk, HDND, [COUNCIL[2]])
    expect(second.page.locator("#messages")).to_contain_text("hai lần nhập khớp nhau")
    _key(first, UBND, COMMITTEE)
    _key(second, UBND, _with(COMMITTEE, {3: "12"}))
    for clerk, key in ((first, "3"), (second, "1")):
        _begin(clerk, UBND)
        expect(clerk.page.locator("[data-position]")).to_have_text("3")
        _type(clerk, [key])
    expect(second.page.get_by_text("người thứ ba xem phiếu giấy").first).to_be_visible()


def _decide(head: Visitor) -> None:
    head.go(COUNT).settle()
    _follow(head, "Quyết định theo phiếu giấy")
    head.check_page()
    head.page.get_by_label("Dòng 1: Phạm Văn Chín").select_option("Tín nhiệm thấp")
    head.page.get_by_label("Ghi chú về việc xem phiếu giấy").fill("Đã xem phiếu số 3 cùng hai thành viên")
    _press(head, "Ghi quyết định")


def _nothing_is_left_of_single_ballots() -> None:
    assert ThirdDecision.objects.get().cells == 1
    assert not KeyedSheet.objects.exists()
    assert list(BundleCount.objects.order_by("pk").values_list("valid", "wholly_invalid")) == [(6, 0), (5, 1)]


def _confirm(head: Visitor, path: str = COUNT) -> None:
    head.go(path).check_page()
    for field in head.page.locator('input[name^="giai-trinh"]').all():
        field.fill("Đã xem lại phiếu")
    _press(head, "Xác nhận kết quả")
    expect(head.page.get_by_text("Đã xác nhận kết quả kiểm phiếu.")).to_be_visible()


def _draft_minutes(head: Visitor) -> None:
    head.go(SESSION).settle()
    _follow(head, "Giờ kiểm phiếu, nơi nhận")
    head.page.get_by_label("Bắt đầu kiểm phiếu").fill("2028-07-05T09:00")
    head.page.get_by_label("Kết thúc kiểm phiếu").fill("2028-07-05T09:40")
    _press(head, "Lưu thông tin")
    head.go(SESSION).settle()
    assert "DỰ THẢO" in text(_paper(head, "Biên bản kiểm phiếu"))


def _seal(head: Visitor, leader: Visitor) -> None:
    head.go(f"{SESSION}niem-phong/").check_page()
    _press(head, "Đề nghị niêm phong")
    expect(head.page.get_by_role("button", name="Niêm phong", exact=True)).to_be_disabled()
    leader.go(f"{SESSION}niem-phong/").settle().page.get_by_role("button", name="Niêm phong", exact=True).click()
    expect(leader.page.get_by_text("Kết quả đã niêm phong.")).to_be_visible()
    head.go(SESSION).settle()


def _verify(auditor: Visitor, paper: bytes, folder: Path) -> None:
    """Four of six low are two thirds: 66,67 %."""
    read = text(paper)
    assert "DỰ THẢO" not in read
    assert "66,67" in read
    assert "Chữ ký đúng" in _command_says(paper, folder)
    auditor.go("/xac-minh/").page.locator("input[type=file]").set_input_files(folder / "bien-ban.pdf")
    _press(auditor, "Xác minh")
    expect(auditor.page.get_by_text("Chữ ký đúng, do chính hệ thống này niêm phong")).to_be_visible()
    auditor.check_page()


def _command_says(paper: bytes, folder: Path) -> str:
    (folder / "bien-ban.pdf").write_bytes(paper)
    said = io.StringIO()
    call_command("verify", str(folder / "bien-ban.pdf"), stdout=said)
    return said.getvalue()


def _take_over(province: Province, paper: bytes, folder: Path) -> None:
    file = folder / "bien-ban.pdf"
    file.write_bytes(paper)
    key = re.search(r"Khóa: (\w{64})", province.ready().manage("verify", str(file)))
    assert key is not None
    province.manage("trust_key", key[1], "--name", "Tỉnh Minh Hòa")
    assert "Đã nhập hội nghị KH1" in province.manage("import_sealed", str(file), "--campaign", "DOT")
    assert "Chữ ký đúng" in province.manage("verify", str(file))


def _open_again(head: Visitor, leader: Visitor) -> None:
    head.go(SESSION).settle()
    _follow(head, "Các lần kiểm phiếu")
    _follow(head, "Mở lại kiểm phiếu")
    head.check_page()
    head.page.get_by_label("một số bó phiếu").check()
    head.page.get_by_label(UBND).check()
    head.page.get_by_label("Lý do").fill("Đại biểu kiến nghị xem lại một phiếu")
    _press(head, "Đề nghị mở lại")
    leader.go(f"{COUNT}cac-lan/").settle()
    _follow(leader, "Xem để xác nhận hoặc rút")
    leader.check_page()
    _press(leader, "Xác nhận mở lại")


def _key_again(clerks: Sequence[Visitor]) -> None:
    for clerk in clerks:
        _key(clerk, UBND, FOUND_AGAIN)
    expect(clerks[1].page.locator("#messages")).to_contain_text("hai lần nhập khớp nhau")


def _both_counts_are_kept(head: Visitor, first: bytes, folder: Path) -> None:
    """One ballot went over: five of six. The paper of the first count says that it was replaced."""
    _follow(head, "Các lần kiểm phiếu")
    head.check_page()
    expect(head.page.get_by_text("Đã được thay").first).to_be_visible()
    expect(head.page.locator("mark")).to_have_text(["1", "0", "4", "5"])
    head.go(SESSION).settle()
    second = _paper(head, "Biên bản kiểm phiếu")
    assert "Kiểm phiếu lần 2, thay biên bản lần 1" in text(second)
    assert "83,33" in text(second)
    assert "Đây là kết quả kiểm phiếu lần 1" in _command_says(first, folder)
    assert "Chữ ký đúng" in _command_says(second, folder)


def _follow_up(organiser: Visitor, head: Visitor, clerks: Sequence[Visitor]) -> None:
    """Demanded by deputies; four of six have no confidence."""
    organiser.go(f"{SESSION}ket-qua/").settle()
    _follow(organiser, "Lập hội nghị bỏ phiếu tín nhiệm")
    expect(organiser.page.get_by_label("Phạm Văn Chín")).not_to_be_checked()  # five of six low: dismissal, not a vote
    organiser.page.get_by_label("Phạm Văn Chín").check()
    organiser.page.get_by_label("Căn cứ bỏ phiếu").fill("Kiến nghị của một phần ba số đại biểu")
    organiser.check_page()
    organiser.page.get_by_label("Ngày").fill("2028-07-06")
    organiser.page.get_by_label("Lý do").fill("Ngay sau kỳ họp")
    _press(organiser, "Lập hội nghị")
    motion = VotingSession.objects.get(kind="motion")
    path = f"/dot/DOT/hoi-nghi/{motion.code}/"
    head.go(path)
    for step in ("Chuẩn bị xong", "Bắt đầu điểm danh"):
        _press(head, step)
    _open_voting(head, "6", path)
    _press(head, "Kết thúc ghi phiếu")
    bundles = f"{path}kiem-phieu/bo-phieu/"
    _make_bundle(clerks[0], bundles, 0)
    for clerk in clerks:
        _key(clerk, UBND, "222211", bundles)
    head.go(f"{path}kiem-phieu/").settle()
    for name in ("Phát ra", "Thu về"):
        head.page.get_by_label(name).fill("6")
    _confirm_motion(head)
    head.go(path).settle()
    minutes = text(_paper(head, "Biên bản kiểm phiếu"))
    assert "4/6 phiếu thu về ghi không tín nhiệm (66,67 %)" in minutes
    assert Count.objects.get(style__session=motion).valid == 6


def _confirm_motion(head: Visitor) -> None:
    _press(head, "Xác nhận kết quả")
    for field in head.page.locator('input[name^="giai-trinh"]').all():
        field.fill("Đã xem lại phiếu")
    _press(head, "Xác nhận kết quả")
    expect(head.page.get_by_text("Đã xác nhận kết quả kiểm phiếu.")).to_be_visible()
