"""What is to happen: rule sets, campaigns and their phases, who is voted on, the sessions and their ballots' lines."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from campaigns.rules.parameters import Parameters
from config.vietnamese import search_key, sort_key
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
    """A meeting ("hội nghị", "kỳ họp") at which ballots are cast. The numbers of people are unknown until they come.

    The counts of subjects, voters, board members and missing papers are kept by the actions that change them
    (campaigns.actions.tallies), so that pages over thousands of sessions need not count; `check_data` counts again.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name="đợt", related_name="sessions")
    phase = models.ForeignKey(Phase, models.PROTECT, verbose_name="giai đoạn", related_name="sessions")
    unit = models.ForeignKey(OrganisationUnit, models.PROTECT, verbose_name="đơn vị", related_name="sessions")
    code = models.SlugField("mã hội nghị", max_length=40)
    name = models.CharField("tên hội nghị", max_length=200)
    held_at = models.DateTimeField("thời gian")
    place = models.CharField("địa điểm", max_length=200, blank=True)
    minutes_long = models.PositiveSmallIntegerField("thời lượng dự kiến (phút)", default=120)
    chair = models.CharField("chủ trì", max_length=120, blank=True)
    chair_official = models.ForeignKey(
        Official, models.PROTECT, verbose_name="cán bộ chủ trì", null=True, blank=True, related_name="chaired_sessions"
    )
    casting = models.CharField("cách ghi phiếu", max_length=10, choices=Casting, default=Casting.PAPER)
    total_members = models.PositiveIntegerField("tổng số đại biểu", null=True, blank=True)
    summoned = models.PositiveIntegerField("số được triệu tập", null=True, blank=True)
    present = models.PositiveIntegerField("số có mặt", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=15, choices=SessionState, default=SessionState.PLANNED)
    roll_digest = models.CharField("mã kiểm tra danh sách người ghi phiếu", max_length=64, blank=True, editable=False)
    ballots_digest = models.CharField("mã kiểm tra phiếu", max_length=64, blank=True, editable=False)
    printed_at = models.DateTimeField("lúc in phiếu", null=True, blank=True, editable=False)
    subject_count = models.PositiveIntegerField("số người được lấy phiếu", default=0, editable=False)
    voter_count = models.PositiveIntegerField("số người ghi phiếu", default=0, editable=False)
    board_count = models.PositiveIntegerField("số người trong ban kiểm phiếu", default=0, editable=False)
    papers_missing = models.PositiveIntegerField("số tài liệu hồ sơ còn thiếu", default=0, editable=False)
    search_key = models.CharField(max_length=300, editable=False, blank=True)

    class Meta:
        verbose_name = "hội nghị"
        verbose_name_plural = "hội nghị"
        ordering: ClassVar[list[str]] = ["held_at", "code"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "held_at", "code"], name="session_by_time")
        ]
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

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive_keys(self) -> None:
        self.search_key = search_key(f"{self.code} {self.name} {self.place}")[:300]

    @property
    def ends_at(self) -> datetime:
        """When it is expected to end."""
        return self.held_at + timedelta(minutes=self.minutes_long)

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


class Voter(models.Model):
    """Somebody on a session's roll ("người ghi phiếu"), once however many ways they qualify.

    `why` are codes of the rule set's voter rules; none for somebody added by hand or from a file. Who was taken off by
    hand stays, marked, so that working the roll out again does not bring them back. No time of arrival is kept.
    """

    class Source(models.TextChoices):
        RULE = "rule", "Theo thành phần quy định"
        HAND = "hand", "Thêm bằng tay"
        FILE = "file", "Nhập từ tệp"

    session = models.ForeignKey(VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="voters")
    official = models.ForeignKey(
        Official, models.PROTECT, verbose_name="cán bộ", null=True, blank=True, related_name="voter_entries"
    )
    name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    search_key = models.CharField(max_length=400, editable=False)
    title = models.CharField("chức danh, chức vụ", max_length=300, blank=True)
    workplace = models.CharField("đơn vị", max_length=200, blank=True)
    why = ArrayField(models.CharField(max_length=40), verbose_name="căn cứ", default=list, blank=True)
    source = models.CharField("nguồn", max_length=5, choices=Source, default=Source.RULE)
    is_removed = models.BooleanField("đã đưa ra", default=False)
    note = models.CharField("lý do sửa", max_length=300, blank=True)
    is_present = models.BooleanField("có mặt", null=True, blank=True)

    class Meta:
        verbose_name = "người ghi phiếu"
        verbose_name_plural = "người ghi phiếu"
        ordering: ClassVar[list[str]] = ["sort_key", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "official"],
                name="voter_once",
                violation_error_message="Người này đã có trong danh sách ghi phiếu.",
            ),
            models.CheckConstraint(
                condition=(Q(source="rule", is_removed=False)) | ~Q(note=""), name="a_correction_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive_keys(self) -> None:
        self.sort_key = sort_key(self.name)[:200]
        self.search_key = search_key(f"{self.name} {self.title} {self.workplace}")[:400]


class BoardMember(models.Model):
    """Somebody on a session's counting board ("ban kiểm phiếu")."""

    class Role(models.TextChoices):
        HEAD = "head", "Trưởng ban"
        SECRETARY = "secretary", "Thư ký"
        MEMBER = "member", "Thành viên"

    session = models.ForeignKey(VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="board")
    role = models.CharField("nhiệm vụ", max_length=10, choices=Role, default=Role.MEMBER)
    official = models.ForeignKey(
        Official, models.PROTECT, verbose_name="cán bộ", null=True, blank=True, related_name="board_memberships"
    )
    name = models.CharField("họ và tên", max_length=120)
    title = models.CharField("chức danh, chức vụ", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "thành viên ban kiểm phiếu"
        verbose_name_plural = "ban kiểm phiếu"
        ordering: ClassVar[list[str]] = ["session_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "position"], name="board_place_once"),
            models.UniqueConstraint(fields=["session", "official"], name="board_member_once"),
            models.UniqueConstraint(fields=["session"], condition=Q(role="head"), name="one_head_of_the_board"),
        ]

    def __str__(self) -> str:
        return self.name


class DossierItem(models.Model):
    """A paper that a person voted on hands in, and the day it came. When it is due follows from the session's day and
    the rule set. A paper that nobody needs from this person is waived with a reason."""

    class Kind(models.TextChoices):
        SELF_REPORT = "self_report", "Báo cáo của người được lấy phiếu"
        ASSET_DECLARATION = "asset_declaration", "Bản kê khai tài sản, thu nhập"
        EXPLANATION = "explanation", "Báo cáo giải trình"

    subject = models.ForeignKey("Subject", models.CASCADE, verbose_name="người được lấy phiếu", related_name="dossier")
    kind = models.CharField("loại", max_length=20, choices=Kind)
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    waived = models.CharField("lý do không cần nộp", max_length=300, blank=True)

    class Meta:
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "hồ sơ"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "kind"], name="dossier_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class Milestone(models.Model):
    """A dated step before a session that an organisation takes (`step` is a key of the rule set's `dossier_days`)."""

    session = models.ForeignKey(VotingSession, models.CASCADE, verbose_name="hội nghị", related_name="milestones")
    step = models.CharField("việc", max_length=30)
    done_on = models.DateField("ngày làm xong")

    class Meta:
        verbose_name = "mốc chuẩn bị"
        verbose_name_plural = "mốc chuẩn bị"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "step"], name="milestone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.session}"
