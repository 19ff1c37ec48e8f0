"""The result of counting: all ways of counting end here."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ballots.models.stock import Channel
from campaigns.models import BallotStyle, Subject


class Source(models.TextChoices):
    KEYED = "keyed", "Nhập hai lần"
    BALLOTS = "ballots", "Nhập từng phiếu"
    IMPORTED = "imported", "Nhập từ tệp Excel"
    SEALED = "sealed", "Nhập từ mã QR đã niêm phong"
    SCREEN = "screen", "Hòm phiếu trên màn hình"


class Count(models.Model):
    """The result of counting one ballot style in one channel. All ways of counting end here."""

    style = models.ForeignKey(BallotStyle, models.CASCADE, verbose_name="loại phiếu", related_name="counts")
    channel = models.CharField("hình thức", max_length=10, choices=Channel, default=Channel.PAPER)
    source = models.CharField("nguồn", max_length=10, choices=Source)
    returned = models.PositiveIntegerField("thu về")
    valid = models.PositiveIntegerField("hợp lệ")
    wholly_invalid = models.PositiveIntegerField("không hợp lệ toàn phiếu")
    explanations = models.JSONField("giải trình", default=dict)

    class Meta:
        verbose_name = "kết quả kiểm phiếu"
        verbose_name_plural = "kết quả kiểm phiếu"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["style", "channel"], name="count_once"),
            models.CheckConstraint(
                condition=Q(returned=F("valid") + F("wholly_invalid")), name="returned_is_valid_and_invalid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.style}: {self.valid} hợp lệ"


class CountLine(models.Model):
    """The marks for one person: `votes` maps each level of the rule set to its number of ballots."""

    count = models.ForeignKey(Count, models.CASCADE, related_name="lines")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="lines")
    votes = models.JSONField("phiếu theo mức")
    line_invalid = models.PositiveIntegerField("không hợp lệ riêng dòng này")

    class Meta:
        verbose_name = "kết quả của một người"
        verbose_name_plural = "kết quả của từng người"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["count", "subject"], name="line_once")
        ]

    def __str__(self) -> str:
        return str(self.subject)
