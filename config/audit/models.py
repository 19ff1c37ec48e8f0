from typing import ClassVar

from django.db import models


class AuditEvent(models.Model):
    """Who did what to what. Append-only: the database refuses UPDATE and DELETE, and each row seals the one before.

    No foreign keys: an event outlives what it describes. `digest` is the SHA-256 of the previous digest and of this
    row's content, in hexadecimal, so that a row changed, left out or put in later breaks the chain.
    """

    at = models.DateTimeField("thời điểm")
    actor_id = models.BigIntegerField("mã tài khoản", null=True)
    actor = models.CharField("tài khoản", max_length=200)
    action = models.CharField("việc", max_length=80, db_index=True)
    object_type = models.CharField("loại", max_length=80)
    object_id = models.CharField("mã", max_length=80)
    label = models.CharField("đối tượng", max_length=300)
    unit_id = models.BigIntegerField("đơn vị", null=True, db_index=True)
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)
    reason = models.TextField("lý do", blank=True)
    digest = models.CharField("mã băm", max_length=64, unique=True)

    class Meta:
        verbose_name = "sự kiện"
        verbose_name_plural = "nhật ký"
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.label}"
