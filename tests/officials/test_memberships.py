"""Seats in bodies: pages, rights, and the import from Excel."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from config.accounts.models import User
from config.audit.models import AuditEvent
from officials.models import Membership, Official, OrganisationUnit, Seat
from tests.conftest import MakeUnit
from tests.officials.factories import hold
from tests.officials.test_import_pages import work

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]
HEAD: list[object] = ["Mã cán bộ", "Họ và tên", "Mã đơn vị", "Tư cách", "Từ ngày"]


@pytest.fixture
def lan(commune: OrganisationUnit) -> Official:
    return hold("A1", commune, name="Lê Thị Lan")


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_seat_is_added_shown_and_ended(an: User, signed_in: SignIn, commune: OrganisationUnit, lan: Official) -> None:
    client = signed_in(an)
    data = {"person": "lê thị lan", "seat": Seat.EXECUTIVE_MEMBER, "started_on": "2025-08-01"}
    client.post(reverse("member-add", args=[commune.pk]), data)
    seat = Membership.objects.get()
    assert "Ủy viên Ban Chấp hành: 1" in page(client, reverse("unit-members", args=[commune.pk]))
    assert "Thành viên của tập thể" in page(client, reverse("official-detail", args=[lan.pk]))
    ending = reverse("member-end", args=[seat.pk])
    early = client.post(ending, {"ended_on": "2020-01-01", "reason": "Chuyển"}).content.decode()
    assert "trở đi" in early
    assert "Chuyển" in early
    client.post(ending, {"ended_on": "2026-01-01", "reason": "Chuyển công tác"})
    seat.refresh_from_db()
    assert seat.ended_on == date(2026, 1, 1)
    assert "Chưa ghi thành viên nào" in page(client, reverse("unit-members", args=[commune.pk]))
    assert "Lê Thị Lan" in page(client, reverse("unit-members", args=[commune.pk]) + "?da-thoi=1")
    assert list(
        AuditEvent.objects.filter(action__startswith="membership").order_by("pk").values_list("action", flat=True)
    ) == [
        "membership.create",
        "membership.end",
    ]


def test_what_cannot_be_gets_a_sentence(an: User, signed_in: SignIn, commune: OrganisationUnit, lan: Official) -> None:
    hold("A2", commune, name="Lê Thị Lan")
    client, address = signed_in(an), reverse("member-add", args=[commune.pk])
    assert "Ghi mã cán bộ: A1, A2" in client.post(address, {"person": "Lê Thị Lan", "seat": "deputy"}).content.decode()
    client.post(address, {"person": "A1", "seat": "deputy"})
    assert "đang có tư cách này" in client.post(address, {"person": "A1", "seat": "deputy"}).content.decode()
    OrganisationUnit.objects.filter(pk=commune.pk).update(valid_until=date(2025, 6, 30))
    assert "đã kết thúc" in client.post(address, {"person": "A2", "seat": "deputy"}).content.decode()


def test_only_within_ones_own_units(
    binh: User, giang: User, signed_in: SignIn, make_unit: MakeUnit, commune: OrganisationUnit, lan: Official
) -> None:
    other = make_unit("S01")
    assert signed_in(binh).get(reverse("unit-members", args=[other.pk])).status_code == 404
    assert signed_in(binh).get(reverse("member-add", args=[other.pk])).status_code == 403
    assert signed_in(binh).get(reverse("member-add", args=[commune.pk])).status_code == 200
    assert signed_in(giang).get(reverse("member-add", args=[commune.pk])).status_code == 403


def upload(client: Client, rows: list[list[object]]) -> str:
    """Upload, let the worker read, and give back the address of the preview."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    content.name = "thanh-vien.xlsx"
    client.post(reverse("member-import"), {"file": content})
    job = work()
    assert job is not None
    return reverse("member-import-preview", args=[job.pk])


def test_a_workbook_is_previewed_then_stored(
    an: User, signed_in: SignIn, commune: OrganisationUnit, lan: Official
) -> None:
    client = signed_in(an)
    rows: list[list[object]] = [
        ["DANH SÁCH THÀNH VIÊN"],
        HEAD,
        ["a1", "LÊ THỊ LAN", "DU001", "ủy viên ban chấp hành", "01/08/2025"],
        ["A1", "", "DU001", "Đại biểu", ""],
    ]
    address = upload(client, rows)
    assert "Sẽ ghi mới" in page(client, address)
    assert not Membership.objects.exists()
    client.post(address)
    work()
    assert set(Membership.objects.values_list("seat", "started_on")) == {
        (Seat.EXECUTIVE_MEMBER, date(2025, 8, 1)),
        (Seat.DEPUTY, None),
    }
    assert AuditEvent.objects.filter(action="membership.create").count() == 2
    again = page(client, upload(client, rows))
    assert "Nhập vào hệ thống" not in again


def test_every_fault_has_its_place_and_nothing_is_stored(
    an: User, signed_in: SignIn, commune: OrganisationUnit, lan: Official
) -> None:
    client = signed_in(an)
    address = upload(
        client,
        [
            HEAD,
            ["A1", "Lê Thị Lan", "DU001", "Đại biểu", ""],
            ["X9", "Ai", "DU001", "Đại biểu", ""],
            ["A1", "Người Khác", "Q", "Chủ tịch", "31/02/2025"],
            ["A1", "Lê Thị Lan", "DU001", "Đại biểu", ""],
        ],
    )
    text = page(client, address)
    for sentence in (
        "Không có cán bộ mang mã “X9”",
        "không phải của Người Khác",
        "Không có đơn vị “Q”",
        "Ghi một trong các giá trị",
        "không có trong lịch",
        "Đã có ở dòng 2",
    ):
        assert sentence in text
    assert "Tệp có 6 chỗ sai" in text
    client.post(address)
    assert not Membership.objects.exists()


def test_a_workbook_without_the_columns_is_told_so(an: User, signed_in: SignIn) -> None:
    client = signed_in(an)
    assert "Không tìm thấy cột" in page(client, upload(client, [["Mã cán bộ", "Họ và tên"], ["A1", "Lan"]]))


def test_the_template_is_filled_in_and_read(
    an: User, giang: User, signed_in: SignIn, commune: OrganisationUnit, lan: Official
) -> None:
    client, address = signed_in(an), reverse("member-template")
    assert address in page(client, reverse("member-import"))
    book = load_workbook(io.BytesIO(client.get(address).content))
    seats = [cell.value for cell in book["Các tư cách"]["A"][1:]]
    rows = [[cell.value for cell in book["Thành viên"][1]]] + [["a1", "", "du001", seat, ""] for seat in seats]
    client.post(upload(client, rows))
    work()
    assert Membership.objects.count() == len(Seat.choices)
    assert signed_in(giang).get(address).status_code == 403


def test_who_ends_later_still_sits_there(an: User, signed_in: SignIn, commune: OrganisationUnit, lan: Official) -> None:
    later = timezone.localdate() + timedelta(days=30)
    Membership.objects.create(official=lan, unit=commune, seat=Seat.DEPUTY, ended_on=later)
    text = page(signed_in(an), reverse("unit-members", args=[commune.pk]))
    assert "Lê Thị Lan" in text
    assert f"Thôi từ {later:%d/%m/%Y}" in text
