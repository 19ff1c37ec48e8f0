"""What the lists of this app can be narrowed by."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q

from campaigns.models import Decision, Eligibility, PhaseKind, Voter, VotingSession
from campaigns.presenters.voters import NONE, NONE_LABEL
from campaigns.queries.cockpit import Lateness, at_stages
from campaigns.rules.lateness import WORDS
from campaigns.rules.parameters import Parameters, Stance
from campaigns.rules.reasons import EXCLUSION_REASONS
from campaigns.rules.stages import STAGES, Stage
from campaigns.rules.voter_roll import why_labels
from officials.filters import SearchFilter, TitleFilter, UnitFilter, WordsFilter, units_matching
from officials.models import Appointment, Official, Regime

EXAMPLE = "ví dụ: nguyen van an"

VERDICTS = [("yes", "Được lấy phiếu"), ("no", "Không lấy phiếu")]
REASONS = [(code, reason.label) for code, reason in EXCLUSION_REASONS.items()]
QUESTIONS = [("any", "Bất kỳ"), *REASONS]
DECISIONS = [
    ("override", "Khác quy định, đã xác nhận"),
    ("waiting", "Khác quy định, chờ xác nhận"),
    ("answer", "Trường hợp đã quyết định"),
]
DECISION_KINDS = {
    "override": Q(kind=Decision.Kind.OVERRIDE, confirmed_at__isnull=False),
    "waiting": Q(kind=Decision.Kind.OVERRIDE, confirmed_at__isnull=True),
    "answer": Q(kind=Decision.Kind.ANSWER),
}

VENUE_MARKS = [("over", "Vượt số nơi"), ("chosen", "Đã chọn khác đề xuất")]


class VenueFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Of the rows of campaigns.queries.venues.with_several_venues."""

    q = WordsFilter("search_key", label="Họ tên hoặc mã", placeholder=EXAMPLE)
    unit = UnitFilter(method="by_unit")
    mark = django_filters.ChoiceFilter(label="Chỉ xem", choices=VENUE_MARKS, empty_label="Tất cả", method="by_mark")

    class Meta:
        model = Official
        fields = ()

    def by_unit(self, rows: Any, _name: str, text: str) -> Any:
        held = Appointment.objects.current().filter(unit__in=units_matching(text))
        return rows.filter(pk__in=held.values("official"))

    def by_mark(self, rows: Any, _name: str, mark: str) -> Any:
        return rows.filter(is_over=True) if mark == "over" else rows.filter(is_chosen=True)


class EligibilityFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = WordsFilter("appointment__official__search_key", label="Họ tên hoặc mã", placeholder=EXAMPLE)
    unit = UnitFilter("appointment__unit")
    title = TitleFilter("appointment__title")
    verdict = django_filters.ChoiceFilter(label="Kết quả", choices=VERDICTS, empty_label="Tất cả", method="by_verdict")
    reason = django_filters.ChoiceFilter(label="Lý do", choices=REASONS, empty_label="Tất cả", method="by_reason")
    regime = django_filters.ChoiceFilter(
        label="Nhóm chức danh", choices=Regime.choices, empty_label="Tất cả", field_name="appointment__title__regime"
    )

    question = django_filters.ChoiceFilter(
        label="Cần quyết định", choices=QUESTIONS, empty_label="Không lọc", method="by_question"
    )
    decision = django_filters.ChoiceFilter(
        label="Có quyết định riêng", choices=DECISIONS, empty_label="Không lọc", method="by_decision"
    )

    class Meta:
        model = Eligibility
        fields = ()

    def __init__(self, *args: Any, rules: Iterable[Parameters], **kwargs: Any) -> None:
        """Only what one of the rule sets leaves to people can be asked for."""
        super().__init__(*args, **kwargs)
        asked = {case.reason for parameters in rules for case in parameters.exclusions if case.stance is Stance.ASK}
        choices = [(code, label) for code, label in QUESTIONS if code in asked | {"any"}]
        self.filters["question"].extra["choices"] = choices

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered at all."""
        return not self.form.is_valid() or any(self.form.cleaned_data.values())

    def by_verdict(self, rows: Any, _name: str, verdict: str) -> Any:
        return rows.filter(is_subject=verdict == "yes")

    def by_reason(self, rows: Any, _name: str, reason: str) -> Any:
        return rows.filter(reasons__contains=[reason])

    def by_question(self, rows: Any, _name: str, question: str) -> Any:
        asked = rows.exclude(questions=[])
        return asked if question == "any" else asked.filter(questions__contains=[question])

    def by_decision(self, rows: Any, _name: str, kind: str) -> Any:
        found = Decision.objects.filter(campaign=OuterRef("campaign"), appointment=OuterRef("appointment"))
        return rows.filter(Exists(found.filter(DECISION_KINDS[kind], withdrawn_at__isnull=True)))


class CockpitFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`lateness` says what is late today."""

    q = WordsFilter("search_key", label="Tên hoặc mã hội nghị", placeholder="ví dụ: so noi vu")
    stage = django_filters.ChoiceFilter(
        label="Bước", choices=[(str(stage), rule.label) for stage, rule in STAGES.items()], method="by_stage"
    )
    phase = django_filters.ChoiceFilter(label="Giai đoạn", choices=PhaseKind.choices, field_name="phase__kind")
    unit = SearchFilter(label="Mã đơn vị cấp trên", method="by_superior", placeholder="ví dụ: UBND")
    late = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[("yes", "Muộn"), *((code, words.label) for code, words in WORDS.items())],
        method="by_lateness",
    )

    class Meta:
        model = VotingSession
        fields = ()

    def __init__(self, *args: Any, lateness: Lateness, **kwargs: Any) -> None:
        self.lateness = lateness
        super().__init__(*args, **kwargs)
        for name in ("stage", "phase", "late"):
            self.filters[name].extra["empty_label"] = "Tất cả"

    def by_stage(self, rows: Any, _name: str, stage: str) -> Any:
        return rows.filter(at_stages([Stage(stage)]))

    def by_superior(self, rows: Any, _name: str, code: str) -> Any:
        return rows.filter(Q(unit__parent__code__iexact=code) | Q(unit__parent=None, unit__code__iexact=code))

    def by_lateness(self, rows: Any, _name: str, code: str) -> Any:
        return rows.filter(self.lateness.condition("" if code == "yes" else code))


class VoterFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A roll by words of name, title or unit, and by the rule that puts people there."""

    q = WordsFilter("search_key", label="Họ tên, chức vụ, đơn vị", placeholder=EXAMPLE)
    why = django_filters.ChoiceFilter(label="Căn cứ", empty_label="Tất cả", method="by_why")

    class Meta:
        model = Voter
        fields = ()

    def __init__(self, *args: Any, rules: Parameters, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["why"].extra["choices"] = [*why_labels(rules).items(), (NONE, NONE_LABEL)]

    def by_why(self, rows: Any, _name: str, why: str) -> Any:
        return rows.filter(why=[]) if why == NONE else rows.filter(why__contains=[why])
