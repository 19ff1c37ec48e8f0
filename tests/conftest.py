"""The fixed cast, and what every test may use.

an organises everything · binh organises commune 001 · khanh approves · chi heads counting boards · dung and em key ·
giang only looks · ha is nobody here.
"""

from collections.abc import Callable
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from campaigns.actions.rule_sets import load_rule_sets
from campaigns.models import RuleSet
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.models import Assignment, Letterhead, OrganisationUnit, Tier, UnitKind

PASSWORD = "matkhau-thu-nghiem"
MakeUnit = Callable[..., OrganisationUnit]


@pytest.fixture
def make_unit(db: None) -> MakeUnit:
    """A unit with its code; the rest has defaults."""

    def make(code: str, kind: str = UnitKind.DEPARTMENT, **fields: object) -> OrganisationUnit:
        defaults: dict[str, object] = {"name": f"Đơn vị {code}", "tier": Tier.PROVINCE, "letterhead": Letterhead.STATE}
        unit: OrganisationUnit = OrganisationUnit.objects.create(code=code, kind=kind, **{**defaults, **fields})
        return unit

    return make


@pytest.fixture
def commune(make_unit: MakeUnit) -> OrganisationUnit:
    return make_unit("DU001", UnitKind.PARTY_COMMITTEE, name="Đảng ủy xã Tân Bình 1", tier=Tier.COMMUNE)


@cache
def hashed(password: str) -> str:
    """By the hasher of the site, which is slow on purpose: once for all people of all tests."""
    return make_password(password)


def person(username: str, name: str, role: Role | None = None, unit: OrganisationUnit | None = None) -> User:
    user = User.objects.create(username=username, password=hashed(PASSWORD), full_name=name)
    if role is not None:
        Assignment.objects.create(user=user, role=role, unit=unit)
    return user


@pytest.fixture
def an(db: None) -> User:
    return person("an", "Nguyễn Thị An", Role.ORGANISER)


@pytest.fixture
def binh(commune: OrganisationUnit) -> User:
    return person("binh", "Trần Văn Bình", Role.ORGANISER, commune)


@pytest.fixture
def khanh(db: None) -> User:
    return person("khanh", "Lý Quốc Khánh", Role.APPROVER)


@pytest.fixture
def chi(db: None) -> User:
    return person("chi", "Lê Thị Chi", Role.BOARD_HEAD)


@pytest.fixture
def dung(db: None) -> User:
    return person("dung", "Phạm Tiến Dũng", Role.CLERK)


@pytest.fixture
def em(db: None) -> User:
    return person("em", "Hoàng Văn Em", Role.CLERK)


@pytest.fixture
def giang(db: None) -> User:
    return person("giang", "Vũ Hương Giang", Role.AUDITOR)


@pytest.fixture
def ha(db: None) -> User:
    return person("ha", "Đặng Thu Hà")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which the person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def rule_sets(request: pytest.FixtureRequest) -> None:
    """Migrations put the rule sets there; a test that flushes the database takes them away from the next one."""
    transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    if transactional or "db" in request.fixturenames:
        request.getfixturevalue("transactional_db" if transactional else "db")
    elif request.node.get_closest_marker("django_db") is None:
        return
    if not RuleSet.objects.exists():
        load_rule_sets()
