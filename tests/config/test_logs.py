"""What a line of the log says of a refused page, and what it leaves out."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from config.accounts.models import User
from config.logs import OneLineForRefusals

pytestmark = pytest.mark.django_db
CODE = "PV113FVJ6C"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes."""
    handlers = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    (handler,) = [one for one in handlers if any(isinstance(kept, OneLineForRefusals) for kept in one.filters)]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_a_refused_page_leaves_one_line_without_a_traceback(client: Client, log: io.StringIO) -> None:
    client.force_login(User.objects.create_user("giang"))
    assert client.get(reverse("unit-tree")).status_code == 403
    (line,) = log.getvalue().splitlines()
    assert f"Forbidden (Permission denied): {reverse('unit-tree')}" in line
    assert "Traceback" not in line


@pytest.mark.parametrize("path", [f"/Phieu/{CODE}/", f"/{CODE}", f"/phieu/%00{CODE}/"])
def test_an_address_that_is_none_of_ours_is_not_repeated(client: Client, log: io.StringIO, path: str) -> None:
    status = client.get(path).status_code
    assert status in (400, 404)
    (line,) = log.getvalue().splitlines()
    assert f"Status {status} at an address that is none of ours" in line
    assert CODE not in line
    assert "Traceback" not in line


def test_a_page_that_breaks_keeps_its_traceback(log: io.StringIO) -> None:
    logging.getLogger("django.request").error("Broken", exc_info=RuntimeError("why"), extra={"status_code": 500})
    assert "RuntimeError: why" in log.getvalue()
