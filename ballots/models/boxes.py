"""The ballot box of a session that votes on screen. What voters put in holds no time, no order and no link."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.models import BoxState, CampaignState, SessionState, VotingSession


class BallotBox(models.Model):
    """The box and its lock. Where it stands is `VotingSession.box`.

    `address` names it in the voters' addresses. `public_key` in hex; the private key exists only on the key cards, of
    which any `threshold` open the box; `holders` names who has which, the first card first. `styles` and `levels` are
    the ballots as they were locked: each style's id with the ids of its people in ballot order, and the codes of the
    levels; they are frozen from then on, so that casting need not look them up. `trial_slip` is a sealed
    slip without a mark, on which the cards are tried. `spoiled`: code slips that were exchanged. `unused`: code slips
    that were left in the bowl, counted by the one who proposes to close. `digest`: SHA-256 over the slips as they were
    when the box was closed. `revote_reason`: why somebody asks to destroy the closed box unopened. `self_attack`: what
    the attack on the stored data found at the opening.
    """

    session = models.OneToOneField(
        VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="ballot_box", primary_key=True
    )
    address = models.CharField("địa chỉ", max_length=10, unique=True)
    public_key = models.CharField("khóa công khai", max_length=64)
    threshold = models.PositiveSmallIntegerField("số thẻ cần để mở")
    holders = models.JSONField("người giữ thẻ", default=list)
    styles = models.JSONField("các loại phiếu", default=list)
    levels = models.JSONField("các mức", default=list)
    trial_slip = models.BinaryField("phiếu thử")
    tried_at = models.DateTimeField("lúc thử thẻ", null=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người khóa", null=True, related_name="+"
    )
    codes_printed = models.PositiveIntegerField("số phiếu mã đã in", default=0)
    spoiled = models.PositiveIntegerField("số phiếu mã hỏng đã đổi", default=0)
    unused = models.PositiveIntegerField("số phiếu mã chưa phát", null=True)
    closing_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người đề nghị đóng", null=True, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người đóng", null=True, related_name="+"
    )
    digest = models.CharField("mã kiểm tra các mảnh phiếu", max_length=64, blank=True)
    revote_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="người đề nghị ghi phiếu lại",
        null=True,
        related_name="+",
    )
    revote_reason = models.TextField("lý do ghi phiếu lại", blank=True)
    self_attack = models.JSONField("kết quả tự tấn công", default=dict)
    destroyed_at = models.DateTimeField("lúc hủy", null=True)

    class Meta:
        verbose_name = "hòm phiếu trên màn hình"
        verbose_name_plural = "hòm phiếu trên màn hình"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("closing_proposed_by")), name="two_people_close"
            ),
        ]

    def __str__(self) -> str:
        return f"Hòm phiếu của {self.session}"

    @property
    def issued(self) -> int:
        """Code slips that voters kept; those that are left in the bowl are known once somebody proposes to close."""
        return self.codes_printed - self.spoiled - (self.unused or 0)

    @property
    def takes_ballots(self) -> bool:
        """Whether voters may cast now."""
        session = self.session
        is_voting = session.state == SessionState.VOTING and session.box == BoxState.READY
        return is_voting and session.campaign.state != CampaignState.ARCHIVED


class AccessCode(models.Model):
    """A code on a slip of paper, known here only by its keyed digest. Nothing says who drew it.

    Used codes keep the digest of the nonce that came with the ballot: the same nonce again is the same ballot. At the
    closing every row is deleted.
    """

    class State(models.TextChoices):
        READY = "ready", "Chưa dùng"
        USED = "used", "Đã dùng"
        CANCELLED = "cancelled", "Đã hủy"

    digest = models.CharField("mã băm", max_length=64, primary_key=True)
    box = models.ForeignKey(BallotBox, models.CASCADE, verbose_name="hòm phiếu", related_name="codes")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.READY)
    nonce = models.CharField("mã băm của lần gửi", max_length=64, blank=True)

    class Meta:
        verbose_name = "mã ghi phiếu"
        verbose_name_plural = "mã ghi phiếu"

    def __str__(self) -> str:
        return self.get_state_display()


class Slip(models.Model):
    """One sealed slip of a ballot that was shredded: a mark for one person, or that a ballot came back. Which, only
    the opened box tells. No time, no order, no link to a code or to another slip."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(BallotBox, models.CASCADE, verbose_name="hòm phiếu", related_name="slips")
    sealed = models.BinaryField("nội dung niêm phong")

    class Meta:
        verbose_name = "mảnh phiếu"
        verbose_name_plural = "mảnh phiếu"

    def __str__(self) -> str:
        return str(self.id)


class Receipt(models.Model):
    """That the ballot sent with some nonce (its digest) is in the closed box: for a voter whose connection broke off.
    Written in random order at the closing, destroyed with the slips."""

    nonce = models.CharField("mã băm của lần gửi", max_length=64, primary_key=True)
    box = models.ForeignKey(BallotBox, models.CASCADE, verbose_name="hòm phiếu", related_name="receipts")

    class Meta:
        verbose_name = "xác nhận đã nhận phiếu"
        verbose_name_plural = "xác nhận đã nhận phiếu"

    def __str__(self) -> str:
        return "Đã nhận"


class Kiosk(models.Model):
    """A tablet or computer of the session, enrolled by the board; it may show this session's voter pages and no more.
    `token`: keyed digest of its invitation, then of what the device holds. `is_awaited`: no device has taken up the
    invitation yet."""

    box = models.ForeignKey(BallotBox, models.CASCADE, verbose_name="hòm phiếu", related_name="kiosks")
    name = models.CharField("tên máy", max_length=60)
    token = models.CharField("mã băm của máy", max_length=64, unique=True)
    is_awaited = models.BooleanField("chờ máy nhận", default=False)
    is_revoked = models.BooleanField("đã thu hồi", default=False)

    class Meta:
        verbose_name = "máy ghi phiếu"
        verbose_name_plural = "máy ghi phiếu"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["box", "name"], name="kiosk_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class WrongCodes(models.Model):
    """How often a device (by a keyed digest, never its address) gave a code that is none, until the box is closed."""

    box = models.ForeignKey(BallotBox, models.CASCADE, verbose_name="hòm phiếu", related_name="wrong_codes")
    device = models.CharField("mã băm của thiết bị", max_length=64)
    tries = models.PositiveIntegerField("số lần sai", default=0)
    last_at = models.DateTimeField("lần sai gần nhất")

    class Meta:
        verbose_name = "nhập mã sai"
        verbose_name_plural = "nhập mã sai"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["box", "device"], name="wrong_codes_once")
        ]

    def __str__(self) -> str:
        return f"{self.tries} lần"
