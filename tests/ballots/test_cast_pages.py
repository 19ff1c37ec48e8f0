"""The voters' pages as a browser without script meets them."""

import gzip
import itertools
import re
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ballots.actions.casting import WRONG_CODE, cast_ballot
from ballots.actions.code_slips import exchange_code
from ballots.models import AccessCode, Slip, WrongCodes
from ballots.presenters.cast import PADDED_TO
from ballots.rules.wrong_codes import WAIT
from ballots.views import cast, cast_throttle
from campaigns.models import Campaign, CampaignState, SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.boxes import NEVER_A_CODE, Screen, close, locked, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.voters import VoterBrowser

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[2] / "static"
FIRST_VIEW, FIRST_PAGE, ON_THE_AIR = 60_000, 2_000, 10_000  # bytes: all of it as written; the page, all as they travel
SENT = "Phiếu đã được ghi nhận"


@pytest.fixture(autouse=True)
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast_throttle, "LEAST_SECONDS", 0)


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi)


def queries(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


# --- The first page -----------------------------------------------------------------------------------------------


def test_the_first_view_is_small(screen: Screen) -> None:
    page = VoterBrowser(screen).page.content
    travels = Client().get(VoterBrowser(screen).base, headers={"Accept-Encoding": "gzip"})
    files = [(STATIC / name).read_bytes() for name in ("css/cast.css", "js/cast.js", "icons/mark.svg")]
    assert len(page) + sum(map(len, files)) < FIRST_VIEW
    assert gzip.decompress(travels.content) == page
    assert len(travels.content) < FIRST_PAGE
    assert len(travels.content) + sum(len(gzip.compress(file)) for file in files) < ON_THE_AIR


def test_only_the_style_sheet_holds_up_the_first_view(screen: Screen) -> None:
    """Two ways to the server and back: the page, then this one file, asked for by the head of the answer."""
    answer = VoterBrowser(screen).page
    assert re.findall(r"<(?:link|script|img|iframe|svg)[^>]*>", answer.content.decode()) == [
        '<link rel="icon" href="/static/icons/mark.svg" type="image/svg+xml">',
        '<link rel="stylesheet" href="/static/css/cast.css">',
        '<script src="/static/js/cast.js" defer>',
    ]
    assert answer.headers["Link"] == "</static/css/cast.css>; rel=preload; as=style"
    style = (STATIC / "css/cast.css").read_text()
    assert re.findall(r"@(?:import|font-face)|url\([^)]*\)", style) == ['url("../icons/mark.svg")']


def test_only_the_page_that_is_the_same_for_all_is_compressed(screen: Screen) -> None:
    browser = VoterBrowser(screen)
    for step in ("ghi/", "xem-lai/", "gui/"):
        answer = browser.client.post(f"{browser.base}{step}", {"code": "x"}, headers={"Accept-Encoding": "gzip"})
        assert (answer.headers.get("Content-Encoding"), len(answer.content) % PADDED_TO) == (None, 0)


def test_its_headers_keep_it_to_the_voter(screen: Screen) -> None:
    headers = VoterBrowser(screen).page.headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_nobody_signed_in_is_asked_for(screen: Screen, an: User, signed_in: Any) -> None:
    assert queries(Client(), VoterBrowser(screen).base) == 1
    assert queries(signed_in(an), VoterBrowser(screen).base) == 1


def test_its_only_cookie_stays_below_the_box(screen: Screen) -> None:
    browser = VoterBrowser(screen)
    browser.open(screen.codes[0]).review("1", "2", "0").send()
    assert SENT in browser.html
    assert list(browser.client.cookies) == ["thiet_bi"]
    cookie = browser.client.cookies["thiet_bi"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (browser.base, True, "Strict")


def test_the_field_of_the_code_is_left_alone_by_helpers(screen: Screen) -> None:
    field = re.search(r'<input id="code"[^>]*>', VoterBrowser(screen).html)
    assert field is not None
    for word in ('autocomplete="off"', 'autocapitalize="characters"', 'spellcheck="false"', 'autocorrect="off"'):
        assert word in field[0]


def test_the_address_may_be_typed_in_small_letters(screen: Screen) -> None:
    base, typed = VoterBrowser(screen).base, f"/phieu/{screen.box.address.lower()}"
    assert Client().get(f"{typed}/").status_code == 200
    assert Client().get(typed).headers["Location"] == base


# --- From the code to the box -------------------------------------------------------------------------------------


def test_a_ballot_without_script(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(f" {screen.codes[0][:5].lower()}-{screen.codes[0][5:]} ")
    assert [browser.html.count(name) > 0 for name in ("Lê Văn Một", "Trần Thị Hai", "Phạm Văn Ba")] == [True] * 3
    assert browser.html.count("<fieldset") == browser.html.count("<legend") == 3
    assert browser.html.count(" checked>") == 3
    assert set(browser.mark("0", "0", "0").items()) == set(browser.fields().items())
    browser.review("1", "3", "0")
    assert "Còn <strong>   1</strong> dòng bỏ trống" in browser.html
    assert not Slip.objects.exists()
    browser.send()
    assert (browser.page.status_code, Slip.objects.count()) == (200, 5)


def test_going_back_to_mend_keeps_the_marks(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0]).review("1", "3", "0")
    reviewed = browser.fields()
    assert 'formaction="' + browser.base + 'ghi/"' in browser.html
    assert browser.post("ghi/", reviewed).fields() == reviewed


def test_what_is_left_empty_is_pointed_out(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0]).review("1", "0", "2")
    assert browser.html.count('class="chosen-0"') == 1
    full = VoterBrowser(screen).open(screen.codes[0]).review("1", "1", "2")
    assert '<p class="notice good"     >Đã ghi đủ 3 dòng.' in full.html
    assert '<p class="notice" hidden>' in full.html


def test_after_sending_nothing_is_shown_of_the_ballot(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0]).review("1", "3", "2").send()
    assert SENT in browser.html
    for word in (*screen.codes, "Lê Văn Một", "Tín nhiệm cao", "Tín nhiệm thấp", "<form", "<input"):
        assert word not in browser.html


def test_the_same_form_sent_twice_is_one_ballot(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0]).review("1", "3", "2")
    form = browser.fields()
    assert [SENT in browser.post("gui/", form).html for _ in range(2)] == [True, True]
    assert Slip.objects.count() == 5


def test_a_reload_of_an_earlier_step_shows_no_ballot_any_more(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0]).review("1", "3", "2")
    form = browser.fields()
    browser.send()
    for step in ("ghi/", "xem-lai/"):
        browser.post(step, form)
        assert SENT in browser.html
        assert "Lê Văn Một" not in browser.html
        assert browser.post(step, {**form, "nonce": "n" * 32}).page.status_code == 422


def test_a_ballot_with_lines_missing_is_not_cast(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0])
    form = browser.mark("1", "2", "3")
    last = [name for name in form if name.startswith("m")][-1]
    for wrong in ({**form, last: "9"}, {name: value for name, value in form.items() if name != last}, {"code": "x"}):
        assert browser.post("gui/", wrong).page.status_code == 422
    assert not Slip.objects.exists()


def test_steps_begin_at_the_beginning(screen: Screen) -> None:
    base = VoterBrowser(screen).base
    for step in ("ghi/", "xem-lai/", "gui/", "da-gui/"):
        response = Client().get(f"{base}{step}")
        assert (response.status_code, response.headers["Location"]) == (303, base)


# --- Sizes --------------------------------------------------------------------------------------------------------


def test_sizes_tell_nothing_about_marks(screen: Screen) -> None:
    requests, answers = set(), set()
    for code, marks in zip(itertools.cycle(screen.codes), itertools.product("0123", repeat=3), strict=False):
        browser = VoterBrowser(screen).open(code).review(*marks)
        answers.add(("review", len(browser.page.content)))
        requests.add(len(browser.sent))
        browser.post("ghi/", browser.fields())
        answers.add(("again", len(browser.page.content)))
    for code in screen.codes:
        browser = VoterBrowser(screen).open(code).review(*"130").send()
        answers.add(("sent", len(browser.page.content)))
        requests.add(len(browser.sent))
    assert len(requests) == 1
    assert len(answers) == 3
    assert not [size for _, size in answers if size % 8192]


# --- Codes that are none ------------------------------------------------------------------------------------------


def test_every_code_that_is_none_gets_the_same_answer(screen: Screen, chi: User) -> None:
    screen.cast(screen.codes[0], "high", "high", "high")
    exchange_code(by=chi, session=screen.session, code=screen.codes[1])
    for step in ("ghi/", "xem-lai/", "gui/"):
        answers = set()
        for code in (screen.codes[0], screen.codes[1], NEVER_A_CODE, "không phải mã", ""):
            page = VoterBrowser(screen).post(step, {"code": code, "nonce": "n" * 32}).page
            answers.add((page.status_code, page.content, frozenset(page.headers) - {"Set-Cookie"}))
        assert len(answers) == 1
        status, content, _ = answers.pop()
        assert (status, WRONG_CODE in content.decode()) == (422, True)


def test_the_answer_takes_its_time(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast_throttle, "LEAST_SECONDS", 0.4)
    screen.cast(screen.codes[0], "high", "high", "high")
    steps, codes = ("ghi/", "gui/"), (screen.codes[0], NEVER_A_CODE, "")
    for step, code in itertools.product(steps, codes):
        browser, started = VoterBrowser(screen), monotonic()
        browser.post(step, {"code": code, "nonce": "n" * 32})
        assert 0.4 <= monotonic() - started < 0.8
    assert [device.tries for device in WrongCodes.objects.all()] == [1] * len(steps) * len(codes)


def test_no_more_than_a_few_are_kept_waiting(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def acquire(self, *, blocking: bool) -> bool:
            return False

    monkeypatch.setattr(cast_throttle, "_slow", Full())
    browser = VoterBrowser(screen).open(NEVER_A_CODE)
    assert (browser.page.status_code, "Máy chủ đang bận" in browser.html) == (429, True)
    assert WrongCodes.objects.get().tries == 1
    assert "Lê Văn Một" in VoterBrowser(screen).open(screen.codes[0]).html


def test_a_device_that_keeps_guessing_waits_and_the_others_do_not(screen: Screen) -> None:
    guesser = VoterBrowser(screen)
    statuses = [guesser.open(NEVER_A_CODE).page.status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    for step in ("ghi/", "xem-lai/", "gui/"):
        guesser.post(step, {"code": screen.codes[0], "nonce": "n" * 32})
        assert (guesser.page.status_code, "Chờ 2 phút" in guesser.html) == (429, True)
    assert "Lê Văn Một" in VoterBrowser(screen).open(screen.codes[0]).html
    WrongCodes.objects.update(last_at=timezone.now() - WAIT)
    assert "Lê Văn Một" in guesser.open(screen.codes[0]).html


def test_an_address_shared_by_many_may_be_wrong_more_often(screen: Screen) -> None:
    browser = VoterBrowser(screen, client=Client())
    for _ in range(30):
        browser.client.cookies.clear()
        assert browser.open(NEVER_A_CODE).page.status_code == 422
    browser.client.cookies["thiet_bi"] = "made:up"
    assert browser.open(NEVER_A_CODE).page.status_code == 429
    assert VoterBrowser(screen).open(screen.codes[0]).page.status_code == 200


def test_a_success_leaves_the_count_of_wrong_codes_alone(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(NEVER_A_CODE).open(screen.codes[0]).review(*"123").send()
    assert SENT in browser.html
    assert WrongCodes.objects.get().tries == 1


# --- Before and after ---------------------------------------------------------------------------------------------


def test_before_the_voting_it_says_when(make_session: MakeSession, chi: User) -> None:
    browser = VoterBrowser(locked(make_session, chi))
    assert (browser.page.status_code, "Chưa đến giờ ghi phiếu" in browser.html) == (200, True)
    assert "08:00 13/12/2023" in browser.html
    assert "Chưa đến giờ" in browser.post("ghi/", {"code": NEVER_A_CODE}).html


def test_a_closed_box_says_so_and_who_sent_in_time_hears_it(screen: Screen, chi: User, an: User) -> None:
    early, late = (VoterBrowser(screen).open(code).review(*"123") for code in screen.codes[:2])
    form, other = early.fields(), late.fields()
    early.send()
    close(screen, chi, an)
    assert SENT in early.post("gui/", form).html
    assert SENT in early.post("da-gui/", {"nonce": form["nonce"]}).html
    for step in ("gui/", "da-gui/", "ghi/"):
        late.post(step, other)
        assert (late.page.status_code, "Hòm phiếu đã đóng" in late.html) == (409, True)
    assert "chưa tới hòm phiếu" in late.post("gui/", other).html
    assert "Hòm phiếu đã đóng" in VoterBrowser(screen).html
    assert not WrongCodes.objects.exists()


def test_a_box_that_closes_between_two_looks(screen: Screen, chi: User, an: User, monkeypatch: Any) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0]).review(*"123")

    def close_first(**ballot: Any) -> None:
        close(screen, chi, an)
        cast_ballot(**ballot)

    monkeypatch.setattr(cast, "cast_ballot", close_first)
    assert "Hòm phiếu đã đóng" in browser.send().html


def test_a_page_loaded_again_asks_whether_its_ballot_arrived(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0]).review(*"123")
    form = browser.fields()
    browser.post("da-gui/", {"nonce": form["nonce"]})
    assert "chưa tới hòm phiếu" in browser.html
    assert browser.fields()["nonce"] == form["nonce"]
    assert browser.open(screen.codes[0]).fields()["nonce"] == form["nonce"]
    browser.send()
    assert SENT in browser.post("da-gui/", {"nonce": form["nonce"]}).html
    for nonce in ("", "x" * 32, "đ" * 20):
        assert SENT not in browser.post("da-gui/", {"nonce": nonce}).html


def test_an_archived_campaign_takes_nothing(screen: Screen) -> None:
    browser = VoterBrowser(screen).open(screen.codes[0]).review(*"123")
    Campaign.objects.update(state=CampaignState.ARCHIVED)
    assert "Hòm phiếu đã đóng" in browser.send().html
    assert not Slip.objects.exists()


def test_a_wrong_address_looks_like_the_others(db: None) -> None:
    for path in ("/phieu/0CFHJK/", "/phieu/0CFHJK/ghi/", "/phieu/0CFHJK/2CF4H-7KM9P", "/phieu/gì đó/"):
        page = Client().get(path)
        assert (page.status_code, "css/cast.css" in page.content.decode()) == (404, True)
        assert "Không có trang này" in page.content.decode()


def test_a_rehearsal_says_so(screen: Screen) -> None:
    VotingSession.objects.update(is_rehearsal=True)
    browser = VoterBrowser(screen).open(screen.codes[0])
    assert "DIỄN TẬP" in browser.html


def test_a_motion_has_its_two_levels(screen: Screen) -> None:
    VotingSession.objects.update(kind="motion")
    browser = VoterBrowser(screen).open(screen.codes[0])
    assert browser.html.count('type="radio"') == 3 * 3


def test_how_many_queries_each_step_takes(screen: Screen) -> None:
    browser = VoterBrowser(screen)
    found = {}
    for step, act in {
        "code": lambda: browser.open(screen.codes[0]),
        "review": lambda: browser.review(*"123"),
        "send": browser.send,
    }.items():
        with CaptureQueriesContext(connection) as captured:
            act()
        found[step] = len(captured)
    # the box, the device, the code, the rules by their phase, styles and people; to send, after box and device the code
    # is marked and the slips are written, within a transaction
    assert found == {"code": 7, "review": 7, "send": 6}


# --- Nothing is left ----------------------------------------------------------------------------------------------


def test_only_the_ballot_is_written(screen: Screen) -> None:
    VoterBrowser(screen).open(screen.codes[0]).review(*"123").send()
    assert not WrongCodes.objects.exists()
    assert AccessCode.objects.filter(state=AccessCode.State.USED).count() == 1
    assert VotingSession.objects.get().state == SessionState.VOTING
