"""The audit trail in words: actions, fields and values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from config.audit.models import AuditEvent
from config.vietnamese import short_date

# What the platform itself does; an app adds its own with `name_actions` when it is ready (AppConfig.ready).
ACTIONS: dict[str, str] = {
    "user.add": "Tạo tài khoản",
    "user.change": "Sửa tài khoản",
    "user.password": "Đổi mật khẩu",
}


def name_actions(words: dict[str, str]) -> None:
    """Add the words for an app's action codes."""
    ACTIONS.update(words)


def action_word(code: str) -> str:
    """The action in words; a code nobody has named is shown as it is."""
    return ACTIONS.get(code, code)


@dataclass(frozen=True)
class ChangedField:
    name: str
    before: str
    after: str


def changed_fields(event: AuditEvent) -> list[ChangedField]:
    """Each field of the event with its value before and after, in words."""
    names = list(dict.fromkeys([*event.before, *event.after]))
    return [
        ChangedField(
            field_word(event.object_type, name), value_word(event.before.get(name)), value_word(event.after.get(name))
        )
        for name in names
    ]


def field_word(object_type: str, name: str) -> str:
    """The field's name on forms; the bare name when the model or the field is gone."""
    try:
        field = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
    word = str(getattr(field, "verbose_name", name))
    return word[:1].upper() + word[1:]


def value_word(value: Any) -> str:
    """A JSON value for reading: yes and no, days and moments as usual, nothing for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, str):
        return _moment_word(value)
    if isinstance(value, list):
        return ", ".join(value_word(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {value_word(item)}" for key, item in value.items())
    return str(value)


def _moment_word(text: str) -> str:
    moment = _parsed(text)
    if isinstance(moment, datetime):
        local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        return f"{local:%H:%M} {short_date(local.date())}"
    return short_date(moment) if moment else text


def _parsed(text: str) -> date | datetime | None:
    try:
        return parse_date(text) if len(text) == len("2028-07-01") else parse_datetime(text)
    except ValueError:
        return None
