"""What happens on the day: the stock of ballots, the keying of totals, the count."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.models import BallotStyle, Subject, VotingSession


class Channel(models.TextChoices):
    PAPER = "paper", "Giấy"
    SCREEN = "screen", "Màn hình"


class Stock(models.Model):
    """The ledger of blanks of one ballot style and channel. Unknown numbers stay empty until somebody counts them."""

    style = models.ForeignKey(BallotStyle, models.CASCADE, verbose_name="loại phiếu", related_name="stocks")
    channel = models.CharField("hình thức", max_length=10, choices=Channel, default=Channel.PAPER)
    issued = models.PositiveIntegerField("phát ra")
    returned = models.PositiveIntegerField("thu về")

    class Meta:
        verbose_name = "sổ phiếu"
        verbose_name_plural = "sổ phiếu"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["style", "channel"], name="stock_once"),
            models.CheckConstraint(condition=Q(returned__lte=F("issued")), name="returned_at_most_issued"),
        ]

    def __str__(self) -> str:
        return f"{self.style}: phát ra {self.issued}, thu về {self.returned}"


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


class Source(models.TextChoices):
    KEYED = "keyed", "Nhập hai lần"
    IMPORTED = "imported", "Nhập từ tệp Excel"


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
