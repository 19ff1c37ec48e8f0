"""What voters send stands in no log and on no error page, whatever breaks."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ballots.models import Slip
from ballots.views import cast, cast_throttle
from config.accounts.models import User
from config.logs import LeaveOutConfidential
from tests.ballots.boxes import Screen, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.voters import VoterBrowser

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
HOME = "203.0.113.77"
GUESS = "2CF4H-7KM9P"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that the site's own handlers write, down to the last detail."""
    root = logging.getLogger()
    (handler,) = [one for one in root.handlers if any(isinstance(f, LeaveOutConfidential) for f in one.filters)]
    assert isinstance(handler, logging.StreamHandler)
    written, level = io.StringIO(), root.level
    before = handler.setStream(written)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    handler.setStream(before)


@pytest.fixture
def screen(make_session: MakeSession, chi: User, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(cast_throttle, "LEAST_SECONDS", 0)
    return open_screen(make_session, chi)


def browser(screen: Screen) -> VoterBrowser:
    return VoterBrowser(screen, client=Client(raise_request_exception=False, REMOTE_ADDR=HOME))


def secrets(screen: Screen, form: dict[str, str]) -> list[str]:
    lines = [f"{name}={value}" for name, value in form.items() if name.startswith("m")]
    return [*screen.codes, GUESS, HOME, form["nonce"], *lines, *(name for name in form if name.startswith("m"))]


@pytest.mark.promise("loaded_alike")
def test_voting_and_guessing_leave_no_line(screen: Screen, log: io.StringIO) -> None:
    voter = browser(screen)
    log.truncate(0)
    form = voter.open(screen.codes[0]).review(*"123").fields()
    voter.send().open(GUESS).open(screen.codes[0])
    for path in (
        f"{voter.base}anh/1/",
        f"{voter.base}tai-lieu/1/",
        f"/phieu/{GUESS}/",
        f"{voter.base}{GUESS}",
        f"/phieu/{screen.codes[1]}",
    ):
        voter.client.get(path)
    lines = log.getvalue().splitlines()
    assert [line for line in lines if "asyncio" not in line] == []
    assert not [secret for secret in secrets(screen, form) if secret in "".join(lines)]


def test_nobody_reads_who_asked_whether_ballots_are_secret(client: Client) -> None:
    request: Any = client.get(reverse("ballot-secrecy")).wsgi_request
    assert request.is_confidential


def test_where_it_breaks_the_log_tells_the_place_only(
    screen: Screen, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**ballot: Any) -> None:
        raise ValueError(f"{ballot}") from KeyError(f"{ballot}")

    voter = browser(screen)
    form = voter.open(screen.codes[0]).review(*"123").fields()
    monkeypatch.setattr(cast, "cast_ballot", broken)
    log.truncate(0)
    voter.send()
    assert voter.page.status_code == 500
    said = log.getvalue() + voter.html
    assert not [secret for secret in secrets(screen, form) if secret in said]
    assert "ValueError; its words are left out" in log.getvalue()
    assert "cast.py" in log.getvalue()
    assert not Slip.objects.exists()


def test_error_reports_hold_no_field(screen: Screen, rf: Any) -> None:
    """Django's own reports, should somebody switch them on: every posted field is starred."""
    from django.views.debug import SafeExceptionReporterFilter

    request = rf.post(VoterBrowser(screen).base, {"code": screen.codes[0], "m1": "1"})
    cast.cast_ballots(request, address=screen.box.address)
    shown = SafeExceptionReporterFilter().get_post_parameters(request)
    assert set(shown.values()) == {SafeExceptionReporterFilter.cleansed_substitute}


def test_the_web_server_keeps_no_access_log() -> None:
    """What it says when processes are killed and requests garbled: test_casting_under_kill.py."""
    command = (ROOT / "config/management/commands/serve.py").read_text(encoding="utf-8")
    assert "access" not in command
