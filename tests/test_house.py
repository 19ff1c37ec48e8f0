"""What must hold of the whole house: private pages, guarded tables, words for every code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config.accounts.models import User
from config.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from config.audit.words import action_word

ROOT = Path(__file__).resolve().parent.parent
APPS = ("officials", "campaigns", "ballots", "reports")
PUBLIC = {"login", "ballot-secrecy"}
VOTERS = ("cast-", "kiosk-")  # pages without an account, found by the address of a ballot box; there is none here
OWN = {"ballot-secrecy", "home", "login", "logout", "password_change", "password_change_done", "job-list", "job-detail"}
SAMPLES = {"int": "1", "slug": "X", "str": "X", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


def pages(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, path) of every page outside Django admin; every argument gets a sample value."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from pages(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            path = prefix + str(pattern.pattern)
            for converter, sample in SAMPLES.items():
                for argument in pattern.pattern.converters:
                    path = path.replace(f"<{converter}:{argument}>", sample)
            yield pattern.name or "", f"/{path}"


ALL_PAGES = sorted(set(pages()))


def test_there_are_pages() -> None:
    assert len(ALL_PAGES) > 20
    assert not [path for _, path in ALL_PAGES if "<" in path]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "path"), ALL_PAGES)
def test_a_stranger_is_sent_to_sign_in(client: Client, name: str, path: str) -> None:
    for response in (client.get(path), client.post(path)):
        if name in PUBLIC:
            assert response.status_code == 200
        elif name.startswith(VOTERS):
            assert (response.status_code, response.cookies) == (404, {})
        else:
            assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/tai-khoan/dang-nhap/")


@pytest.mark.parametrize(("name", "path"), [page for page in ALL_PAGES if page[0] not in OWN])
def test_somebody_without_a_role_sees_nothing(signed_in: Any, ha: User, name: str, path: str) -> None:
    browser = signed_in(ha)
    for response in (browser.get(path), browser.post(path)):
        assert response.status_code in (403, 404, 405), name


def test_the_administrator_has_no_power_over_the_field(db: None) -> None:
    boss = User.objects.create_superuser("quantri", "matkhau-thu-nghiem", full_name="Quản Trị")
    assert not [permission for permission in Permission if boss.has_perm(permission)]


def test_no_table_of_a_count_is_in_the_administration() -> None:
    registered = {model._meta.app_label for model in admin.site._registry}
    assert "ballots" not in registered


def test_every_role_grants_something_and_every_permission_is_granted() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert set().union(*ROLE_PERMISSIONS.values()) == set(Permission)


def test_every_model_has_words() -> None:
    ours = [
        m for m in apps.get_models() if m.__module__.split(".")[0] in {"config", "officials", "campaigns", "ballots"}
    ]
    unnamed = [m.__name__ for m in ours if m._meta.verbose_name == m._meta.model_name]
    assert not [name for name in unnamed if not name.startswith("Historical")]


def test_the_administration_holds_master_data_and_accounts_only() -> None:
    assert {model._meta.app_label for model in admin.site._registry} == {"accounts", "officials", "campaigns"}


CODE = re.compile(r'"([a-z_]+\.[a-z_]+)"')


def test_every_action_of_the_trail_has_words() -> None:
    sources = [path.read_text(encoding="utf-8") for app in APPS for path in (ROOT / app / "actions").glob("*.py")]
    codes = {code for source in sources for code in CODE.findall(source)}
    assert len(codes) > 20
    assert not [code for code in sorted(codes) if action_word(code) == code]
