"""Ballots keyed one by one, in bundles, twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ballots.models.keying import Pass
from campaigns.models import BallotStyle

MOST_SHEETS = 50


class Bundle(models.Model):
    """Ballots of one style that were tied together for keying. `version` is the session's count that they belong to.

    The marks of single ballots live in KeyedSheet until both keyings agree; then only sums stay (BundleCount).
    `differences`: how often the two keyings were compared and differed; after the second time somebody else decides.
    """

    class State(models.TextChoices):
        KEYING = "keying", "Đang nhập"
        DIFFERING = "differing", "Có chỗ khác nhau"
        AGREED = "agreed", "Đã khớp"

    style = models.ForeignKey(BallotStyle, models.CASCADE, verbose_name="loại phiếu", related_name="bundles")
    version = models.PositiveSmallIntegerField("lần kiểm phiếu", default=1)
    number = models.PositiveSmallIntegerField("số bó")
    size = models.PositiveSmallIntegerField("số phiếu")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.KEYING)
    differences = models.PositiveSmallIntegerField("số lần khác nhau", default=0)

    class Meta:
        verbose_name = "bó phiếu"
        verbose_name_plural = "bó phiếu"
        ordering: ClassVar[list[str]] = ["style_id", "version", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["style", "version", "number"], name="bundle_number_once"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=MOST_SHEETS), name="bundle_of_at_most_fifty"),
        ]

    def __str__(self) -> str:
        return f"{self.style}, bó {self.number}"

    @property
    def named(self) -> str:
        """ "số 2 (Khối UBND)": numbers begin at 1 for each kind of ballot, so a number alone would name several."""
        return f"số {self.number} ({self.style})"


class BundleKeying(models.Model):
    """One person's keying of a bundle. Two different people key; the second never sees the first.

    `returned` names the cells that came back, as [sheet's position, line's position], 0 for the sheet as a whole.
    `sheets` and `wrong_cells` are the figures of the clerk's statistics and stay when the marks are gone. `window` is
    the browser window in which it is keyed, a random name that the page gives itself; another one takes it over.
    """

    bundle = models.ForeignKey(Bundle, models.CASCADE, verbose_name="bó phiếu", related_name="keyings")
    number = models.PositiveSmallIntegerField("lần", choices=Pass)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người nhập", related_name="bundles")
    is_submitted = models.BooleanField("đã nộp", default=False)
    returned = models.JSONField("chỗ phải nhập lại", default=list)
    sheets = models.PositiveSmallIntegerField("số phiếu đã nhập", default=0)
    wrong_cells = models.PositiveSmallIntegerField("số chỗ nhập nhầm", default=0)
    seconds = models.PositiveIntegerField("thời gian nhập (giây)", default=0)
    window = models.CharField("cửa sổ đang nhập", max_length=36, blank=True)

    class Meta:
        verbose_name = "lần nhập bó phiếu"
        verbose_name_plural = "lần nhập bó phiếu"
        ordering: ClassVar[list[str]] = ["bundle_id", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bundle", "number"], name="bundle_pass_once"),
            models.UniqueConstraint(
                fields=["bundle", "by"],
                name="two_different_people_key_a_bundle",
                violation_error_message="Hai lần nhập một bó phiếu phải do hai người khác nhau thực hiện.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bundle}: lần {self.number}"


class KeyedSheet(models.Model):
    """The marks of one ballot while its bundle is being keyed; erased when the bundle agrees.

    `marks` has one character a line: a level's place from 1 on, 0 for unmarked, 9 for several boxes marked. A ballot
    that is wholly invalid has its reason (ballots.rules.validity) and no marks. A line to be keyed again is "."; then
    `earlier` keeps marks or reason as handed in at first, so that it can be told which of two clerks erred.
    """

    keying = models.ForeignKey(BundleKeying, models.CASCADE, related_name="keyed_sheets")
    position = models.PositiveSmallIntegerField("vị trí trong bó")
    marks = models.CharField("dấu", max_length=200, blank=True)
    invalid_reason = models.CharField("lý do không hợp lệ", max_length=30, blank=True)
    earlier = models.CharField("nhập lần đầu", max_length=200, blank=True)

    class Meta:
        verbose_name = "phiếu đang nhập"
        verbose_name_plural = "phiếu đang nhập"
        ordering: ClassVar[list[str]] = ["keying_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["keying", "position"], name="sheet_once"),
            models.CheckConstraint(condition=Q(marks="") | Q(invalid_reason=""), name="no_marks_on_an_invalid_ballot"),
        ]

    def __str__(self) -> str:
        return f"{self.keying}, phiếu {self.position}"


class ThirdDecision(models.Model):
    """A third person looked at the paper where two keyings stayed apart: who and why, never which mark."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, verbose_name="bó phiếu", related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người quyết định", related_name="+")
    cells = models.PositiveSmallIntegerField("số chỗ")
    note = models.CharField("ghi chú", max_length=300)

    class Meta:
        verbose_name = "quyết định thứ ba"
        verbose_name_plural = "quyết định thứ ba"

    def __str__(self) -> str:
        return f"{self.bundle}: {self.cells} chỗ"


class BundleCount(models.Model):
    """The sums of a bundle that agreed. `reasons` counts wholly invalid ballots by reason; `lines` has for each subject
    (by id, as text) the votes by level and how many lines were "unmarked" or "several"."""

    bundle = models.OneToOneField(Bundle, models.CASCADE, verbose_name="bó phiếu", related_name="sums")
    valid = models.PositiveSmallIntegerField("hợp lệ")
    wholly_invalid = models.PositiveSmallIntegerField("không hợp lệ toàn phiếu")
    reasons = models.JSONField("lý do không hợp lệ", default=dict)
    lines = models.JSONField("từng người", default=dict)

    class Meta:
        verbose_name = "số cộng của bó phiếu"
        verbose_name_plural = "số cộng của bó phiếu"

    def __str__(self) -> str:
        return f"{self.bundle}: {self.valid} hợp lệ"
