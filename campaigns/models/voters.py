"""Who votes at a session."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from campaigns.models.sessions import VotingSession
from config.vietnamese import search_key, sort_key
from officials.models import Official


class Attendance(models.TextChoices):
    PRESENT = "present", "Có mặt"
    ABSENT = "absent", "Vắng mặt"
    EXCUSED = "excused", "Vắng có lý do"


class Voter(models.Model):
    """Somebody on a session's roll ("người ghi phiếu"), once however many ways they qualify.

    `why` are codes of the rule set's voter rules; none for somebody added by hand or from a file. Who was taken off by
    hand stays, marked, so that working the roll out again does not bring them back. No time of arrival is kept;
    who came after the voting was opened has the decision that let them in.
    """

    class Source(models.TextChoices):
        RULE = "rule", "Theo thành phần quy định"
        HAND = "hand", "Thêm bằng tay"
        FILE = "file", "Nhập từ tệp"

    session = models.ForeignKey(VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="voters")
    official = models.ForeignKey(
        Official, models.PROTECT, verbose_name="cán bộ", null=True, blank=True, related_name="voter_entries"
    )
    name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    search_key = models.CharField(max_length=400, editable=False)
    title = models.CharField("chức danh, chức vụ", max_length=300, blank=True)
    workplace = models.CharField("đơn vị", max_length=200, blank=True)
    why = ArrayField(models.CharField(max_length=40), verbose_name="căn cứ", default=list, blank=True)
    source = models.CharField("nguồn", max_length=5, choices=Source, default=Source.RULE)
    is_removed = models.BooleanField("đã đưa ra", default=False)
    note = models.CharField("lý do sửa", max_length=300, blank=True)
    attendance = models.CharField("điểm danh", max_length=7, choices=Attendance, blank=True, default="")
    late_decision = models.CharField("quyết định cho dự muộn", max_length=300, blank=True)

    class Meta:
        verbose_name = "người ghi phiếu"
        verbose_name_plural = "người ghi phiếu"
        ordering: ClassVar[list[str]] = ["sort_key", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "official"],
                name="voter_once",
                violation_error_message="Người này đã có trong danh sách ghi phiếu.",
            ),
            models.CheckConstraint(
                condition=(Q(source="rule", is_removed=False)) | ~Q(note=""), name="a_correction_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive_keys(self) -> None:
        self.sort_key = sort_key(self.name)[:200]
        self.search_key = search_key(f"{self.name} {self.title} {self.workplace}")[:400]
