"""What is to happen: rule sets, campaigns and their phases, who is voted on, the sessions and their ballots' lines."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from campaigns.rules.parameters import Parameters
from officials.models import Appointment, Official, OrganisationUnit, Regime


class RuleSet(models.Model):
    """One version of a body of rules as data. A version that is in use never changes; a new text is a new version.

    `parameters` is the JSON of campaigns.rules.parameters.Parameters.
    """

    code = models.CharField("mã", max_length=20)
    version = models.PositiveSmallIntegerField("phiên bản")
    name = models.CharField("tên", max_length=200)
    citation = models.CharField("căn cứ", max_length=300)
    in_force_from = models.DateField("có hiệu lực từ")
    in_force_until = models.DateField("đến hết", null=True, blank=True)
    parameters = models.JSONField("tham số")

    class Meta:
        verbose_name = "bộ quy định"
        verbose_name_plural = "bộ quy định"
        ordering: ClassVar[list[str]] = ["code", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "version"], name="rule_set_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} phiên bản {self.version}"

    @property
    def rules(self) -> Parameters:
        """The parameters as the pure rules take them."""
        return Parameters.from_json(self.parameters)


class CampaignState(models.TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    LIST_APPROVED = "list_approved", "Đã duyệt danh sách"
    SCHEDULED = "scheduled", "Đã xếp lịch"
    IN_PROGRESS = "in_progress", "Đang tiến hành"
    COMPLETED = "completed", "Đã hoàn thành"
    ARCHIVED = "archived", "Đã lưu trữ"


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


class Eligibility(models.Model):
    """The verdict on one appointment in one campaign.

    `reasons` are codes of campaigns.rules.reasons; empty means that the appointment is voted on at its unit.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="eligibilities")
    appointment = models.ForeignKey(Appointment, models.PROTECT, verbose_name="chức vụ", related_name="eligibilities")
    phase = models.ForeignKey(Phase, models.PROTECT, verbose_name="giai đoạn", null=True, related_name="eligibilities")
    is_subject = models.BooleanField("được lấy phiếu")
    reasons = ArrayField(models.CharField(max_length=30), verbose_name="lý do", default=list)

    class Meta:
        verbose_name = "kết quả xét đối tượng"
        verbose_name_plural = "kết quả xét đối tượng"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "appointment"], name="one_verdict_per_appointment"),
            models.CheckConstraint(
                condition=Q(is_subject=True, reasons=[]) | (Q(is_subject=False) & ~Q(reasons=[])),
                name="an_exclusion_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment}: {'có' if self.is_subject else 'không'}"


class SessionState(models.TextChoices):
    PLANNED = "planned", "Đã lên kế hoạch"
    PREPARED = "prepared", "Đã chuẩn bị"
    CHECKING_IN = "checking_in", "Đang điểm danh"
    VOTING = "voting", "Đang ghi phiếu"
    COUNTING = "counting", "Đang kiểm phiếu"
    COUNTED = "counted", "Đã có kết quả"
    SEALED = "sealed", "Đã niêm phong kết quả"


COUNTED = (SessionState.COUNTED, SessionState.SEALED)


class Casting(models.TextChoices):
    PAPER = "paper", "Phiếu giấy"
    SCREEN = "screen", "Trên màn hình"
    MIXED = "mixed", "Giấy và màn hình"


class VotingSession(models.Model):
    """A meeting ("hội nghị", "kỳ họp") at which ballots are cast. The numbers of people are unknown until they come."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name="đợt", related_name="sessions")
    phase = models.ForeignKey(Phase, models.PROTECT, verbose_name="giai đoạn", related_name="sessions")
    unit = models.ForeignKey(OrganisationUnit, models.PROTECT, verbose_name="đơn vị", related_name="sessions")
    code = models.SlugField("mã hội nghị", max_length=40)
    name = models.CharField("tên hội nghị", max_length=200)
    held_at = models.DateTimeField("thời gian")
    place = models.CharField("địa điểm", max_length=200, blank=True)
    chair = models.CharField("chủ trì", max_length=120, blank=True)
    board_head = models.CharField("trưởng ban kiểm phiếu", max_length=120, blank=True)
    board_members = models.TextField("thành viên ban kiểm phiếu", blank=True, help_text="Mỗi người một dòng.")
    casting = models.CharField("cách ghi phiếu", max_length=10, choices=Casting, default=Casting.PAPER)
    total_members = models.PositiveIntegerField("tổng số đại biểu", null=True, blank=True)
    summoned = models.PositiveIntegerField("số được triệu tập", null=True, blank=True)
    present = models.PositiveIntegerField("số có mặt", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=15, choices=SessionState, default=SessionState.PLANNED)

    class Meta:
        verbose_name = "hội nghị"
        verbose_name_plural = "hội nghị"
        ordering: ClassVar[list[str]] = ["held_at", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["campaign", "code"],
                name="session_code_once",
                violation_error_message="Đợt này đã có hội nghị mang mã đó.",
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(present__lte=F("summoned")),
                name="present_at_most_summoned",
                violation_error_message="Số có mặt không thể nhiều hơn số được triệu tập.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def subjects(self) -> models.QuerySet["Subject"]:
        """Everybody on the session's ballots, in ballot order."""
        return Subject.objects.filter(style__session=self)


class BallotStyle(models.Model):
    """One kind of ballot of a session: a group of titles on paper of one colour."""

    session = models.ForeignKey(VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="styles")
    name = models.CharField("khối", max_length=80)
    colour = models.CharField("màu phiếu", max_length=30, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "loại phiếu"
        verbose_name_plural = "loại phiếu"
        ordering: ClassVar[list[str]] = ["session_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "name"], name="style_once")
        ]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """A line of a ballot: one person with all the titles voted on together, as printed."""

    style = models.ForeignKey(BallotStyle, models.CASCADE, verbose_name="loại phiếu", related_name="subjects")
    official = models.ForeignKey(
        Official, models.PROTECT, verbose_name="cán bộ", null=True, blank=True, related_name="subjects"
    )
    appointments = models.ManyToManyField(Appointment, verbose_name="chức vụ", blank=True, related_name="subjects")
    printed_name = models.CharField("họ và tên in trên phiếu", max_length=120)
    printed_title = models.TextField("chức danh in trên phiếu")
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "người được lấy phiếu"
        verbose_name_plural = "người được lấy phiếu"
        ordering: ClassVar[list[str]] = ["style__position", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["style", "position"], name="subject_line_once"),
            models.UniqueConstraint(fields=["style", "official"], name="subject_once_per_style"),
        ]

    def __str__(self) -> str:
        return self.printed_name
