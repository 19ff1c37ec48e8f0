"""What closes a count, and what opens it again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models import VotingSession


class Seal(models.Model):
    """The seal on one version of a session's count: proposed by one person, put on by another.

    `payload` is the canonical text of all that is sealed (roll, ledger, counts, rule-set version), `digest` its SHA-256
    in hex, `signature` an Ed25519 signature over it in hex, empty until the second person; `public_key` in hex.
    """

    session = models.ForeignKey(VotingSession, models.PROTECT, verbose_name="hội nghị", related_name="seals")
    version = models.PositiveSmallIntegerField("lần kiểm phiếu")
    payload = models.TextField("nội dung niêm phong")
    digest = models.CharField("mã kiểm tra", max_length=64)
    public_key = models.CharField("khóa công khai", max_length=64, blank=True)
    signature = models.CharField("chữ ký", max_length=128, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người đề nghị", null=True, related_name="+"
    )
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người niêm phong", null=True, related_name="+"
    )
    sealed_at = models.DateTimeField("lúc niêm phong", null=True)

    class Meta:
        verbose_name = "niêm phong kết quả"
        verbose_name_plural = "niêm phong kết quả"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "version"], name="seal_once"),
            models.CheckConstraint(
                condition=Q(sealed_by__isnull=True) | ~Q(sealed_by=models.F("proposed_by")),
                name="two_people_seal",
                violation_error_message="Người niêm phong phải khác người đề nghị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.digest[:8]}"


class TrustedKey(models.Model):
    """A public key whose seals are believed here: this installation's own, and those of others whose results come in
    by their printed code."""

    public_key = models.CharField("khóa công khai", max_length=64, unique=True)
    name = models.CharField("tên nơi niêm phong", max_length=200)
    is_own = models.BooleanField("của hệ thống này", default=False)

    class Meta:
        verbose_name = "khóa được tin"
        verbose_name_plural = "khóa được tin"

    def __str__(self) -> str:
        return self.name


class Reopening(models.Model):
    """A counted session opened again: asked for with a reason by one person, confirmed by another.

    `version` is the count that was left, kept whole in `earlier`; the next one has a number of its own. `detail` names
    what is counted again, where it is not everything: ids of bundles, or of one subject.
    """

    class Scope(models.TextChoices):
        ALL = "all", "Kiểm lại toàn bộ"
        BUNDLES = "bundles", "Kiểm lại một số bó phiếu"
        COLUMN = "column", "Kiểm lại một người"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Chờ xác nhận"
        CONFIRMED = "confirmed", "Đã mở lại"
        WITHDRAWN = "withdrawn", "Đã rút"

    session = models.ForeignKey(VotingSession, models.PROTECT, verbose_name="hội nghị", related_name="reopenings")
    version = models.PositiveSmallIntegerField("lần kiểm phiếu")
    scope = models.CharField("phạm vi", max_length=10, choices=Scope, default=Scope.ALL)
    detail = models.JSONField("chi tiết", default=list)
    reason = models.TextField("lý do")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người đề nghị", related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người xác nhận", null=True, related_name="+"
    )
    earlier = models.JSONField("kết quả trước khi mở lại", default=dict)

    class Meta:
        verbose_name = "lần mở lại"
        verbose_name_plural = "lần mở lại"
        ordering: ClassVar[list[str]] = ["session_id", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="proposed"), name="one_open_reopening_per_session"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("proposed_by")),
                name="two_people_reopen",
                violation_error_message="Người xác nhận mở lại phải khác người đề nghị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: mở lại lần {self.version}"
