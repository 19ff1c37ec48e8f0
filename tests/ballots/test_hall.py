"""The screen of the hall: what it shows at each step, and what it never shows."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from ballots.models import Channel, Stock
from ballots.presenters.hall import LINES
from campaigns.actions.disclosure import set_disclosure
from campaigns.models import Attendance, Disclosure, SessionState, Voter, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import OrganisationUnit
from tests.ballots.conftest import MakeSession
from tests.ballots.doors import NAMES, at_the_door
from tests.reports.sessions import Person, Style, counted_session, make_campaign, make_phase

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
SESSION = "/dot/DOT/hoi-nghi/HN1/"
HALL = f"{SESSION}man-hinh/"
SEALED = "/dot/HDND-2023/hoi-nghi/KH-15/"
PEOPLE = (
    Person("Lê Văn Cuối", "Ủy viên", (5, 10, 32)),
    Person("Trần Thị Đầu", "Ủy viên", (46, 1, 0)),
    *(Person(f"Người Thứ {number:02}", "Ủy viên", (30, 10, 7)) for number in range(3, 9)),
)


@pytest.fixture
def session(make_session: MakeSession) -> VotingSession:
    return at_the_door(make_session)


@pytest.fixture
def sealed(council: OrganisationUnit) -> VotingSession:
    """A sealed session with eight people, the worst result first, which it may see."""
    styles = [Style("Khối HĐND", PEOPLE), Style("Khối UBND", PEOPLE[:1])]
    phase = make_phase(make_campaign())
    return counted_session(phase, council, styles, state=SessionState.SEALED, disclosure=Disclosure.SESSION)


def screen(browser: Client, address: str = HALL) -> str:
    return browser.get(address).content.decode()


def people(shown: str) -> list[str]:
    return re.findall(r'<th scope="row">([^<]+)', shown)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("planned", "Chuẩn bị hội nghị"),
        ("checking_in", "Đang điểm danh"),
        ("voting", "Đang ghi phiếu"),
        ("counting", "Đang kiểm phiếu"),
        ("counted", "Đã kiểm phiếu xong"),
        ("sealed", "Kết quả đã niêm phong"),
    ],
)
def test_the_step_stands_there_in_words(
    giang: User, signed_in: SignedIn, session: VotingSession, state: str, words: str
) -> None:
    VotingSession.objects.update(state=state)
    shown = screen(signed_in(giang))
    assert words in shown
    assert session.name in shown
    assert "site-nav" not in shown
    assert "DIỄN TẬP" not in shown


def test_it_counts_who_is_there(giang: User, signed_in: SignedIn, session: VotingSession) -> None:
    Voter.objects.filter(name__in=NAMES[:3]).update(attendance=Attendance.PRESENT)
    shown = screen(signed_in(giang))
    assert "3/6, cần 4" in shown
    assert "Chưa đủ số" in shown
    assert "Phát ra" not in shown
    assert not [name for name in NAMES if name in shown]
    VotingSession.objects.update(state=SessionState.VOTING, total_members=93, summoned=93, present=62)
    shown = screen(signed_in(giang))
    assert "62/93, cần 62" in shown
    assert "Đủ số" in shown


def test_ballots_are_shown_as_far_as_they_are_known(giang: User, signed_in: SignedIn, session: VotingSession) -> None:
    VotingSession.objects.update(state=SessionState.VOTING, total_members=93, summoned=93, present=62)
    first, second = session.styles.all()
    Stock.objects.create(style=first, channel=Channel.PAPER, issued=40, returned=38)
    Stock.objects.create(style=first, channel=Channel.SCREEN, issued=22)
    figures = r'<th scope="row">(.*?)</th><td class="num">(.*?)</td><td class="num">(.*?)</td>'
    found = re.findall(figures, screen(signed_in(giang)))
    assert found == [(first.name, "62", "38"), (second.name, "–", "–")]
    second.delete()
    assert "<dt>Phát ra</dt><dd>62</dd>" in screen(signed_in(giang))


def test_a_rehearsal_says_so(giang: User, signed_in: SignedIn, session: VotingSession) -> None:
    VotingSession.objects.update(is_rehearsal=True)
    assert "DIỄN TẬP" in screen(signed_in(giang))


def test_a_result_stands_in_ballot_order_and_turns_its_pages(
    giang: User, signed_in: SignedIn, sealed: VotingSession
) -> None:
    browser, hall = signed_in(giang), f"{SEALED}man-hinh/"
    pages = [screen(browser, f"{hall}?trang={number}") for number in (1, 2, 3)]
    names = [person.name for person in PEOPLE]
    assert [people(shown) for shown in pages] == [names[:LINES], names[LINES:], names[:1]]
    assert "68,09" in pages[0]
    assert "Khối UBND" in pages[2]
    assert [re.findall(r'hx-get="[^"]*trang=(\d)', shown) for shown in pages] == [["2"], ["3"], ["1"]]
    for page in pages:
        assert not re.search("Quá nửa|Không quá|badge|xếp", page)


def test_a_page_of_a_result_can_be_held(giang: User, signed_in: SignedIn, sealed: VotingSession) -> None:
    shown = screen(signed_in(giang), f"{SEALED}man-hinh/?trang=2&dung=1")
    assert "trang=2&amp;dung=1" in re.findall(r'hx-get="([^"]*)"', shown)[0]
    assert "Tự chuyển trang" in shown


@pytest.mark.parametrize("page", ["0", "4", "-1", "x", "²", "9" * 50, ""])
def test_a_page_that_is_not_there_is_the_first(
    giang: User, signed_in: SignedIn, sealed: VotingSession, page: str
) -> None:
    assert "Trang 1/3" in screen(signed_in(giang), f"{SEALED}man-hinh/?trang={page}")


@pytest.mark.parametrize(
    "change",
    [
        {"state": SessionState.COUNTED},
        {"state": SessionState.COUNTING},
        {"disclosure": Disclosure.NOBODY},
    ],
)
def test_a_result_is_not_shown_before_the_seal_or_against_the_setting(
    giang: User, signed_in: SignedIn, sealed: VotingSession, change: dict[str, str]
) -> None:
    VotingSession.objects.update(**change)
    shown = screen(signed_in(giang), f"{SEALED}man-hinh/")
    assert "Lê Văn Cuối" not in shown
    assert "68,09" not in shown


def test_the_result_of_a_small_group_is_withheld_and_the_screen_says_why(
    giang: User, signed_in: SignedIn, council: OrganisationUnit
) -> None:
    few = [Person("Lê Văn Cuối", "Chức danh", (9, 0, 0))]
    phase = make_phase(make_campaign("IT"))
    seen = {"state": SessionState.SEALED, "disclosure": Disclosure.SESSION}
    counted_session(phase, council, [Style("Khối HĐND", few, issued=9, returned=9)], code="IT-9", **seen)
    shown = screen(signed_in(giang), "/dot/IT/hoi-nghi/IT-9/man-hinh/")
    assert "chỉ có 9 phiếu hợp lệ, ít hơn 10 phiếu" in shown
    assert "Lê Văn Cuối" not in shown


def test_htmx_gets_the_screen_alone(giang: User, signed_in: SignedIn, session: VotingSession) -> None:
    shown = signed_in(giang).get(HALL, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert 'id="hall"' in shown


def test_only_who_sees_the_session_sees_its_screen(
    binh: User, ha: User, signed_in: SignedIn, session: VotingSession
) -> None:
    assert signed_in(binh).get(HALL).status_code == 404
    assert signed_in(ha).get(HALL).status_code == 403


def test_the_organiser_says_who_sees_the_result(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    browser = signed_in(an)
    assert f"{SESSION}cong-bo/" in screen(browser, SESSION)
    assert "bắt buộc" in browser.post(f"{SESSION}cong-bo/", {"disclosure": ""}).content.decode()
    assert "Kết quả chỉ hiện sau khi niêm phong" in screen(browser, f"{SESSION}cong-bo/")
    for _ in range(2):
        browser.post(f"{SESSION}cong-bo/", {"disclosure": "session"})
    session.refresh_from_db()
    assert session.disclosure == Disclosure.SESSION
    event = AuditEvent.objects.get(action="session.disclosure")
    assert (event.before["disclosure"], event.after["disclosure"]) == (
        "Không công bố tại hội nghị",
        "Công bố tại hội nghị",
    )


def test_after_the_seal_the_setting_stands(an: User, sealed: VotingSession) -> None:
    with pytest.raises(Refused, match="Kết quả đã niêm phong"):
        set_disclosure(by=an, session=sealed, disclosure=Disclosure.NOBODY)
    assert not AuditEvent.objects.exists()


def test_who_does_not_plan_sets_nothing(chi: User, signed_in: SignedIn, session: VotingSession) -> None:
    assert signed_in(chi).post(f"{SESSION}cong-bo/", {"disclosure": "session"}).status_code == 403
