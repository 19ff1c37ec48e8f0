"""Accounts in Django admin. Whoever is not a superuser can neither make one nor change one."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django_tasks_db.models import DBTaskResult

from config.accounts.models import User
from config.audit.actions import differences, record, snapshot

RECORDED = ["username", "full_name", "is_active", "is_staff", "is_superuser"]
POWERS = ("is_superuser", "is_staff", "groups", "user_permissions")


class NewUserForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("username", "full_name")


class UserForm(UserChangeForm[User]):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    form = UserForm
    add_form = NewUserForm
    list_display = ("username", "full_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("username", "full_name")
    ordering = ("username",)
    list_per_page = 50
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("username", "full_name", "password", "is_active")}),
        (
            "Trang quản trị",
            {
                "fields": POWERS,
                "description": "Chỉ mở trang quản trị này. Quyền nghiệp vụ chỉ đến từ vai trò được phân công.",
            },
        ),
        ("Thời điểm", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets: Any = (
        (
            None,
            {"classes": ("wide",), "fields": ("username", "full_name", "usable_password", "password1", "password2")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else (*fields, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002
        """Accounts are put out of use, never deleted: the papers and the trail name them."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:  # noqa: FBT001
        earlier = snapshot(User.objects.get(pk=obj.pk), RECORDED) if change else {}
        super().save_model(request, obj, form, change)
        before, after = differences(earlier, snapshot(obj, RECORDED))
        record(
            by=request.user,
            action="user.change" if change else "user.add",
            obj=obj,
            before=before if change else {},
            after=after,
        )

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:  # saved: every other answer shows the form
                record(by=request.user, action="user.password", obj=User.objects.get(pk=id))
        return response


# Roles are assignments with a unit, and nobody but the worker needs the queue: fewer doors, and none in English.
admin.site.unregister((Group, DBTaskResult))
