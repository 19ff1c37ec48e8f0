"""What the minutes of a count say besides its figures."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from campaigns.models import VotingSession


class Minutes(models.Model):
    """What the counting board writes into the minutes: when it counted, who watched, how many copies, for whom.

    Nothing of it is a figure; what is not entered is dotted on the paper. `witnesses` and `recipients` have one to a
    line. A witness is no member of the board.
    """

    session = models.OneToOneField(VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="minutes")
    began_at = models.DateTimeField("bắt đầu kiểm phiếu", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc kiểm phiếu", null=True, blank=True)
    copies = models.PositiveSmallIntegerField("số bản", null=True, blank=True)
    witnesses = models.TextField("đại diện chứng kiến", blank=True)
    recipients = models.TextField("nơi nhận", blank=True)

    class Meta:
        verbose_name = "biên bản kiểm phiếu"
        verbose_name_plural = "biên bản kiểm phiếu"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(began_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="count_ends_after_it_began",
                violation_error_message="Giờ kết thúc kiểm phiếu không thể trước giờ bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return f"Biên bản: {self.session}"
