"""Sessions, their ballots and their counting boards."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from campaigns.models.campaigns import Campaign, Phase
from campaigns.rules.parameters import Parameters
from config.vietnamese import search_key
from officials.models import Appointment, Official, OrganisationUnit


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


class BoxState(models.TextChoices):
    """Where the ballot box for ballots cast on screen stands."""

    NONE = "", "Chưa có"
    LOCKED = "locked", "Đã khóa"
    TRIED = "tried", "Đã thử thẻ khóa"
    READY = "ready", "Sẵn sàng, đã in phiếu mã"
    CLOSED = "closed", "Đã đóng"
    OPENED = "opened", "Đã mở và kiểm"
    DESTROYED = "destroyed", "Đã hủy mảnh phiếu"


class VoteKind(models.TextChoices):
    POLL = "poll", "Lấy phiếu tín nhiệm"
    MOTION = "motion", "Bỏ phiếu tín nhiệm"


class Counting(models.TextChoices):
    """How the paper ballots are counted."""

    TOTALS = "totals", "Kiểm tay, nhập số tổng hai lần"
    BALLOTS = "ballots", "Nhập từng phiếu hai lần"


class Disclosure(models.TextChoices):
    """Who sees the result on the hall's screen once it is sealed."""

    NOBODY = "nobody", "Không công bố tại hội nghị"
    SESSION = "session", "Công bố tại hội nghị"


class SessionQuerySet(models.QuerySet["VotingSession"]):
    def real(self) -> "SessionQuerySet":
        """Without rehearsals: whatever counts, plans, exports or reports sessions reads these."""
        return self.filter(is_rehearsal=False)

    def polls(self) -> "SessionQuerySet":
        """The real sessions that take up people of the list; a motion votes again on somebody whom one of them did."""
        return self.real().filter(kind=VoteKind.POLL)


class VotingSession(models.Model):
    """A meeting ("hội nghị", "kỳ họp") at which ballots are cast. The numbers of people are unknown until they come.

    The counts of subjects, voters, board members and missing papers are kept by the actions that change them
    (campaigns.actions.tallies), so that pages over thousands of sessions need not count; `check_data` counts again.
    `origin`: of a motion the session whose result led to it; of a rehearsal the session that is rehearsed. Nothing of a
    rehearsal is a result. `trigger`: what led to a motion, as its papers say it, a line a paragraph. `box`: where the
    ballot box of a session that votes on screen stands. `earlier_votes`: what the minutes say of votes whose box could
    not be opened, and of counts that kept what was cast on screen, a line each. `count_version`: which count of the
    ballots stands; a reopened session has the next one.
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
    box = models.CharField(
        "hòm phiếu", max_length=10, choices=BoxState, default=BoxState.NONE, blank=True, editable=False
    )
    kind = models.CharField("loại", max_length=6, choices=VoteKind, default=VoteKind.POLL)
    counting = models.CharField("cách kiểm phiếu", max_length=10, choices=Counting, default=Counting.TOTALS)
    disclosure = models.CharField("công bố", max_length=10, choices=Disclosure, default=Disclosure.NOBODY)
    is_rehearsal = models.BooleanField("diễn tập", default=False)
    origin = models.ForeignKey(
        "self", models.PROTECT, verbose_name="từ hội nghị", null=True, blank=True, related_name="followers"
    )
    trigger = models.TextField("lý do bỏ phiếu tín nhiệm", blank=True, editable=False)
    earlier_votes = models.TextField("các lần ghi phiếu trước", blank=True, editable=False)
    count_version = models.PositiveSmallIntegerField("lần kiểm phiếu", default=1, editable=False)
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

    objects = SessionQuerySet.as_manager()

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

    @property
    def rules(self) -> Parameters:
        """The parameters under which it votes: its phase's, in the form for a motion where it is one."""
        rules = self.phase.rule_set.rules
        return rules.for_motion() if self.is_motion else rules

    @property
    def is_motion(self) -> bool:
        return self.kind == VoteKind.MOTION

    @property
    def has_screen(self) -> bool:
        """Whether ballots are cast on screen, all or some of them."""
        return self.casting != Casting.PAPER

    @property
    def has_paper(self) -> bool:
        return self.casting != Casting.SCREEN

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
