"""The master data in Django admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from config.accounts.models import User
from config.audit.admin import AuditedAdmin
from officials.actions.memberships import MEMBERSHIP_FIELDS
from officials.actions.officials import APPOINTMENT_FIELDS, OFFICIAL_FIELDS
from officials.actions.units import FIELDS as UNIT_FIELDS
from officials.models import Appointment, Assignment, Membership, Official, OrganisationUnit, Title


@admin.register(OrganisationUnit)
class UnitAdmin(AuditedAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    noun, recorded, unit_path = "unit", UNIT_FIELDS, "pk"
    list_display = ("code", "name", "kind", "tier", "parent", "valid_until")
    list_filter = ("kind", "tier", "letterhead")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "search_key")
    autocomplete_fields = ("parent",)
    list_per_page = 50


@admin.register(Title)
class TitleAdmin(AuditedAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    noun, recorded = "title", ("name", "unit_kind", "regime", "is_leadership", "rank", "ballot_group")
    list_display = ("name", "unit_kind", "rank", "regime", "is_leadership", "ballot_group")
    list_filter = ("unit_kind", "regime", "is_leadership", "ballot_group")
    search_fields = ("name",)


@admin.register(Official)
class OfficialAdmin(AuditedAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    noun, recorded = "official", OFFICIAL_FIELDS
    list_display = ("full_name", "code", "sex", "born_on", "born_year", "retirement_notice_on", "illness_from")
    list_filter = (
        "sex",
        ("retirement_notice_on", admin.EmptyFieldListFilter),
        ("illness_from", admin.EmptyFieldListFilter),
    )
    search_fields = ("code", "full_name", "search_key")
    show_full_result_count = False
    list_per_page = 50


@admin.register(Appointment)
class AppointmentAdmin(AuditedAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    noun, recorded, unit_path = "appointment", ("official", *APPOINTMENT_FIELDS), "unit_id"
    list_display = ("official", "title", "unit", "means", "started_on", "ended_on")
    list_filter = ("means", "title__regime", "unit__kind", ("ended_on", admin.EmptyFieldListFilter))
    list_select_related = ("official", "title", "unit")
    search_fields = ("official__code", "official__search_key", "unit__code", "title__name", "decision")
    autocomplete_fields = ("official", "title", "unit")
    show_full_result_count = False
    list_per_page = 50


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    noun, recorded, unit_path = "membership", MEMBERSHIP_FIELDS, "unit_id"
    list_display = ("official", "seat", "unit", "started_on", "ended_on")
    list_filter = ("seat", "unit__kind", ("ended_on", admin.EmptyFieldListFilter))
    list_select_related = ("official", "unit")
    search_fields = ("official__code", "official__search_key", "unit__code", "unit__search_key")
    autocomplete_fields = ("official", "unit")
    show_full_result_count = False
    list_per_page = 50


@admin.register(Assignment)
class AssignmentAdmin(AuditedAdmin):
    noun, recorded, unit_path = "assignment", ("user", "role", "unit"), "unit_id"
    list_display = ("user", "role", "unit")
    list_filter = ("role",)
    list_select_related = ("user", "unit")
    search_fields = ("user__username", "user__full_name", "unit__code", "unit__search_key")
    autocomplete_fields = ("user", "unit")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Who administers gives nobody's power to themselves."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user" and field is not None:
            field.queryset = User.objects.exclude(pk=request.user.pk or 0)
            field.error_messages["invalid_choice"] = (
                "Không tự phân công cho chính mình. Đề nghị một quản trị viên khác làm việc này."
            )
        return field
