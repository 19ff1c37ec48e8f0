"""Totals of a hand count, keyed twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from campaigns.models import VotingSession


class Pass(models.IntegerChoices):
    FIRST = 1, "Lần 1"
    SECOND = 2, "Lần 2"


class TotalsKeying(models.Model):
    """One person's entry of a session's hand-count totals. Two different people key; neither sees the other's.

    `cells` maps the name of a figure (ballots.rules.totals) to its number. While the two entries differ, `returned`
    names the cells that came back to be keyed again. `explanations` answers warnings, by code and place.
    """

    session = models.ForeignKey(VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="keyings")
    number = models.PositiveSmallIntegerField("lần", choices=Pass)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người nhập", related_name="keyings")
    cells = models.JSONField("số liệu", default=dict)
    returned = models.JSONField("ô phải nhập lại", default=list)
    explanations = models.JSONField("giải trình", default=dict)
    is_submitted = models.BooleanField("đã nộp", default=False)

    class Meta:
        verbose_name = "lần nhập số liệu"
        verbose_name_plural = "lần nhập số liệu"
        ordering: ClassVar[list[str]] = ["session_id", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "number"], name="keying_pass_once"),
            models.UniqueConstraint(
                fields=["session", "by"],
                name="two_different_people_key",
                violation_error_message="Hai lần nhập phải do hai người khác nhau thực hiện.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: lần {self.number}"
