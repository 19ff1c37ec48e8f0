"""Who is voted on and where: decisions, venues, verdicts, and the list as it was submitted and approved."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from campaigns.models.campaigns import Campaign, Phase
from officials.models import Appointment, Official, OrganisationUnit


class Decision(models.Model):
    """What somebody decided on one appointment in a campaign, in the place of the rules.

    The answer to a question of the rules holds at once. An override of the rules needs a document of the authority
    and holds once a second person has confirmed it. One that is withdrawn stays for the record.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", "Quyết định trường hợp cần xét"
        OVERRIDE = "override", "Quyết định khác với quy định chung"

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name="đợt", related_name="decisions")
    appointment = models.ForeignKey(Appointment, models.PROTECT, verbose_name="chức vụ", related_name="decisions")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    is_subject = models.BooleanField("lấy phiếu")
    reason = models.CharField("lý do", max_length=500)
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    authority = models.CharField("cấp quyết định", max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người ghi", related_name="+", null=True
    )
    proposed_at = models.DateTimeField("lúc ghi", auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người xác nhận", related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField("lúc xác nhận", null=True, blank=True)
    withdrawn_at = models.DateTimeField("lúc rút", null=True, blank=True)

    class Meta:
        verbose_name = "quyết định từng trường hợp"
        verbose_name_plural = "quyết định từng trường hợp"
        ordering: ClassVar[list[str]] = ["-proposed_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["campaign", "appointment"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_decision_per_appointment",
            ),
            models.CheckConstraint(
                condition=Q(kind="answer")
                | (Q(document_date__isnull=False) & ~Q(document_number="") & ~Q(authority="")),
                name="an_override_has_its_document",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="a_second_person_confirms",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Lấy phiếu' if self.is_subject else 'Không lấy phiếu'}: {self.appointment}"

    @property
    def is_in_force(self) -> bool:
        if self.withdrawn_at is not None:
            return False
        return self.kind == self.Kind.ANSWER or self.confirmed_at is not None


class VenueChoice(models.Model):
    """The units that somebody chose as an official's venues, in their order, in the place of the proposal."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name="đợt", related_name="venue_choices")
    official = models.ForeignKey(Official, models.PROTECT, verbose_name="cán bộ", related_name="venue_choices")
    units = ArrayField(models.BigIntegerField(), verbose_name="đơn vị")
    reason = models.CharField("lý do", max_length=500)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người chọn", related_name="+", null=True
    )
    chosen_at = models.DateTimeField("lúc chọn", auto_now=True)

    class Meta:
        verbose_name = "chọn nơi lấy phiếu"
        verbose_name_plural = "chọn nơi lấy phiếu"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "official"], name="one_choice_per_official")
        ]

    def __str__(self) -> str:
        return str(self.official)


class Venue(models.Model):
    """A unit where an official is voted on ("nơi lấy phiếu"). `slot` counts an official's venues from 1.

    No slot is beyond the campaign's number of venues, and no slot is taken twice: so the database itself keeps the
    greatest number, whoever writes at the same time. A foreign key over (campaign, cap), made by the migration, keeps
    `cap` the campaign's own.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name="đợt", related_name="venues")
    official = models.ForeignKey(Official, models.PROTECT, verbose_name="cán bộ", related_name="venues")
    unit = models.ForeignKey(OrganisationUnit, models.PROTECT, verbose_name="nơi lấy phiếu", related_name="venues")
    slot = models.PositiveSmallIntegerField("thứ tự")
    cap = models.PositiveSmallIntegerField("số nơi tối đa")

    class Meta:
        verbose_name = "nơi lấy phiếu"
        verbose_name_plural = "nơi lấy phiếu"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "official", "slot"], name="venue_slot_once"),
            models.UniqueConstraint(fields=["campaign", "official", "unit"], name="venue_once"),
            models.CheckConstraint(condition=Q(slot__gte=1) & Q(slot__lte=F("cap")), name="venues_within_the_cap"),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.unit}"


class Eligibility(models.Model):
    """The verdict on one appointment in one campaign.

    `reasons` are codes of campaigns.rules.reasons; empty means that the appointment is voted on at its unit, which is
    then one of the official's venues. `ruled` are those that the rules alone give, where somebody decided otherwise;
    `questions` the cases that wait for a decision. `by_office` and `by_name` sort the list without looking at other
    tables; they are as of the last evaluation.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="eligibilities")
    appointment = models.ForeignKey(Appointment, models.PROTECT, verbose_name="chức vụ", related_name="eligibilities")
    phase = models.ForeignKey(Phase, models.PROTECT, verbose_name="giai đoạn", null=True, related_name="eligibilities")
    is_subject = models.BooleanField("được lấy phiếu")
    reasons = ArrayField(models.CharField(max_length=30), verbose_name="lý do", default=list)
    ruled = ArrayField(models.CharField(max_length=30), verbose_name="lý do theo quy định", default=list)
    questions = ArrayField(models.CharField(max_length=30), verbose_name="cần quyết định", default=list)
    venue = models.ForeignKey(
        Venue, models.PROTECT, verbose_name="nơi lấy phiếu", null=True, blank=True, related_name="eligibilities"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name="quyết định", null=True, blank=True, related_name="eligibilities"
    )
    by_office = models.TextField(default="", editable=False, db_collation="C")
    by_name = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = "kết quả xét đối tượng"
        verbose_name_plural = "kết quả xét đối tượng"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "by_office"], name="verdict_by_office"),
            models.Index(fields=["campaign", "by_name"], name="verdict_by_name"),
            models.Index(fields=["campaign"], condition=~Q(questions=[]), name="verdict_waits"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "appointment"], name="one_verdict_per_appointment"),
            models.CheckConstraint(
                condition=Q(is_subject=True, reasons=[]) | (Q(is_subject=False) & ~Q(reasons=[])),
                name="an_exclusion_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_subject=True, venue__isnull=False) | Q(is_subject=False, venue__isnull=True),
                name="who_is_voted_on_has_a_venue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment}: {'có' if self.is_subject else 'không'}"


class ListVersion(models.Model):
    """A version of the campaign's list as it was submitted: what leaders approve or return.

    The first approved version is the list; a later one is an amendment: differences that the roster brought and that
    somebody accepted, in `changes`. `lines` are those of the list as it stood (campaigns.queries.lists.ListRow), so
    that a later correction of a name shows against it; `digest` is over them (campaigns.rules.list_digest).
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Trả lại"
        WITHDRAWN = "withdrawn", "Rút lại"

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name="đợt", related_name="list_versions")
    version = models.PositiveSmallIntegerField("lần")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.SUBMITTED)
    is_amendment = models.BooleanField("điều chỉnh", default=False)
    changes = models.JSONField("thay đổi", default=list, blank=True)
    note = models.CharField("ghi chú khi trình", max_length=500, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người trình", related_name="+", null=True
    )
    submitted_at = models.DateTimeField("lúc trình", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người duyệt", related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("lúc duyệt", null=True, blank=True)
    decision_note = models.CharField("ý kiến", max_length=500, blank=True)
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    officials = models.PositiveIntegerField("số người", default=0)
    appointments = models.PositiveIntegerField("số chức vụ", default=0)
    digest = models.CharField("mã kiểm tra", max_length=64)
    lines = models.JSONField("các dòng", default=list, blank=True)

    class Meta:
        verbose_name = "danh sách trình duyệt"
        verbose_name_plural = "danh sách trình duyệt"
        ordering: ClassVar[list[str]] = ["campaign_id", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "version"], name="list_version_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state="submitted"), name="one_list_awaits_approval"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | (Q(document_date__isnull=False) & ~Q(document_number="")),
                name="an_approved_list_has_number_and_date",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")),
                name="a_second_person_approves",
            ),
        ]

    def __str__(self) -> str:
        return f"Danh sách lần {self.version}, {self.campaign}"
