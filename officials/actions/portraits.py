"""Photos of officials: one each, made small and anew from what was handed in. The trail tells them by digest only."""

import hashlib
from typing import Any

from django.db import transaction

from config.accounts.permissions import Permission
from config.audit.actions import record
from config.errors import Refused
from config.files import small_jpeg
from officials.models import Official, Portrait
from officials.permissions import require_for_official

WIDTH, HEIGHT = 180, 240
MOST_BYTES = 12_000


def set_portrait(*, by: Any, official: Official, upload: bytes) -> Portrait:
    """Keep the picture as the official's photo, in place of an earlier one."""
    require_for_official(by, Permission.EDIT_OFFICIALS, official)
    content = small_jpeg(upload, WIDTH, HEIGHT, MOST_BYTES)
    with transaction.atomic():
        before = _held(official)
        portrait, _ = Portrait.objects.update_or_create(official=official, defaults={"content": content})
        _record(by, "official.portrait", official, before, portrait)
    return portrait


@transaction.atomic
def remove_portrait(*, by: Any, official: Official) -> None:
    require_for_official(by, Permission.EDIT_OFFICIALS, official)
    before = _held(official)
    if before is None:
        raise Refused("Cán bộ này không có ảnh. Tải lại trang để xem.")
    Portrait.objects.filter(pk=before.pk).delete()
    _record(by, "official.portrait_remove", official, before, None)


def _held(official: Official) -> Portrait | None:
    """The photo as it is now; whoever changes it next waits at the official."""
    Official.objects.select_for_update(no_key=True).get(pk=official.pk)
    return Portrait.objects.filter(official=official).first()


def _record(by: Any, action: str, official: Official, before: Portrait | None, after: Portrait | None) -> None:
    record(by=by, action=action, obj=official, before=_known(before), after=_known(after))


def _known(portrait: Portrait | None) -> dict[str, str]:
    return {"ảnh": f"SHA-256 {hashlib.sha256(portrait.content).hexdigest()}"} if portrait else {}
