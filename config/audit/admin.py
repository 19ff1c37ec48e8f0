"""Django admin that leaves its events in the audit trail, as the actions do."""

from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import NestedObjects
from django.db import router, transaction
from django.forms import ModelForm
from django.http import HttpRequest

from config.audit.actions import differences, record, snapshot


class AuditedAdmin(ModelAdmin):  # type: ignore[type-arg]
    """A mixin: every row that is added, changed or deleted here is recorded with both sides, in its transaction.

    `noun` begins the action's code, `recorded` names the fields, `unit_path` the attribute that gives the unit's id.
    """

    noun: ClassVar[str]
    recorded: ClassVar[tuple[str, ...]]
    unit_path: ClassVar[str] = ""

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:  # noqa: FBT001
        with transaction.atomic():
            earlier = snapshot(type(obj)._default_manager.get(pk=obj.pk), self.recorded) if change else {}
            super().save_model(request, obj, form, change)
            before, after = differences(earlier, snapshot(obj, self.recorded))
            self._record(request, "change" if change else "create", obj, before if change else {}, after)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Nothing goes along with what is deleted: it would leave no event. It has to be moved or deleted first."""
        nested, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(objs)
        chosen = {(type(obj), obj.pk) for obj in objs}
        found: dict[Any, Any] = collector.model_objs
        along = [str(row) for model, rows in found.items() for row in rows if (model, row.pk) not in chosen]
        return nested, counts, perms_needed, [*protected, *along]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            self._record(request, "delete", obj, snapshot(obj, self.recorded), {})
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """One by one, so that each leaves its event and its history."""
        for obj in queryset:
            self.delete_model(request, obj)

    def _record(self, request: HttpRequest, verb: str, obj: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
        unit_id = getattr(obj, self.unit_path) if self.unit_path else None
        record(by=request.user, action=f"{self.noun}.{verb}", obj=obj, before=before, after=after, unit_id=unit_id)
