"""A session's roll as data for its page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from campaigns.actions.roll_import import RollPlan
from campaigns.models import SessionState, Voter, VotingSession
from campaigns.presenters.rule_sets import PLACES
from campaigns.rules.parameters import Parameters, VoterRule
from campaigns.rules.voter_roll import Renewal, why_labels
from config.accounts.permissions import Permission
from officials.models import BallotGroup

SOURCES = {"appointment": "theo chức vụ đang giữ", "membership": "theo tư cách thành viên ghi ở trang của đơn vị"}
NONE = "none"
NONE_LABEL = "Thêm bằng tay hoặc từ tệp"


@dataclass(frozen=True)
class ReasonCount:
    label: str
    count: int
    query: str


@dataclass(frozen=True)
class ChangeLine:
    """One person whom working the roll out again would touch."""

    kind: str
    verb: str
    name: str
    why: str


def why_words(codes: Iterable[str], parameters: Parameters) -> str:
    labels = why_labels(parameters)
    return "; ".join(labels.get(code, code) for code in codes)


def reason_counts(session: VotingSession) -> list[ReasonCount]:
    """How many of those on the roll each rule puts there; a person counts under every one. One query."""
    parameters = session.rules
    counts: Counter[str] = Counter()
    for why in session.voters.filter(is_removed=False).order_by().values_list("why", flat=True):
        counts.update(why or [NONE])
    labels = {**why_labels(parameters), NONE: NONE_LABEL}
    return [
        ReasonCount(labels.get(code, code), counts[code], urlencode({"why": code}))
        for code in [*labels, *sorted(counts.keys() - labels.keys())]
        if counts[code]
    ]


@dataclass(frozen=True)
class Composition:
    """Who votes on the titles of one group, as the rule set has it; no lines where it says nothing about the group."""

    group: str
    lines: tuple[str, ...]


def compositions(session: VotingSession) -> list[Composition]:
    """For each group on the session's ballots, who qualifies: one query."""
    on_ballots = session.subjects().order_by().values_list("appointments__title__ballot_group", flat=True)
    found, rules = set(on_ballots.distinct()), session.rules.voter_rules
    return [
        Composition(str(label), tuple(_line(rule) for rule in rules.get(group, ())))
        for group, label in BallotGroup.choices
        if group in found
    ]


def _line(rule: VoterRule) -> str:
    return f"{rule.label}{PLACES[rule.at]} ({SOURCES[rule.source]})"


def may_change_roll(session: VotingSession, user: Any) -> bool:
    return session.state == SessionState.PLANNED and user.has_perm(Permission.EDIT_CAMPAIGNS, session.unit)


def change_lines(found: Renewal, parameters: Parameters) -> list[ChangeLine]:
    """Everybody whom the renewal touches, those who come first."""
    return [
        *(ChangeLine("new", "Thêm vào", entry.person.name, why_words(entry.why, parameters)) for entry in found.added),
        *(
            ChangeLine("warning", "Đưa ra", old.name, f"Không còn: {why_words(old.why, parameters)}")
            for old in found.dropped
        ),
        *(
            ChangeLine("changed", "Đổi", new.person.name, _change(old.why, new.why, parameters, new.title))
            for old, new in found.changed
        ),
        *(
            ChangeLine("changed", "Giữ lại", old.name, f"Sửa tay; không còn: {why_words(old.why, parameters)}")
            for old in found.no_longer
        ),
    ]


def _change(old: tuple[str, ...], new: tuple[str, ...], parameters: Parameters, title: str) -> str:
    if old == new:
        return f"Chức danh ghi lại: {title}"
    return f"{why_words(old, parameters) or NONE_LABEL} → {why_words(new, parameters)}"


def imported_sentence(plan: RollPlan) -> str:
    """What an import has done."""
    there = f" {plan.there} người đã có tên từ trước." if plan.there else ""
    removed = f" {plan.removed} người đã bị đưa ra trước đó vẫn ở ngoài danh sách." if plan.removed else ""
    return f"Tệp có {len(plan.voters)} người. Đã thêm {plan.new} người.{there}{removed}"


def voter_row(voter: Voter, parameters: Parameters) -> list[Any]:
    """A line of the Excel export."""
    code = voter.official.code if voter.official else ""
    state = "Đã đưa ra" if voter.is_removed else ""
    source = "" if voter.source == Voter.Source.RULE else voter.get_source_display()
    words = why_words(voter.why, parameters) or source
    return [code, voter.name, voter.title, voter.workplace, words, state, voter.note]
