"""Campaigns and their phases."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from campaigns.models.rule_sets import RuleSet
from officials.models import OrganisationUnit, Regime


class CampaignState(models.TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    LIST_SUBMITTED = "list_submitted", "Chờ duyệt danh sách"
    LIST_APPROVED = "list_approved", "Đã duyệt danh sách"
    SCHEDULED = "scheduled", "Đã xếp lịch"
    IN_PROGRESS = "in_progress", "Đang tiến hành"
    COMPLETED = "completed", "Đã hoàn thành"
    ARCHIVED = "archived", "Đã lưu trữ"


LIST_OPEN = (CampaignState.DRAFT, CampaignState.LIST_SUBMITTED)


AMENDABLE = (CampaignState.LIST_APPROVED, CampaignState.SCHEDULED, CampaignState.IN_PROGRESS)


OVER = (CampaignState.COMPLETED, CampaignState.ARCHIVED)


class Secrecy(models.TextChoices):
    NONE = "", "Không"
    SECRET = "secret", "Mật"
    TOP_SECRET = "top_secret", "Tối mật"


class Campaign(models.Model):
    """One round of confidence votes in a year, by one organiser's plan."""

    code = models.SlugField("mã đợt", max_length=30, unique=True, error_messages={"unique": "Mã đợt này đã có."})
    name = models.CharField("tên đợt", max_length=200)
    term = models.CharField("nhiệm kỳ", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("năm lấy phiếu")
    vote_on = models.DateField("ngày lấy phiếu dự kiến", help_text="Ngày dùng để xét từng trường hợp.")
    organiser = models.ForeignKey(
        OrganisationUnit,
        models.PROTECT,
        verbose_name="cơ quan tổ chức",
        null=True,
        blank=True,
        related_name="campaigns",
    )
    plan_number = models.CharField("số kế hoạch", max_length=60, blank=True)
    plan_date = models.DateField("ngày kế hoạch", null=True, blank=True)
    secrecy = models.CharField("độ mật", max_length=12, choices=Secrecy, blank=True, default=Secrecy.NONE)
    deadline = models.DateField("hạn hoàn thành", null=True, blank=True)
    off_term_reason = models.TextField("lý do tiến hành ngoài năm thứ ba", blank=True)
    state = models.CharField("trạng thái", max_length=15, choices=CampaignState, default=CampaignState.DRAFT)
    evaluated_at = models.DateTimeField("lúc xét đối tượng", null=True, editable=False)
    venue_cap = models.PositiveSmallIntegerField("số nơi lấy phiếu tối đa", editable=False)
    # How many verdicts have the same phase, reasons and questions, as campaigns.queries.eligibility.counted has them:
    # kept with the verdicts, so that a page over 50,000 of them need not count them.
    verdict_counts = models.JSONField("số kết quả xét", default=list, editable=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="sao từ đợt", null=True, blank=True, related_name="copies", editable=False
    )

    class Meta:
        verbose_name = "đợt lấy phiếu"
        verbose_name_plural = "đợt lấy phiếu"
        ordering: ClassVar[list[str]] = ["-year", "code"]

    def __str__(self) -> str:
        return self.name


class PhaseKind(models.TextChoices):
    COUNCIL = "council", "Chức danh do HĐND bầu, phê chuẩn"
    PARTY = "party", "Lãnh đạo cấp ủy"
    OTHER = "other", "Chức danh lãnh đạo, quản lý khác"


class Phase(models.Model):
    """A part of a campaign under one rule set; phases run in the order of `position`."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name="đợt", related_name="phases")
    kind = models.CharField("giai đoạn", max_length=10, choices=PhaseKind)
    position = models.PositiveSmallIntegerField("thứ tự")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, verbose_name="bộ quy định", related_name="phases")
    regimes = ArrayField(models.CharField(max_length=10, choices=Regime), verbose_name="nhóm chức danh")
    earliest = models.DateField("sớm nhất", null=True, blank=True)
    latest = models.DateField("muộn nhất", null=True, blank=True)

    class Meta:
        verbose_name = "giai đoạn"
        verbose_name_plural = "giai đoạn"
        ordering: ClassVar[list[str]] = ["campaign_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "kind"], name="phase_once"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(latest__gte=F("earliest")),
                name="phase_ends_after_it_starts",
                violation_error_message="Ngày muộn nhất phải sau ngày sớm nhất.",
            ),
        ]

    def __str__(self) -> str:
        """The names of the groups of titles that it covers."""
        return " và ".join(Regime(regime).label for regime in self.regimes)
