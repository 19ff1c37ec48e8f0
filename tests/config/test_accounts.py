"""Signing in, and keeping accounts in Django admin."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import Permission as AdminPermission
from django.test import Client

from config.accounts.models import User
from config.accounts.permissions import Permission
from config.audit.models import AuditEvent
from tests.conftest import PASSWORD

SignIn = Callable[[User], Client]
LOGIN = "/tai-khoan/dang-nhap/"
USERS = "/admin/accounts/user/"


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("quantri", PASSWORD, full_name="Quản Trị")


@pytest.fixture
def helper(db: None) -> User:
    """Keeps accounts, but is no superuser."""
    user = User.objects.create_user("phu", PASSWORD, full_name="Phụ Việc", is_staff=True)
    user.user_permissions.set(AdminPermission.objects.filter(content_type__app_label="accounts"))
    return user


def attempt(client: Client, username: str, password: str = "sai-mat-khau", path: str = LOGIN) -> str:
    return client.post(path, {"username": username, "password": password}).content.decode()


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, an: User) -> None:
    response = client.post(f"{LOGIN}?next=/tai-khoan/doi-mat-khau/", {"username": an.username, "password": PASSWORD})
    assert response.headers["Location"] == "/tai-khoan/doi-mat-khau/"
    assert client.get("/tai-khoan/doi-mat-khau/").status_code == 200


def test_a_wrong_password_and_a_wrong_name_get_the_same_sentence(client: Client, an: User) -> None:
    sentence = "Tên đăng nhập hoặc mật khẩu không đúng."
    assert sentence in attempt(client, an.username)
    assert sentence in attempt(client, "khong-co-ai")


def test_an_account_out_of_use_cannot_sign_in(client: Client, an: User) -> None:
    User.objects.update(is_active=False)
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in attempt(client, an.username, PASSWORD)


def test_empty_fields_are_named(client: Client, db: None) -> None:
    body = attempt(client, "", "")
    assert "Nhập tên đăng nhập." in body
    assert "Nhập mật khẩu." in body


def test_guessing_is_locked_out_with_what_to_do(client: Client, an: User) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        attempt(client, an.username)
    locked = client.post(LOGIN, {"username": an.username, "password": "sai-mat-khau"})
    assert locked.status_code == 429
    assert "Đăng nhập bị tạm khóa" in locked.content.decode()
    assert "trong 15 phút" in locked.content.decode()
    assert "tạm khóa" in attempt(client, an.username, PASSWORD)


def test_the_lock_opens_by_itself(client: Client, an: User) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        attempt(client, an.username)
    earlier = timedelta(hours=settings.AXES_COOLOFF_TIME, minutes=1)
    for record in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=record.pk).update(attempt_time=record.attempt_time - earlier)
    assert client.post(LOGIN, {"username": an.username, "password": PASSWORD}).status_code == 302


def test_others_are_not_locked_out_with_them(client: Client, an: User, khanh: User) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        attempt(client, an.username)
    assert client.post(LOGIN, {"username": khanh.username, "password": PASSWORD}).status_code == 302


def test_signing_out_takes_a_post(signed_in: SignIn, an: User) -> None:
    browser = signed_in(an)
    assert browser.get("/tai-khoan/dang-xuat/").status_code == 405
    assert browser.post("/tai-khoan/dang-xuat/").headers["Location"] == LOGIN
    assert browser.get("/tai-khoan/doi-mat-khau/").status_code == 302


def test_changing_the_password(signed_in: SignIn, an: User) -> None:
    new = "bon-tu-khong-lien-quan"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    response = signed_in(an).post("/tai-khoan/doi-mat-khau/", form, follow=True)
    assert "Đã đổi mật khẩu" in response.content.decode()
    assert User.objects.get(pk=an.pk).check_password(new)
    assert AuditEvent.objects.values_list("action", "actor_id", "after").get() == ("user.password", an.pk, {})


def test_a_superuser_has_no_permission_of_the_field(boss: User) -> None:
    assert boss.has_perm("accounts.change_user")
    assert not [permission for permission in Permission if boss.has_perm(permission)]


def test_accounts_are_found_by_name(signed_in: SignIn, boss: User, an: User, ha: User) -> None:
    body = signed_in(boss).get(USERS, {"q": "Thị An"}).content.decode()
    assert an.full_name in body
    assert ha.full_name not in body


def test_an_account_made_in_the_administration_is_recorded(signed_in: SignIn, boss: User) -> None:
    form = {"username": "moi", "full_name": "Mới Đến", "usable_password": "true"}
    browser = signed_in(boss)
    browser.post(f"{USERS}add/", {**form, "password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(username="moi").check_password(PASSWORD)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id, event.after["full_name"]) == ("user.add", boss.pk, "Mới Đến")
    assert "password" not in event.after


def test_a_change_of_an_account_is_recorded_with_before_and_after(signed_in: SignIn, boss: User, ha: User) -> None:
    signed_in(boss).post(f"{USERS}{ha.pk}/change/", {"username": "ha", "full_name": "Đặng Hà", "is_active": "on"})
    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ({"full_name": "Đặng Thu Hà"}, {"full_name": "Đặng Hà"})


def test_a_new_password_is_recorded_without_it(signed_in: SignIn, boss: User, ha: User) -> None:
    form = {"usable_password": "true", "password1": "mot-mat-khau-khac", "password2": "mot-mat-khau-khac"}
    browser = signed_in(boss)
    browser.post(f"{USERS}{ha.pk}/password/", {**form, "password2": "lech"})
    assert not AuditEvent.objects.exists()
    browser.post(f"{USERS}{ha.pk}/password/", form)
    assert User.objects.get(pk=ha.pk).check_password("mot-mat-khau-khac")
    assert AuditEvent.objects.values_list("action", "before", "after").get() == ("user.password", {}, {})


def test_a_helper_cannot_give_powers(signed_in: SignIn, helper: User, ha: User) -> None:
    form = {"username": "ha", "full_name": "Đặng Hà", "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    for target in (ha, helper):
        signed_in(helper).post(f"{USERS}{target.pk}/change/", {**form, "username": target.username})
        target.refresh_from_db()
        assert not target.is_superuser
    assert (ha.full_name, ha.is_staff) == ("Đặng Hà", False)


def test_a_helper_cannot_touch_a_superuser(signed_in: SignIn, helper: User, boss: User) -> None:
    browser = signed_in(helper)
    browser.post(f"{USERS}{boss.pk}/change/", {"username": "quantri", "full_name": "Khác", "is_active": ""})
    form = {"usable_password": "true", "password1": "mot-mat-khau-khac", "password2": "mot-mat-khau-khac"}
    assert browser.post(f"{USERS}{boss.pk}/password/", form).status_code == 403
    boss.refresh_from_db()
    assert (boss.full_name, boss.is_active, boss.check_password(PASSWORD)) == ("Quản Trị", True, True)


def test_accounts_are_not_deleted(signed_in: SignIn, boss: User, ha: User) -> None:
    assert signed_in(boss).post(f"{USERS}{ha.pk}/delete/", {"post": "yes"}).status_code == 403
    signed_in(boss).post(USERS, {"action": "delete_selected", "_selected_action": [ha.pk], "post": "yes"})
    assert User.objects.filter(pk=ha.pk).exists()


def test_a_user_name_longer_than_any_is_just_wrong(client: Client, db: None) -> None:
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in attempt(client, "x" * 5000)
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_a_new_password_that_is_too_short_is_refused_in_vietnamese(signed_in: SignIn, an: User) -> None:
    fields = {"old_password": PASSWORD, "new_password1": "abcdefg", "new_password2": "abcdefg"}
    body = signed_in(an).post("/tai-khoan/doi-mat-khau/", fields).content.decode()
    assert "Mật khẩu quá ngắn. Dùng ít nhất 10 ký tự." in body
