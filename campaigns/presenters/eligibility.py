"""Verdicts and decisions in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from campaigns.models import Campaign, Decision, Eligibility, Phase
from campaigns.permissions import may_for_organiser
from campaigns.queries.eligibility import Totals
from campaigns.rules.campaign_steps import decision_obstacle
from campaigns.rules.obstacles import Obstacle
from campaigns.rules.parameters import Parameters
from campaigns.rules.reasons import EXCLUSION_REASONS, citation_of
from config.accounts.permissions import Permission
from config.templatetags.site import vn_datetime
from config.vietnamese import decimal_comma, short_date

VOTED_ON, LEFT_OUT = "Được lấy phiếu", "Không lấy phiếu"
NOT_YOURS = "Đồng chí chỉ xem; cán bộ tổ chức của đợt quyết định các trường hợp này."
NOT_YOUR_CAMPAIGN = (
    "Đồng chí chỉ xem: quyết định từng trường hợp cần quyền đối với cơ quan tổ chức đợt này. Báo cho cơ quan đó."
)
NOT_TAKEN_UP = "Danh sách đã duyệt chưa theo quyết định này; chấp nhận ở phần thay đổi của danh sách."


@dataclass(frozen=True)
class ShownReason:
    label: str
    sentence: str
    citation: str


@dataclass(frozen=True)
class ShownDecision:
    """A decision with its document and its people. `note` says why it does not show in the verdict."""

    pk: int
    kind: str
    result: str
    is_waiting: bool
    is_withdrawn: bool
    document: str
    reason: str
    people: tuple[str, ...]
    note: str = ""

    @property
    def state(self) -> tuple[str, str]:
        """(kind of badge, words)."""
        if self.is_withdrawn:
            return "", "Đã rút"
        return ("warn", "Chờ xác nhận") if self.is_waiting else ("current", "Đang có hiệu lực")


@dataclass(frozen=True)
class ShownVerdict:
    """`ruled` is what the rules alone would say, where a decision stands in their place."""

    is_subject: bool
    reasons: list[ShownReason]
    questions: list[ShownReason]
    ruled: str
    decision: ShownDecision | None

    @property
    def words(self) -> str:
        return VOTED_ON if self.is_subject else LEFT_OUT


def reasons_of(codes: Iterable[str], parameters: Parameters | None) -> list[ShownReason]:
    """The reasons in words, each with where it stands in the rule set of the phase."""
    found = ((code, EXCLUSION_REASONS[code]) for code in codes)
    return [ShownReason(reason.label, reason.sentence, citation_of(code, parameters)) for code, reason in found]


def shown_decision(decision: Decision, note: str = "") -> ShownDecision:
    """The decision in words; its people are loaded with it."""
    people = [f"{name_of(decision.proposed_by)} ghi lúc {vn_datetime(decision.proposed_at)}"]
    if decision.confirmed_at is not None:
        people.append(f"{name_of(decision.confirmed_by)} xác nhận lúc {vn_datetime(decision.confirmed_at)}")
    if decision.withdrawn_at is not None:
        people.append(f"rút lúc {vn_datetime(decision.withdrawn_at)}")
    return ShownDecision(
        pk=decision.pk,
        kind=decision.get_kind_display(),
        result="Lấy phiếu" if decision.is_subject else LEFT_OUT,
        is_waiting=decision.withdrawn_at is None and not decision.is_in_force,
        is_withdrawn=decision.withdrawn_at is not None,
        document=document_of(decision),
        reason=decision.reason,
        people=tuple(people),
        note=note,
    )


def name_of(user: Any) -> str:
    return "Dòng lệnh" if user is None else str(user.get_full_name())


def document_of(decision: Decision) -> str:
    """ "Văn bản số 15-QĐ/TU ngày 05/02/2028 của Ban Thường vụ Tỉnh ủy"; an answer has none."""
    if not decision.document_number:
        return ""
    day = short_date(decision.document_date)
    return f"Văn bản số {decision.document_number} ngày {day} của {decision.authority}"


def decision_on(row: Eligibility) -> Decision | None:
    """The live decision of a row of campaigns.queries.eligibility.with_posts."""
    live: list[Decision] = row.appointment.live_decisions  # type: ignore[attr-defined]
    return live[0] if live else None


def shown_verdict(row: Eligibility, parameters: Parameters | None, decision: Decision | None) -> ShownVerdict:
    """A verdict in words, with the live decision on the appointment if there is one."""
    is_taken_up = decision is not None and decision.pk == row.decision_id
    note = NOT_TAKEN_UP if decision is not None and decision.is_in_force and not is_taken_up else ""
    return ShownVerdict(
        is_subject=row.is_subject,
        reasons=reasons_of(row.reasons, parameters),
        questions=reasons_of(row.questions, parameters),
        ruled=ruled_words(row) if is_taken_up else "",
        decision=shown_decision(decision, note) if decision is not None else None,
    )


def ruled_words(row: Eligibility) -> str:
    """What the rules alone say of the holding, apart from the number of venues."""
    if not row.ruled:
        return VOTED_ON
    return f"{LEFT_OUT} ({'; '.join(EXCLUSION_REASONS[code].label for code in row.ruled)})"


@dataclass(frozen=True)
class CountLine:
    """A reason or a question that occurs, with a link to its rows."""

    label: str
    number: int
    url: str


@dataclass(frozen=True)
class Share:
    """A phase as a bar: the parts' starts and widths in percent, and what they stand for."""

    label: str
    url: str
    number: int
    parts: tuple[tuple[str, str, int, str, str], ...]

    @property
    def words(self) -> str:
        return ", ".join(f"{label.lower()} {decimal_comma(number)}" for _css, label, number, _x, _width in self.parts)


PARTS = (("share-in", VOTED_ON), ("share-asked", "Tạm tính lấy phiếu, cần quyết định"), ("share-out", LEFT_OUT))


def count_links(campaign: Campaign, name: str, counts: Mapping[str, int]) -> list[CountLine]:
    """Lines in the order of the table of reasons; `name` is the filter that finds the rows."""
    return [
        CountLine(reason.label, counts[code], _rows(campaign, name, code))
        for code, reason in EXCLUSION_REASONS.items()
        if counts.get(code)
    ]


def shares_of(campaign: Campaign, phases: Sequence[Phase], totals: Totals) -> list[Share]:
    """The phases in their order, then what lies outside them."""
    lines: list[tuple[Any, str, str]] = [
        (phase.pk, str(phase), _rows(campaign, "regime", phase.regimes[0]) if len(phase.regimes) == 1 else "")
        for phase in phases
    ]
    lines.append((None, "Ngoài các giai đoạn của đợt", _rows(campaign, "reason", "outside_campaign")))
    return [_share(label, url, totals.phases[key]) for key, label, url in lines if key in totals.phases]


def _share(label: str, url: str, numbers: tuple[int, int, int]) -> Share:
    whole = sum(numbers)
    parts, before = [], 0
    for (css, words), number in zip(PARTS, numbers, strict=True):
        parts.append((css, words, number, f"{100 * before / whole:.2f}%", f"{100 * number / whole:.2f}%"))
        before += number
    return Share(label, url, whole, tuple(parts))


def _rows(campaign: Campaign, name: str, value: str) -> str:
    return f"{reverse('eligibility-list', args=[campaign.code])}?{urlencode({name: value})}"


def deciding_obstacle(campaign: Campaign) -> Obstacle | None:
    """Why nothing can be decided on single cases now."""
    return decision_obstacle(campaign.state, is_evaluated=campaign.evaluated_at is not None)


def deciding_note(user: Any, campaign: Campaign) -> str:
    """Why this user cannot decide here, in a sentence; empty where they can."""
    if not user.has_perm(Permission.EDIT_CAMPAIGNS):
        return NOT_YOURS
    if not may_for_organiser(user, Permission.EDIT_CAMPAIGNS, campaign.organiser):
        return NOT_YOUR_CAMPAIGN
    obstacle = deciding_obstacle(campaign)
    return obstacle.sentence if obstacle is not None else ""


def decided_sentence(decided: int, chosen: int, *, is_subject: bool) -> str:
    """What came of deciding many cases: how many, and how many of those chosen had no open question."""
    result = "lấy phiếu" if is_subject else "không lấy phiếu"
    passed = chosen - decided
    rest = f" {decimal_comma(passed)} dòng đã chọn không chờ quyết định nên giữ nguyên." if passed > 0 else ""
    return f"Đã quyết định {decimal_comma(decided)} chức vụ: {result}.{rest}"


def count_lines(total: int, subjects: int, reasons: Mapping[str, int]) -> list[str]:
    """The counts of an evaluation, a line each, for the command line."""
    lines = [
        f"chức vụ đã xét: {total}",
        f"được lấy phiếu: {subjects}",
        f"không lấy phiếu: {total - subjects}",
    ]
    lines += [
        f"  {reason.label[0].lower()}{reason.label[1:]} ({code}): {reasons[code]}"
        for code, reason in EXCLUSION_REASONS.items()
        if reasons.get(code)
    ]
    return lines


def change_sentence(created: int, changed: int, deleted: int) -> str:
    """What an evaluation changed."""
    if not created + changed + deleted:
        return "Không có gì thay đổi so với lần xét trước."
    return (
        f"Đã lưu: {decimal_comma(created)} kết quả mới, {decimal_comma(changed)} thay đổi, "
        f"{decimal_comma(deleted)} không còn."
    )
