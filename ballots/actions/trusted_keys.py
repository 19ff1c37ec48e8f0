"""Whose seals are believed here."""

import re
from typing import Any

from django.db import transaction
from nacl.signing import SigningKey

from ballots.models import TrustedKey
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy

OWN_NAME = "Hệ thống này"
_KEY = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def keep_own_key(key: SigningKey) -> TrustedKey:
    """The public half of the key of this installation, kept when it is first used."""
    public_key = key.verify_key.encode().hex()
    kept, is_new = TrustedKey.objects.update_or_create(
        public_key=public_key, defaults={"is_own": True}, create_defaults={"name": OWN_NAME, "is_own": True}
    )
    if is_new:
        record(by=None, action="ballots.key_made", obj=kept, after={"public_key": public_key})
    return kept


@transaction.atomic
def trust_key(*, by: Any, public_key: str, name: str) -> TrustedKey:
    """Believe the seals of another installation. `by` None only: the machine's administrator, at the command line,
    after comparing the key with what the other place published; no role of the site can do it."""
    if by is not None:
        raise Refused("Khóa được tin chỉ thêm bằng lệnh trust_key trên máy chủ.")
    public_key, name = "".join(public_key.split()).lower(), tidy(name)
    if not _KEY.fullmatch(public_key):
        raise Refused("Khóa công khai phải là 64 chữ số thập lục phân. Chép lại khóa mà nơi niêm phong đã gửi.")
    if not name or len(name) > 200:
        raise Refused("Ghi tên nơi niêm phong (--name), không quá 200 ký tự.")
    if TrustedKey.objects.filter(public_key=public_key).exists():
        raise Refused("Khóa này đã được tin.")
    key = TrustedKey.objects.create(public_key=public_key, name=name)
    record(by=by, action="ballots.key_trusted", obj=key, after={"public_key": public_key, "name": name})
    return key


@transaction.atomic
def distrust_key(*, by: Any, public_key: str) -> None:
    """Believe no further seal of that place; what has come in already stays."""
    if by is not None:
        raise Refused("Khóa được tin chỉ bỏ bằng lệnh trust_key trên máy chủ.")
    key = TrustedKey.objects.filter(public_key="".join(public_key.split()).lower(), is_own=False).first()
    if key is None:
        raise Refused("Không có khóa được tin nào như vậy. Chạy trust_key không có khóa để xem danh sách.")
    record(by=by, action="ballots.key_distrusted", obj=key, before={"public_key": key.public_key, "name": key.name})
    key.delete()
