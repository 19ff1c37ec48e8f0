"""Who exists: organisation units, titles, officials, their appointments, and where users have their roles."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from config.accounts.permissions import Role
from config.vietnamese import search_key, sort_key, tidy, tidy_name


class UnitKind(models.TextChoices):
    NATIONAL_ASSEMBLY = "national_assembly", "Quốc hội"
    PARTY_COMMITTEE = "party_committee", "Cấp ủy"
    PEOPLES_COUNCIL = "peoples_council", "Hội đồng nhân dân"
    PEOPLES_COMMITTEE = "peoples_committee", "Ủy ban nhân dân"
    DEPARTMENT = "department", "Cơ quan chuyên môn"
    FRONT = "front", "Mặt trận, tổ chức chính trị - xã hội"
    PUBLIC_SERVICE = "public_service", "Đơn vị sự nghiệp"
    ENTERPRISE = "enterprise", "Doanh nghiệp"


class Tier(models.TextChoices):
    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện (đến 30/6/2025)"
    COMMUNE = "commune", "Cấp xã"


class Letterhead(models.TextChoices):
    PARTY = "party", "Thể thức văn bản của Đảng"
    STATE = "state", "Thể thức văn bản hành chính"


class Regime(models.TextChoices):
    """Which body of rules a title is voted on under."""

    STATE = "state", "HĐND bầu, phê chuẩn"
    PARTY = "party", "Lãnh đạo cấp ủy"
    OTHER = "other", "Chức danh khác"


class BallotGroup(models.TextChoices):
    """Titles that share a ballot ("khối")."""

    PARTY = "party", "Khối cấp ủy"
    COUNCIL = "council", "Khối HĐND"
    COMMITTEE = "committee", "Khối UBND"
    AGENCY = "agency", "Khối cơ quan, đơn vị"


class Means(models.TextChoices):
    APPOINTED = "appointed", "bổ nhiệm"
    ELECTED = "elected", "bầu"
    APPROVED = "approved", "phê chuẩn"
    REAPPOINTED = "reappointed", "bổ nhiệm lại"
    ACTING = "acting", "giao quyền, phụ trách"


class UnitQuerySet(TreeQuerySet["OrganisationUnit"]):  # type: ignore[misc]
    def subtree_ids(self, root_id: int) -> list[int]:
        """The ids of a unit and of everything below it."""
        return list(self.descendants(root_id, include_self=True).values_list("pk", flat=True))

    def closed_on(self, day: date) -> "UnitQuerySet":
        found: UnitQuerySet = self.filter(valid_until__lt=day)
        return found


class OrganisationUnit(TreeNode):  # type: ignore[misc]
    """An organisation, agency or unit of the political system, in the tree of who stands above whom."""

    code = models.CharField("mã", max_length=30, unique=True, error_messages={"unique": "Mã đơn vị này đã có."})
    name = models.CharField("tên tổ chức, cơ quan, đơn vị", max_length=200)
    search_key = models.CharField(max_length=240, editable=False)
    kind = models.CharField("loại", max_length=20, choices=UnitKind)
    tier = models.CharField("cấp", max_length=10, choices=Tier)
    letterhead = models.CharField("thể thức văn bản", max_length=10, choices=Letterhead)
    place = models.CharField("địa danh trên văn bản", max_length=80, blank=True, help_text="Ví dụ: Minh Hòa")
    position = models.PositiveIntegerField("thứ tự", default=0)
    valid_from = models.DateField("thành lập từ", null=True, blank=True)
    valid_until = models.DateField(
        "hoạt động đến hết", null=True, blank=True, help_text="Đơn vị đã kết thúc vẫn được giữ để tra cứu."
    )

    objects = UnitQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering: ClassVar[list[str]] = ["position", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="unit_ends_after_it_starts",
                violation_error_message="Ngày kết thúc phải sau ngày thành lập.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seat(self) -> str:
        """The place that its papers are dated at: its own, or that of the unit above, which is then looked up."""
        return self.place or (self.parent.place if self.parent else "")

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.code, self.name = tidy(self.code), tidy(self.name)

    def derive_keys(self) -> None:
        self.search_key = search_key(f"{self.code} {self.name}")[:240]


class Title(models.Model):
    """A title as it exists in one kind of unit. `rank` is its order by office, 1 the highest."""

    name = models.CharField("tên chức danh", max_length=150)
    unit_kind = models.CharField("loại đơn vị", max_length=20, choices=UnitKind)
    regime = models.CharField("quy định áp dụng", max_length=10, choices=Regime)
    is_leadership = models.BooleanField("lãnh đạo, quản lý")
    rank = models.PositiveSmallIntegerField("thứ tự", default=1)
    ballot_group = models.CharField("khối", max_length=10, choices=BallotGroup)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "chức danh"
        verbose_name_plural = "chức danh"
        ordering: ClassVar[list[str]] = ["unit_kind", "rank", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["name", "unit_kind"],
                name="title_once_per_kind",
                violation_error_message="Loại đơn vị này đã có chức danh đó.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Sex(models.TextChoices):
    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


class OfficialQuerySet(models.QuerySet["Official"]):
    def search(self, text: str) -> "OfficialQuerySet":
        """Officials whose name or code holds every word of `text`; diacritics and case do not matter."""
        found = self
        for word in search_key(text).split():
            found = found.filter(search_key__contains=word)
        return found

    def by_given_name(self) -> "OfficialQuerySet":
        return self.order_by("sort_key", "code")


class Official(models.Model):
    """A person who holds or held posts. Of a birth known by its year alone, `born_on` is empty."""

    code = models.CharField("mã cán bộ", max_length=30, unique=True, error_messages={"unique": "Mã cán bộ này đã có."})
    full_name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    search_key = models.CharField(max_length=200, editable=False)
    sex = models.CharField("giới tính", max_length=6, choices=Sex, blank=True)
    born_on = models.DateField("ngày sinh", null=True, blank=True)
    born_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    retirement_notice_on = models.DateField("ngày thông báo nghỉ hưu", null=True, blank=True)
    illness_from = models.DateField("nghỉ ốm từ ngày", null=True, blank=True)
    history = HistoricalRecords()

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = "cán bộ"
        verbose_name_plural = "cán bộ"
        ordering: ClassVar[list[str]] = ["sort_key", "code"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["sort_key", "code"], name="official_by_name")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        super().clean()
        self.code, self.full_name = tidy(self.code), tidy_name(self.full_name)

    def derive_keys(self) -> None:
        """Set the stored columns that sorting and searching use."""
        self.sort_key = sort_key(self.full_name)[:200]
        self.search_key = search_key(f"{self.full_name} {self.code}")[:200]
        if self.born_on is not None:
            self.born_year = self.born_on.year


class Portrait(models.Model):
    """An official's photo: a small JPEG of our own making (actions/portraits.py). Without history: who takes a photo
    out wants it gone."""

    official = models.OneToOneField(Official, models.CASCADE, verbose_name="cán bộ", related_name="portrait")
    content = models.BinaryField("ảnh")

    class Meta:
        verbose_name = "ảnh cán bộ"
        verbose_name_plural = "ảnh cán bộ"

    def __str__(self) -> str:
        return f"Ảnh của {self.official}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self) -> "AppointmentQuerySet":
        return self.filter(ended_on__isnull=True)

    def in_units(self, units: Iterable[int]) -> "AppointmentQuerySet":
        return self.filter(unit__in=units)


class Appointment(models.Model):
    """An official holding a title at a unit, from a day on, until a day or still. `position` is the order of an
    official's posts in the roster, 1 the first."""

    official = models.ForeignKey(Official, models.PROTECT, verbose_name="cán bộ", related_name="appointments")
    title = models.ForeignKey(Title, models.PROTECT, verbose_name="chức danh", related_name="appointments")
    unit = models.ForeignKey(OrganisationUnit, models.PROTECT, verbose_name="đơn vị", related_name="appointments")
    means = models.CharField("hình thức", max_length=12, choices=Means)
    started_on = models.DateField("giữ chức vụ từ")
    ended_on = models.DateField("thôi giữ từ", null=True, blank=True)
    decision = models.CharField("số quyết định", max_length=80, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    history = HistoricalRecords()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "việc giữ chức vụ"
        verbose_name_plural = "việc giữ chức vụ"
        ordering: ClassVar[list[str]] = ["official_id", "position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["official", "title", "unit"],
                condition=Q(ended_on__isnull=True),
                name="one_current_appointment",
                violation_error_message="Cán bộ đang giữ chức vụ này ở đơn vị này rồi.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="appointment_ends_after_it_starts",
                violation_error_message="Ngày thôi giữ chức vụ phải sau ngày giữ chức vụ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"


class Seat(models.TextChoices):
    """A place in a body, held beside or without a post, that makes somebody a voter."""

    EXECUTIVE_MEMBER = "executive_member", "Ủy viên Ban Chấp hành"
    DEPUTY = "deputy", "Đại biểu"
    DIVISION_HEAD = "division_head", "Trưởng phòng, đơn vị trực thuộc"
    MASS_ORGANISATION_HEAD = "mass_organisation_head", "Người đứng đầu tổ chức đoàn thể"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def held_on(self, day: date) -> "MembershipQuerySet":
        """Seats held on the day; a seat ends on the day that it is no longer held."""
        return self.filter(Q(started_on__isnull=True) | Q(started_on__lte=day)).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        )


class Membership(models.Model):
    """An official's seat in a body of a unit: the executive committee, the council, the heads of its divisions."""

    official = models.ForeignKey(Official, models.PROTECT, verbose_name="cán bộ", related_name="memberships")
    unit = models.ForeignKey(OrganisationUnit, models.PROTECT, verbose_name="đơn vị", related_name="memberships")
    seat = models.CharField("tư cách", max_length=25, choices=Seat)
    started_on = models.DateField("từ ngày", null=True, blank=True)
    ended_on = models.DateField("thôi từ ngày", null=True, blank=True)
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên tập thể"
        verbose_name_plural = "thành viên tập thể"
        ordering: ClassVar[list[str]] = ["unit_id", "official__sort_key", "official__code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["official", "unit", "seat"],
                condition=Q(ended_on__isnull=True),
                name="one_current_seat",
                violation_error_message="Cán bộ đang có tư cách này ở đơn vị này rồi.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="Ngày thôi phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_seat_display()}, {self.unit}"


class Assignment(models.Model):
    """A user's role within a unit's subtree; without a unit, everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="tài khoản", related_name="assignments"
    )
    role = models.CharField("vai trò", max_length=12, choices=Role)
    unit = models.ForeignKey(
        OrganisationUnit,
        models.CASCADE,
        verbose_name="phạm vi",
        null=True,
        blank=True,
        help_text="Gồm cả các đơn vị trực thuộc; để trống là toàn bộ.",
    )

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                nulls_distinct=False,
                name="assignment_once",
                violation_error_message="Tài khoản đã có vai trò này trong phạm vi này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
