"""What holds for every request and answer."""

from collections.abc import Callable

import pytest
from django.test import Client

from config.accounts.models import User


@pytest.mark.parametrize(
    "address", ["/dot/?page=%00", "/can-bo/?q=a%00b", "/dot/a%00b/", "/nhap-ket-qua/mau/?campaign=%00"]
)
def test_an_address_with_a_nul_is_a_bad_request(an: User, signed_in: Callable[[User], Client], address: str) -> None:
    response = signed_in(an).get(address)
    assert response.status_code == 400
    assert "html" in response.headers["Content-Type"]


def test_what_somebody_saw_is_not_kept(an: User, signed_in: Callable[[User], Client]) -> None:
    assert signed_in(an).get("/can-bo/").headers["Cache-Control"] == "no-store, private"


def test_the_page_for_signing_in_is_nobodys(client: Client, db: None) -> None:
    assert "no-store, private" not in client.get("/tai-khoan/dang-nhap/").headers.get("Cache-Control", "")
