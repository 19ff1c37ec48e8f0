from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone

from config.accounts.permissions import Permission


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. `is_superuser` opens Django admin and nothing of the field's own work."""

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = models.CharField("họ và tên", max_length=120)
    is_active = models.BooleanField("đang dùng", default=True, help_text="Bỏ chọn thay vì xóa tài khoản.")
    is_staff = models.BooleanField("vào được trang quản trị", default=False)
    date_joined = models.DateTimeField("ngày tạo", default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering: ClassVar[list[str]] = ["username"]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.username})"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Permissions of the field come from roles alone; the superuser's short cut ends here."""
        if perm in set(Permission):
            return any(backend.has_perm(self, perm, obj) for backend in get_backends() if _answers_for_roles(backend))
        return super().has_perm(perm, obj)


def _answers_for_roles(backend: Any) -> bool:
    return getattr(backend, "answers_for_roles", False)
