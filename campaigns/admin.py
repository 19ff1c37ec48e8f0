"""Campaigns in Django admin: to look things up. What happens to them happens on their pages, by people with roles."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from campaigns.models import Campaign, Eligibility, Phase, RuleSet, VotingSession
from campaigns.rules.parameters import Parameters
from config.audit.admin import AuditedAdmin

RULE_SET_FIELDS = ("code", "version", "name", "citation", "in_force_from", "in_force_until", "parameters")


class LookOnly:
    """Nothing is added, changed or deleted."""

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


class RuleSetForm(forms.ModelForm[RuleSet]):
    class Meta:
        model = RuleSet
        fields = RULE_SET_FIELDS

    def clean_parameters(self) -> dict[str, Any]:
        parameters: dict[str, Any] = self.cleaned_data["parameters"]
        try:
            Parameters.from_json(parameters)
        except (ValueError, TypeError, AttributeError) as error:
            raise ValidationError(str(error))
        return parameters


@admin.register(RuleSet)
class RuleSetAdmin(AuditedAdmin):
    """A new text is a new version; a version that a campaign uses stays as it is."""

    noun, recorded = "rule_set", RULE_SET_FIELDS
    form = RuleSetForm
    list_display = ("code", "version", "name", "in_force_from", "in_force_until", "citation")
    list_filter = ("code",)
    search_fields = ("code", "name", "citation")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_used(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and not _is_used(obj)


class PhaseInline(LookOnly, admin.TabularInline[Phase, Campaign]):
    model = Phase
    extra = 0


@admin.register(Campaign)
class CampaignAdmin(LookOnly, admin.ModelAdmin[Campaign]):
    list_display = ("code", "name", "year", "organiser", "state", "vote_on", "evaluated_at")
    list_filter = ("state", "year")
    list_select_related = ("organiser",)
    search_fields = ("code", "name", "plan_number", "organiser__search_key")
    inlines: ClassVar[list[Any]] = [PhaseInline]


@admin.register(VotingSession)
class VotingSessionAdmin(LookOnly, admin.ModelAdmin[VotingSession]):
    list_display = ("code", "name", "campaign", "unit", "phase", "held_at", "state")
    list_filter = ("state", "casting", "campaign", "phase__kind")
    list_select_related = ("campaign", "unit", "phase")
    search_fields = ("code", "name", "place", "unit__code", "unit__search_key")
    date_hierarchy = "held_at"
    list_per_page = 50


@admin.register(Eligibility)
class EligibilityAdmin(LookOnly, admin.ModelAdmin[Eligibility]):
    list_display = ("appointment", "campaign", "phase", "is_subject", "reasons")
    list_filter = ("campaign", "is_subject", "phase__kind")
    list_select_related = ("appointment__title", "appointment__unit", "campaign", "phase")
    search_fields = ("appointment__official__code", "appointment__official__search_key", "appointment__unit__code")
    show_full_result_count = False
    list_per_page = 50


def _is_used(rule_set: Any) -> bool:
    return rule_set is not None and rule_set.phases.exists()
