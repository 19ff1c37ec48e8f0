"""The list of people in words: what stands on its panel, its versions, and what the roster would change in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from campaigns.models import AMENDABLE, Campaign, CampaignState, ListVersion, SessionState
from campaigns.presenters.eligibility import ShownReason, reasons_of
from campaigns.queries.ballots import BallotChanges
from campaigns.queries.eligibility import Row
from campaigns.queries.lists import Difference, marks_of
from campaigns.rules.campaign_steps import CampaignFacts, campaign_obstacles
from campaigns.rules.list_digest import ListLine
from campaigns.rules.parameters import Parameters
from campaigns.rules.reasons import EXCLUSION_REASONS

# Where each obstacle to submitting is solved, and what the link says.
SOLVED_AT: dict[str, tuple[str, str, str]] = {
    "undecided": ("eligibility-list", "?question=any", "Xem các trường hợp cần quyết định"),
    "overrides_unconfirmed": ("eligibility-list", "?decision=waiting", "Xem các quyết định chờ xác nhận"),
    "nobody_voted_on": ("eligibility-list", "", "Xem kết quả xét"),
}
# What staff has to do about a session on whose ballots something changes, by its step.
UP_TO_DATE: dict[str, str] = {
    SessionState.PLANNED: "sau khi duyệt thay đổi, cập nhật phiếu theo danh sách.",
    SessionState.PREPARED: "sau khi duyệt thay đổi, lùi về bước lên kế hoạch, cập nhật phiếu, rồi chuẩn bị lại.",
}
TOO_LATE = "hội nghị đã bắt đầu, phiếu giữ nguyên; báo người chủ trì và cấp có thẩm quyền."
ENTERS, LEAVES = ("new", "Vào danh sách"), ("bad", "Ra khỏi danh sách")
MOVES, NO_CHANGE = ("changed", "Lấy phiếu ở chức vụ khác"), ("", "Danh sách không đổi")
ON_LIST, NEVER = "Được lấy phiếu", "Không có trong lần xét trước"


@dataclass(frozen=True)
class ShownObstacle:
    sentence: str
    url: str
    link: str


@dataclass(frozen=True)
class ListPanel:
    """What the campaign's page says of the list. `version`: the one that waits or is in force."""

    version: ListVersion | None
    obstacles: tuple[ShownObstacle, ...]
    is_draft: bool
    is_submitted: bool
    may_submit: bool
    may_decide: bool
    may_print: bool
    is_amendable: bool
    returned: ListVersion | None


def list_panel(
    campaign: Campaign,
    facts: CampaignFacts,
    last: ListVersion | None,
    *,
    may_submit: bool,
    may_decide: bool,
    may_print: bool,
) -> ListPanel:
    """`last` is the newest version; one that was returned is told of while the list is a draft."""
    is_draft = campaign.state == CampaignState.DRAFT
    found = campaign_obstacles(facts, CampaignState.LIST_SUBMITTED) if is_draft else ()
    return ListPanel(
        version=None if is_draft else last,
        obstacles=tuple(_shown(campaign, obstacle.code, obstacle.sentence) for obstacle in found),
        is_draft=is_draft,
        is_submitted=campaign.state == CampaignState.LIST_SUBMITTED,
        may_submit=may_submit,
        may_decide=may_decide,
        may_print=may_print,
        is_amendable=campaign.state in AMENDABLE,
        returned=last if is_draft and last is not None and last.state == ListVersion.State.RETURNED else None,
    )


def _shown(campaign: Campaign, code: str, sentence: str) -> ShownObstacle:
    name, query, link = SOLVED_AT.get(code, ("", "", ""))
    return ShownObstacle(sentence, reverse(name, args=[campaign.code]) + query if name else "", link)


@dataclass(frozen=True)
class Todo:
    """What staff has to do after a change is accepted; the link leads there."""

    link: str
    url: str
    text: str


@dataclass(frozen=True)
class PostChange:
    post: str
    before: str
    after: str
    reasons: tuple[ShownReason, ...]
    todo: tuple[Todo, ...]


@dataclass
class PersonChange:
    """Everything that would change for one official: accepted together. `mark` tells it from any other change."""

    official_id: int
    code: str
    name: str
    badges: list[tuple[str, str]] = field(default_factory=list)
    posts: list[PostChange] = field(default_factory=list)
    mark: str = ""
    is_on_the_list: bool = False


def people_changed(
    campaign: Campaign, differences: Iterable[Difference], rules: Mapping[int, Parameters]
) -> list[PersonChange]:
    """The differences by official, in the order in which each first comes up. `rules`: parameters by phase."""
    differences = list(differences)
    marks = marks_of(differences)
    people: dict[int, PersonChange] = {}
    for difference in differences:
        official = difference.appointment.official
        person = people.setdefault(official.pk, PersonChange(official.pk, official.code, official.full_name))
        person.mark = marks[official.pk]
        person.is_on_the_list |= difference.is_on_the_list
        person.posts.append(_post_change(campaign, difference, rules))
        badge = _badge(difference)
        if badge not in person.badges:
            person.badges.append(badge)
    for person in people.values():
        person.badges = _told(person.badges)
    return list(people.values())


def _told(badges: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the badges of single posts say of the person: one post for another is another venue."""
    told = [badge for badge in badges if badge != NO_CHANGE] or badges
    return [MOVES] if {ENTERS, LEAVES} <= set(told) else told


def _badge(difference: Difference) -> tuple[str, str]:
    if difference.enters:
        return ENTERS
    if difference.leaves:
        return LEAVES
    if not difference.is_on_the_list:
        return NO_CHANGE
    return ("changed", "Sửa tên, chức danh") if difference.before == difference.after else ("changed", "Thay đổi khác")


def _post_change(campaign: Campaign, difference: Difference, rules: Mapping[int, Parameters]) -> PostChange:
    before, after, written = difference.before, difference.after, difference.written
    return PostChange(
        post=str(difference.appointment),
        before=_line(written[0]) if written and before == after else _verdict(before),
        after=_line(written[1]) if written and before == after else _verdict(after, gone="Không còn trong diện xét"),
        reasons=tuple(_reasons(difference, rules)),
        todo=tuple(_todo(campaign, difference)),
    )


def _line(line: ListLine) -> str:
    return f"{line.name}, {line.title}, {line.unit}"


def _verdict(row: Row | None, gone: str = NEVER) -> str:
    if row is None:
        return gone
    if row.venue:
        return f"{ON_LIST}, nơi thứ {row.venue[1]}"
    return "Không lấy phiếu: " + "; ".join(EXCLUSION_REASONS[code].label for code in row.reasons)


def _reasons(difference: Difference, rules: Mapping[int, Parameters]) -> Iterable[ShownReason]:
    """Why: the reasons that hold now, or in words what no longer does."""
    before, after = difference.before, difference.after
    if difference.written:
        yield ShownReason("", "Họ tên, chức danh hoặc tên đơn vị đã được sửa trong danh sách cán bộ.", "")
    if after is None:
        yield ShownReason("", "Cán bộ không còn giữ chức vụ này vào ngày lấy phiếu.", "")
        return
    parameters = rules.get(after.phase_id or 0)
    yield from reasons_of((code for code in after.reasons if before is None or code not in before.reasons), parameters)
    if before is None:
        yield ShownReason("", "Chức vụ này có thêm trong danh sách cán bộ sau khi duyệt.", "")
    elif difference.enters:
        gone = "; ".join(EXCLUSION_REASONS[code].label for code in before.reasons)
        yield ShownReason("", f"Lý do không lấy phiếu trước đây không còn: {gone}.", "")
    yield from _also(before, after)


def _also(before: Row | None, after: Row) -> Iterable[ShownReason]:
    """What else differs between two verdicts."""
    if before is not None and before.decision_id != after.decision_id:
        yield ShownReason("", "Quyết định về trường hợp này đã thay đổi sau khi duyệt.", "")
    if before is not None and before.venue and after.venue and before.venue != after.venue:
        yield ShownReason("", "Thứ tự nơi lấy phiếu đã thay đổi.", "")
    if after.questions and (before is None or before.questions != after.questions):
        asked = "; ".join(EXCLUSION_REASONS[code].label for code in after.questions)
        yield ShownReason("", f"Cần quyết định từng trường hợp: {asked}. Lấy phiếu cho đến khi có quyết định khác.", "")


def _todo(campaign: Campaign, difference: Difference) -> Iterable[Todo]:
    if difference.enters:
        url = reverse("session-create", args=[campaign.code])
        yield Todo(
            "Lập hội nghị", url, f"tại {difference.appointment.unit} nếu chưa có; nếu có rồi thì cập nhật phiếu."
        )
    if not difference.leaves and not difference.written:
        return
    for code, state in difference.sessions:
        url = reverse("session-detail", args=[campaign.code, code])
        yield Todo(f"Hội nghị {code}", url, UP_TO_DATE.get(state, TOO_LATE))


def ballots_question(name: str, changes: BallotChanges) -> str:
    """What bringing the ballots up to date would do, before somebody does it."""
    kinds = (("thêm", changes.added), ("bỏ", changes.removed), ("ghi lại tên, chức danh của", changes.changed))
    said = [f"{verb} {', '.join(people)}" for verb, people in kinds if people]
    if not said:
        return f"Phiếu của {name} đã khớp với danh sách, không có gì để cập nhật."
    return f"Phiếu của {name} sẽ theo danh sách đã duyệt: {'; '.join(said)}."


@dataclass(frozen=True)
class RecordedChange:
    """A line of an amendment as it was accepted."""

    official: str
    code: str
    post: str
    before: str
    after: str


def recorded_changes(version: ListVersion) -> list[RecordedChange]:
    return [
        RecordedChange(
            change["official"],
            change.get("code", ""),
            change["post"],
            change["written"][0] if "written" in change else _codes_in_words(change["before"]),
            change["written"][1] if "written" in change else _codes_in_words(change["after"]),
        )
        for change in version.changes
    ]


def _codes_in_words(codes: list[str] | None) -> str:
    if codes is None:
        return "Không có"
    if not codes:
        return ON_LIST
    return "Không lấy phiếu: " + "; ".join(EXCLUSION_REASONS[code].label for code in codes)
