"""Photos of officials: who may put them there, who sees them, what the trail says."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.actions.portraits import MOST_BYTES, remove_portrait, set_portrait
from officials.models import Official, OrganisationUnit, Portrait
from tests.conftest import MakeUnit
from tests.handed_in import SVG, picture
from tests.officials.factories import hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(make_unit: MakeUnit) -> Official:
    return hold("A1", make_unit("S01"), name="Lê Thị Ánh")


def upload(content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("anh.jpg", content)}


def test_a_photo_is_kept_small_and_changed(an: User, official: Official) -> None:
    set_portrait(by=an, official=official, upload=picture())
    first = bytes(Portrait.objects.get(official=official).content)
    set_portrait(by=an, official=official, upload=picture(mode="L"))
    assert first != bytes(Portrait.objects.get(official=official).content)
    assert len(first) <= MOST_BYTES
    assert official.history.count() == 1


def test_the_trail_tells_photos_by_their_digest_only(an: User, official: Official) -> None:
    set_portrait(by=an, official=official, upload=picture())
    set_portrait(by=an, official=official, upload=picture(mode="L"))
    remove_portrait(by=an, official=official)
    added, changed, removed = AuditEvent.objects.order_by("pk")
    assert [added.action, changed.action, removed.action] == ["official.portrait"] * 2 + ["official.portrait_remove"]
    assert (added.before, removed.after) == ({}, {})
    assert added.after == changed.before != changed.after == removed.before
    assert len(added.after["ảnh"]) == len("SHA-256 ") + 64


def test_removing_what_is_not_there_is_refused(an: User, official: Official) -> None:
    with pytest.raises(Refused, match="không có ảnh"):
        remove_portrait(by=an, official=official)


def test_only_who_may_edit_the_official_may(binh: User, khanh: User, giang: User, an: User, official: Official) -> None:
    set_portrait(by=an, official=official, upload=picture())
    for user in (binh, khanh, giang):
        with pytest.raises(PermissionDenied):
            set_portrait(by=user, official=official, upload=picture())
        with pytest.raises(PermissionDenied):
            remove_portrait(by=user, official=official)


def test_a_photo_goes_with_its_official(an: User, official: Official) -> None:
    set_portrait(by=an, official=official, upload=picture())
    official.appointments.all().delete()
    official.delete()
    assert not Portrait.objects.exists()


def test_the_pages_take_it_show_it_and_remove_it(an: User, official: Official, signed_in: Any) -> None:
    browser = signed_in(an)
    edit, page = reverse("portrait-edit", args=[official.pk]), reverse("official-detail", args=[official.pk])
    shown = reverse("official-portrait", args=[official.pk])
    assert "Thêm ảnh" in browser.get(page).content.decode()
    assert f'src="{shown}"' not in browser.get(page).content.decode()
    assert browser.get(shown).status_code == 404
    assert browser.post(edit, upload(picture())).headers["Location"] == page
    assert "Đổi ảnh" in browser.get(page).content.decode()
    assert f'src="{shown}"' in browser.get(page).content.decode()
    got = browser.get(shown)
    assert (got.headers["Content-Type"], got.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "no-store" in got.headers["Cache-Control"]
    assert f'src="{shown}"' in browser.get(edit).content.decode()
    assert browser.post(edit, {"do": "remove"}).headers["Location"] == page
    assert browser.get(shown).status_code == 404
    assert "không có ảnh" in browser.post(edit, {"do": "remove"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("files", "word"),
    [({}, "Chọn tệp ảnh."), (upload(b""), "rỗng"), (upload(SVG), "không phải"), (upload(bytes(11 << 20)), "nặng quá")],
)
def test_a_bad_file_is_answered_with_a_sentence(
    an: User, official: Official, signed_in: Any, files: dict[str, Any], word: str
) -> None:
    page = signed_in(an).post(reverse("portrait-edit", args=[official.pk]), files)
    assert page.status_code == 422
    assert word in page.content.decode()
    assert not Portrait.objects.exists()


def test_who_looks_sees_it_who_is_elsewhere_does_not(
    an: User, binh: User, giang: User, ha: User, official: Official, signed_in: Any, commune: OrganisationUnit
) -> None:
    set_portrait(by=an, official=official, upload=picture())
    shown, edit = (reverse(name, args=[official.pk]) for name in ("official-portrait", "portrait-edit"))
    statuses = {user: signed_in(user).get(shown).status_code for user in (giang, binh, ha)}
    assert statuses == {giang: 200, binh: 404, ha: 403}
    assert {user: signed_in(user).get(edit).status_code for user in (giang, binh, ha)} == {
        giang: 403,
        binh: 404,
        ha: 403,
    }
    hold("A9", commune, name="Lê Xã")
    left = hold("A2", commune, name="Lê Chuyển", ended_on=date(2025, 1, 1))
    own = reverse("portrait-edit", args=[left.pk])
    assert signed_in(binh).get(own).status_code == 200
    moved = Official.objects.get(code="A1").appointments.get()
    left.appointments.create(title=moved.title, unit=moved.unit, means="appointed", started_on=date(2025, 1, 1))
    assert signed_in(binh).post(own, upload(picture())).status_code == 403
