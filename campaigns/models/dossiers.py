"""Papers and steps before a session."""

from typing import ClassVar

from django.db import models

from campaigns.models.sessions import VotingSession


class DossierItem(models.Model):
    """A paper that a person voted on hands in, and the day it came. When it is due follows from the session's day and
    the rule set. A paper that nobody needs from this person is waived with a reason."""

    class Kind(models.TextChoices):
        SELF_REPORT = "self_report", "Báo cáo của người được lấy phiếu"
        ASSET_DECLARATION = "asset_declaration", "Bản kê khai tài sản, thu nhập"
        EXPLANATION = "explanation", "Báo cáo giải trình"

    subject = models.ForeignKey("Subject", models.CASCADE, verbose_name="người được lấy phiếu", related_name="dossier")
    kind = models.CharField("loại", max_length=20, choices=Kind)
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    waived = models.CharField("lý do không cần nộp", max_length=300, blank=True)

    class Meta:
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "hồ sơ"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "kind"], name="dossier_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class SelfReportFile(models.Model):
    """The signed self-report as it was filed. A table of its own, so that no list loads what the files hold."""

    subject = models.OneToOneField(
        "Subject", models.CASCADE, verbose_name="người được lấy phiếu", related_name="self_report_file"
    )
    content = models.BinaryField("tệp PDF")
    pages = models.PositiveSmallIntegerField("số trang")
    digest = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "tệp tự đánh giá"
        verbose_name_plural = "tệp tự đánh giá"

    def __str__(self) -> str:
        return f"Bản tự đánh giá: {self.subject}"


class Milestone(models.Model):
    """A dated step before a session that an organisation takes (`step` is a key of the rule set's `dossier_days`)."""

    session = models.ForeignKey(VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="milestones")
    step = models.CharField("việc", max_length=30)
    done_on = models.DateField("ngày làm xong")

    class Meta:
        verbose_name = "mốc chuẩn bị"
        verbose_name_plural = "mốc chuẩn bị"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "step"], name="milestone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.session}"
