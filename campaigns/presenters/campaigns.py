"""A campaign as its pages show it: steps, what comes next, counts that lead to their rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from campaigns.models import Campaign, CampaignState, Phase, PhaseKind, SessionState
from campaigns.rules.campaign_steps import CAMPAIGN_STEPS_BACK, CampaignFacts, campaign_obstacles
from campaigns.rules.reasons import EXCLUSION_REASONS, citation_of

STEP_LABELS = {
    CampaignState.DRAFT: "Xét đối tượng",
    CampaignState.LIST_SUBMITTED: "Trình danh sách",
    CampaignState.LIST_APPROVED: "Duyệt danh sách",
    CampaignState.SCHEDULED: "Xếp lịch",
    CampaignState.IN_PROGRESS: "Tiến hành",
    CampaignState.COMPLETED: "Hoàn thành",
    CampaignState.ARCHIVED: "Lưu trữ",
}
MOVES = {
    CampaignState.SCHEDULED: "Chốt lịch hội nghị",
    CampaignState.COMPLETED: "Kết thúc đợt",
    CampaignState.ARCHIVED: "Đưa vào lưu trữ",
}
BACK_MOVES = {
    CampaignState.DRAFT: "Đưa về bước xét đối tượng",
    CampaignState.IN_PROGRESS: "Mở lại đợt",
}
NEXT = {
    CampaignState.DRAFT: "Xét đối tượng từ danh sách cán bộ, quyết định các trường hợp cần xét, rồi trình danh sách.",
    CampaignState.LIST_SUBMITTED: "Danh sách đang chờ lãnh đạo duyệt. Trong lúc chờ, danh sách không đổi.",
    CampaignState.LIST_APPROVED: "Các đơn vị có người được lấy phiếu đã có hội nghị. Xem lại lịch, rồi chốt lịch.",
    CampaignState.SCHEDULED: "Chuẩn bị từng hội nghị; đợt chuyển sang tiến hành khi hội nghị đầu tiên điểm danh.",
    CampaignState.IN_PROGRESS: "Tiến hành các hội nghị và nhập kết quả kiểm phiếu.",
    CampaignState.COMPLETED: "Đợt đã hoàn thành. Xuất kết quả, rồi đưa vào lưu trữ.",
    CampaignState.ARCHIVED: "Đợt đã lưu trữ, chỉ xem.",
}


@dataclass(frozen=True)
class Move:
    """A button that takes the campaign to another state; `obstacles` are the sentences that disable it."""

    target: str
    label: str
    obstacles: tuple[str, ...]
    needs_reason: bool


@dataclass(frozen=True)
class ReasonLine:
    code: str
    label: str
    sentence: str
    citations: tuple[str, ...]
    number: int
    url: str


@dataclass(frozen=True)
class PhaseLine:
    """A phase with the number of its sessions in each state."""

    phase: Phase
    states: list[tuple[str, str, int]] = field(default_factory=list)


def steps_of(campaign: Campaign) -> list[dict[str, str]]:
    """The row of steps of the campaign's page."""
    states = list(CampaignState)
    here = states.index(CampaignState(campaign.state))
    done_with = campaign.state == CampaignState.ARCHIVED
    return [
        {
            "label": STEP_LABELS[state],
            "state": "done" if place < here or done_with else "current" if place == here else "todo",
        }
        for place, state in enumerate(states)
    ]


def next_words(facts: CampaignFacts, *, may_decide: bool, is_returned: bool) -> str:
    """What comes next, for somebody who may decide on the list or not; `is_returned`: the leaders sent it back."""
    if facts.state == CampaignState.LIST_SUBMITTED and may_decide:
        return "Danh sách đang chờ đồng chí duyệt. Xem phụ lục ở phần “Danh sách” dưới đây, rồi duyệt hoặc trả lại."
    if facts.state == CampaignState.LIST_APPROVED and facts.waiting:
        return f"Lập hội nghị cho {facts.waiting} đơn vị có người được lấy phiếu mà chưa có hội nghị, rồi chốt lịch."
    if facts.state != CampaignState.DRAFT or not facts.is_evaluated:
        return NEXT[CampaignState(facts.state)]
    if campaign_obstacles(facts, CampaignState.LIST_SUBMITTED):
        return "Giải quyết các điểm nêu ở phần “Danh sách” dưới đây, rồi trình danh sách."
    if is_returned:
        return "Danh sách đã bị trả lại. Sửa theo ý kiến ở phần “Danh sách” dưới đây, rồi trình lại."
    return "Đã xét xong, không còn trường hợp nào chờ quyết định. Xem lại danh sách, rồi trình lãnh đạo duyệt."


def moves_of(facts: CampaignFacts) -> list[Move]:
    """The buttons for the states that can follow, each with what stands in its way. A list that waits is approved,
    returned or taken back at the list itself."""
    if facts.state == CampaignState.LIST_SUBMITTED:
        return []
    back = CAMPAIGN_STEPS_BACK.get(facts.state, ())
    found = []
    for target, label in {**MOVES, **BACK_MOVES}.items():
        obstacles = campaign_obstacles(facts, target)
        if any(obstacle.code == "no_such_campaign_step" for obstacle in obstacles):
            continue
        if target == CampaignState.IN_PROGRESS and target not in back:
            continue  # a campaign gets under way by its first session, not by a button
        found.append(Move(target, label, tuple(o.sentence for o in obstacles), target in back))
    return found


def reason_lines(campaign: Campaign, counts: Counter[str], phases: Iterable[Phase]) -> list[ReasonLine]:
    """The reasons that occur, with the numbers of appointments and links to them."""
    rules = [phase.rule_set.rules for phase in phases]
    page = reverse("eligibility-list", args=[campaign.code])
    return [
        ReasonLine(
            code,
            reason.label,
            reason.sentence,
            tuple(dict.fromkeys(filter(None, (citation_of(code, parameters) for parameters in rules)))),
            counts[code],
            f"{page}?{urlencode({'reason': code})}",
        )
        for code, reason in EXCLUSION_REASONS.items()
        if counts[code]
    ]


def phase_lines(phases: Sequence[Phase], states: dict[int, Counter[str]]) -> list[PhaseLine]:
    return [
        PhaseLine(
            phase,
            [
                (state, label, states[phase.pk][state])
                for state, label in SessionState.choices
                if states[phase.pk][state]
            ]
            if phase.pk in states
            else [],
        )
        for phase in phases
    ]


def legal_order(campaign: Campaign) -> list[dict[str, str]]:
    """The phases in their order, with what the text adds and where it stands."""
    return [
        {
            "phase": str(phase),
            "note": "sau sơ kết 6 tháng đầu năm" if phase.kind == PhaseKind.OTHER else "",
            "citation": phase.rule_set.rules.citations["timing"],
        }
        for phase in campaign.phases.select_related("rule_set").order_by("position")
    ]
