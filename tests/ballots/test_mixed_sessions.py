"""Ballots cast on paper and on screen at one session: two columns and one total, from the ledger to the minutes."""

import re
from pathlib import Path
from typing import Any

import pytest

from ballots.actions.keying import start_keying, submit_keying
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.actions.stock import record_stock
from ballots.models import Channel, Count, Stock
from ballots.queries.counts import results_of
from ballots.queries.totals import layout_of
from ballots.rules.seal_payload import parse
from ballots.rules.totals import FIGURES, cell
from campaigns.models import Casting, SessionState, VotingSession
from config.accounts.models import User
from config.errors import Refused
from reports.presenters.wording import PLACE_DOTS
from tests.ballots.boxes import HOLDERS, Screen, cast_all, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.test_box_pages import BOX, SignedIn, body, typed
from tests.reports.papers import text

pytestmark = pytest.mark.django_db
HERE = "/dot/DOT/hoi-nghi/HN1/"
LEVELS = {"high": "30", "normal": "7", "low": "2"}
BALLOTS = [("high", "high", "low"), ("high", "normal", ""), ("low", "high", "high")]
PAPER = dict(zip(FIGURES, ("40", "40", "39", "1"), strict=True))


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    found = open_screen(make_session, chi, casting=Casting.MIXED)
    cast_all(found, BALLOTS)
    return found


def key_paper(session: VotingSession, *people: User) -> None:
    cells: dict[str, str] = {}
    for style in layout_of(session).styles:
        cells |= {cell(style.place, figure): number for figure, number in PAPER.items()}
        cells |= {cell(line.place, level): votes for line in style.lines for level, votes in LEVELS.items()}
    for person in people:
        submission = submit_keying(by=person, keying=start_keying(by=person, session=session), typed=cells)
        assert not submission.problems


@pytest.mark.promise("few_one_way")
def test_two_columns_and_one_total_from_the_pages(
    screen: Screen, chi: User, an: User, dung: User, em: User, khanh: User, signed_in: SignedIn
) -> None:
    chair = signed_in(chi)
    chair.post(BOX, {"do": "propose", "unused": "5"})
    signed_in(an).post(BOX, {"do": "confirm", "explanation": ""})
    opened = body(chair.post(BOX, {"do": "open", **typed(screen.cards[:2])}, follow=True))
    assert "Kiểm phiếu giấy để có kết quả chung" in opened
    screen.session.refresh_from_db()
    assert screen.session.state == SessionState.COUNTING
    key_paper(screen.session, dung, em)
    counting = body(chair.get(f"{HERE}kiem-phieu/"))
    assert "Trang này kiểm phiếu giấy" in counting
    assert "Quay lại bước ghi phiếu" not in counting
    assert "Riêng phiếu giấy." in counting
    assert "%" not in counting.split("Riêng phiếu giấy.")[1]
    assert "Chỉ nhập số liệu của phiếu giấy" in body(signed_in(dung).get(f"{HERE}kiem-phieu/nhap-so-lieu/"))
    page = body(chair.post(f"{HERE}kiem-phieu/", {"do": "settle"}, follow=True))
    screen.session.refresh_from_db()
    assert screen.session.state == SessionState.COUNTED
    style = results_of(screen.session)[0]
    assert (style.figures.issued, style.figures.returned, style.figures.valid) == (43, 43, 42)
    assert style.people[0].result.votes == {"high": 32, "normal": 7, "low": 3}
    results = body(chair.get(f"{HERE}ket-qua/"))
    for shown in (page, results):
        assert '<td class="num">40</td><td class="num">3</td><td class="num"><strong>43</strong></td>' in shown
        assert "trên màn hình chỉ có 3 phiếu hợp lệ, ít hơn 10 phiếu theo bộ quy định" in shown
        assert "Từng người theo cách ghi phiếu" not in shown
    assert "Khối HĐND: phiếu giấy" in _minutes(chair)
    propose_seal(by=chi, session=screen.session)
    seal = confirm_seal(by=khanh, session=screen.session)
    paper, on_screen = parse(seal.payload).styles[0].channels
    assert (paper.channel, on_screen.channel) == ("paper", "screen")
    assert not paper.lines  # not even the codes of the minutes tell the few on screen apart
    assert not on_screen.lines
    whole = style.people[0].result.votes
    left = [whole[level] - int(number) for level, number in LEVELS.items()]
    assert left == [2, 0, 1]  # who has counted the paper takes it from the whole
    sealed = _minutes(chair)
    for words in ("Khối HĐND: trên màn hình", "Khối HĐND: cộng", "Hòm phiếu trên màn hình do Lê Thị Chi khóa"):
        assert words in sealed
    assert "; ".join(HOLDERS) in sealed
    assert "không có bản giấy" in sealed
    record = chair.get(f"{BOX}bien-ban-huy.pdf")
    assert "HỦY MẢNH PHIẾU" in text(record.content)
    assert "TM. BAN KIỂM PHIẾU" in text(record.content)
    assert f" {PLACE_DOTS}, ngày" in text(record.content)  # no more dots than the letterhead has room for


def test_counted_again_before_the_seal_and_after_the_slips_are_destroyed(
    screen: Screen, chi: User, an: User, dung: User, em: User, khanh: User, signed_in: SignedIn
) -> None:
    """Before the seal the box is opened once more; afterwards only paper is counted again, and everybody is told."""
    chair, leader = signed_in(chi), signed_in(khanh)

    def count(session: VotingSession, *, with_box: bool) -> str:
        key_paper(session, dung, em)
        chair.post(f"{HERE}kiem-phieu/", {"do": "settle"})
        here = body(chair.get(HERE))
        if with_box:
            chair.post(BOX, {"do": "open", **typed(screen.cards[:2])})
        return here

    def again(session: VotingSession) -> tuple[str, str]:
        asked = body(chair.get(f"{HERE}kiem-phieu/mo-lai/"))
        chair.post(f"{HERE}kiem-phieu/mo-lai/", {"scope": "all", "reason": "Đơn đề nghị"})
        confirm = f"{HERE}kiem-phieu/mo-lai/{session.reopenings.latest('pk').pk}/"
        assert asked.count("Hai người nhập lại") == body(leader.get(confirm)).count("Hai người nhập lại") == 1
        return asked, body(leader.post(confirm, {"do": "confirm"}, follow=True))

    session = close(screen, chi, an, unused=5)
    assert "Kiểm phiếu giấy và mở hòm phiếu" in count(session, with_box=True)
    for said in again(session):
        assert "mở hòm phiếu lần nữa" in said
    assert not Count.objects.exists()
    assert "Kiểm phiếu giấy và mở hòm phiếu" in count(session, with_box=True)
    propose_seal(by=chi, session=session)
    confirm_seal(by=khanh, session=session)
    for said in again(session):
        assert "Chỉ phiếu giấy được kiểm lại." in said
        assert "Phiếu ghi trên màn hình giữ số liệu lần 2" in said
    kept = dict(Count.objects.values_list("pk", "channel"))
    assert set(kept.values()) == {Channel.SCREEN}
    for page in (HERE, f"{HERE}kiem-phieu/"):
        assert "giữ số liệu lần trước" in body(chair.get(page))
    count(session, with_box=False)
    session.refresh_from_db()
    assert session.state == SessionState.COUNTED
    propose_seal(by=chi, session=session)
    confirm_seal(by=khanh, session=session)
    assert Count.objects.filter(pk__in=kept).count() == len(kept)
    assert "Lần kiểm phiếu 3 chỉ kiểm lại phiếu giấy" in _minutes(chair)


def test_each_persons_votes_by_channel_where_both_are_large_enough(
    make_session: MakeSession, chi: User, an: User, dung: User, em: User, signed_in: SignedIn
) -> None:
    screen = open_screen(make_session, chi, codes=60, casting=Casting.MIXED)
    cast_all(screen, BALLOTS * 4)
    close(screen, chi, an, unused=48)
    chair = signed_in(chi)
    chair.post(BOX, {"do": "open", **typed(screen.cards[:2])})
    key_paper(screen.session, dung, em)
    settled = body(chair.post(f"{HERE}kiem-phieu/", {"do": "settle"}, follow=True))
    for shown in (settled, body(chair.get(f"{HERE}ket-qua/"))):
        assert "Không tách số phiếu" not in shown
        first = shown.split("Họ và tên, mức</th>")[1].split("</tbody>")[0]
        assert re.findall(r'<th [^>]*scope="row(?:group)?"[^>]*>(.+?)</th>', first) == [
            "1. Lê Văn Một",
            "Tín nhiệm cao",
            "Tín nhiệm",
            "Tín nhiệm thấp",
            "Không hợp lệ",
        ]
        numbers = [int(found) for found in re.findall(r'<td class="num"[^>]*>(?:<strong>)?(\d+)', first)]
        assert numbers == [30, 8, 38, 7, 0, 7, 2, 4, 6, 1, 0, 1]


def _minutes(browser: Any) -> str:
    return text(browser.get(f"{HERE}bien-ban.pdf").content)


def test_more_out_than_are_present_wants_an_explanation(
    screen: Screen, chi: User, an: User, dung: User, signed_in: SignedIn
) -> None:
    cells: dict[str, str] = {}
    for style in screen.session.styles.all():
        numbers = {"printed": "60", "issued": "45", "spoiled": "0", "unused": "15"}
        cells |= {cell(f"style:{style.pk}", name): number for name, number in numbers.items()}
    assert not record_stock(by=dung, session=screen.session, typed=cells, seen={})
    signed_in(chi).post(BOX, {"do": "propose", "unused": "5"})
    second = signed_in(an)
    refused = second.post(BOX, {"do": "confirm", "explanation": ""})
    assert refused.status_code == 422
    assert "3 phiếu mã và 45 phiếu giấy, nhiều hơn 47 người có mặt" in body(refused)
    second.post(BOX, {"do": "confirm", "explanation": "Một đại biểu làm mất phiếu mã"})
    stock = Stock.objects.filter(channel=Channel.SCREEN).first()
    assert stock is not None
    assert stock.explanation == "Một đại biểu làm mất phiếu mã"
    ledger = body(second.get(f"{HERE}so-phieu/"))
    assert "Giải trình: Một đại biểu làm mất phiếu mã" in ledger


def test_a_mixed_box_does_not_close_over_a_ledger_that_lacks_something(
    screen: Screen, chi: User, an: User, dung: User, signed_in: SignedIn
) -> None:
    style = screen.session.styles.first()
    assert style is not None
    record_stock(by=dung, session=screen.session, typed={cell(f"style:{style.pk}", "printed"): "60"}, seen={})
    signed_in(chi).post(BOX, {"do": "propose", "unused": "5"})
    assert signed_in(an).post(BOX, {"do": "confirm", "explanation": ""}).status_code == 422
    screen.session.refresh_from_db()
    assert screen.session.state == SessionState.VOTING
    with pytest.raises(Refused):
        propose_seal(by=chi, session=screen.session)
    assert not Count.objects.exists()
