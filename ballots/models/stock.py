"""The stock of ballots."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from campaigns.models import BallotStyle


class Channel(models.TextChoices):
    PAPER = "paper", "Giấy"
    SCREEN = "screen", "Màn hình"


class Stock(models.Model):
    """The ledger of blanks of one ballot style and channel. Unknown numbers stay empty until somebody counts them.

    printed = issued + spoiled + unused; a spoiled one was exchanged for a fresh one, so `issued` counts what voters
    kept. A difference stands only with its `explanation`.
    """

    style = models.ForeignKey(BallotStyle, models.CASCADE, verbose_name="loại phiếu", related_name="stocks")
    channel = models.CharField("hình thức", max_length=10, choices=Channel, default=Channel.PAPER)
    printed = models.PositiveIntegerField("in ra", null=True, blank=True)
    issued = models.PositiveIntegerField("phát ra", null=True, blank=True)
    spoiled = models.PositiveIntegerField("hỏng, đã đổi", null=True, blank=True)
    unused = models.PositiveIntegerField("còn lại chưa dùng", null=True, blank=True)
    returned = models.PositiveIntegerField("thu về", null=True, blank=True)
    explanation = models.TextField("giải trình chênh lệch", blank=True)

    class Meta:
        verbose_name = "sổ phiếu"
        verbose_name_plural = "sổ phiếu"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["style", "channel"], name="stock_once"),
            models.CheckConstraint(condition=Q(returned__lte=F("issued")), name="returned_at_most_issued"),
            models.CheckConstraint(
                condition=Q(printed=F("issued") + F("spoiled") + F("unused")) | ~Q(explanation=""),
                name="printed_is_accounted_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.style}: phát ra {self.issued}, thu về {self.returned}"
