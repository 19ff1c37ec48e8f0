"""The page of the audit trail."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from config.accounts.models import User
from config.accounts.permissions import Role
from config.audit.actions import Change, record_many
from config.audit.models import AuditEvent
from officials.models import Assignment, OrganisationUnit

SignIn = Callable[[User], Client]
PAGE = "/nhat-ky/"


@pytest.fixture
def trail(an: User, ha: User, commune: OrganisationUnit) -> None:
    changes = [
        Change("user.change", ha, {"full_name": "Thu Hà"}, {"full_name": "Đặng Thu Hà"}),
        Change("user.add", ha, label="Người của xã", unit_id=commune.pk),
    ]
    record_many(by=an, changes=changes, reason="Theo quyết định")
    record_many(by=None, changes=[Change("user.password", ha, label="<script>alert(1)</script>")])


@pytest.fixture
def commune_auditor(commune: OrganisationUnit) -> User:
    user = User.objects.create_user("giam", "matkhau-thu-nghiem", full_name="Giám sát xã")
    Assignment.objects.create(user=user, role=Role.AUDITOR, unit=commune)
    return user


def labels(client: Client, **query: str) -> list[str]:
    table = client.get(PAGE, query).context["table"]
    return [row.record.label for row in table.paginated_rows]


@pytest.mark.usefixtures("trail")
def test_an_auditor_reads_before_and_after_latest_first(signed_in: SignIn, giang: User) -> None:
    response = signed_in(giang).get(PAGE)
    body = response.content.decode()
    assert "<del>Thu Hà</del>" in body
    assert "<ins>Đặng Thu Hà</ins>" in body
    assert "Lý do: Theo quyết định" in body
    assert body.index("Đổi mật khẩu</td>") < body.index("Sửa tài khoản</td>")
    assert "<script>alert" not in body


@pytest.mark.usefixtures("trail")
def test_others_do_not_read_it(signed_in: SignIn, an: User, ha: User) -> None:
    assert signed_in(an).get(PAGE).status_code == 403
    assert signed_in(ha).get(PAGE).status_code == 403


@pytest.mark.usefixtures("trail")
def test_an_auditor_of_a_unit_sees_its_events_only(signed_in: SignIn, commune_auditor: User) -> None:
    assert labels(signed_in(commune_auditor)) == ["Người của xã"]


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"label": "của xã"}, 1),
        ({"label": "quyết định"}, 2),
        ({"actor": "nguyễn thị an"}, 2),
        ({"actor": "dòng lệnh"}, 1),
        ({"action": "user.password"}, 1),
        ({"since": "2001-01-01", "until": "2001-12-31"}, 0),
        ({"since": "2001-01-01"}, 3),
        ({"until": "không phải ngày"}, 3),
    ],
)
def test_filters(signed_in: SignIn, giang: User, query: dict[str, str], found: int) -> None:
    assert len(labels(signed_in(giang), **query)) == found


def test_days_are_those_of_the_country(signed_in: SignIn, giang: User) -> None:
    late_evening_utc = datetime(2028, 6, 30, 18, 0, tzinfo=UTC)  # 01:00 on 1 July in Hà Nội
    AuditEvent.objects.create(at=late_evening_utc, actor="An", action="x", label="đêm", digest="0")
    assert labels(signed_in(giang), since="2028-07-01", until="2028-07-01") == ["đêm"]
    assert labels(signed_in(giang), until="2028-06-30") == []


@pytest.mark.usefixtures("trail")
def test_nothing_found_says_so(signed_in: SignIn, giang: User) -> None:
    assert "Không có sự kiện nào" in signed_in(giang).get(PAGE, {"label": "không có"}).content.decode()


def test_pages_of_fifty_in_a_fixed_number_of_queries(
    signed_in: SignIn, giang: User, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    record_many(by=giang, changes=[Change("user.change", giang, {"is_active": True}, {}) for _ in range(120)])
    browser = signed_in(giang)
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        body = browser.get(PAGE, {"page": "2"}).content.decode()
    assert "51–100</strong> trong 120" in body
    assert len(labels(browser, page="3")) == 20


@pytest.mark.usefixtures("trail")
def test_sorting_keeps_the_filter(signed_in: SignIn, giang: User) -> None:
    body = signed_in(giang).get(PAGE, {"actor": "an", "sort": "at"}).content.decode()
    assert 'aria-sort="ascending"' in body
    assert f'href="{PAGE}?actor=an&amp;sort=-at"' in body
    assert '<input type="hidden" name="sort" value="at" form="list-filters">' in body
