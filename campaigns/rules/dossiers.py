"""What has to be in hand before a session, and by when: people's papers and the organisation's own steps. Pure.

Days are counted back from the session's day, by the rule set: Quy định 96-QĐ/TW, Điều 9; Nghị quyết 96/2023/QH15,
Điều 10, 11. Which papers a person hands in: Quy định 96-QĐ/TW, Phụ lục 2.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# The steps of a rule set's `dossier_days`, in words.
DEADLINES = {
    "list_reviewed": "Thường trực HĐND xem xét danh sách dự kiến",
    "dossier_sent": "Người được lấy phiếu gửi báo cáo, hồ sơ",
    "front_summary": "Mặt trận Tổ quốc gửi tổng hợp ý kiến cử tri",
    "dossier_to_voters": "Gửi hồ sơ đến người ghi phiếu",
    "questions": "Gửi nội dung cần làm rõ",
    "explanation": "Người được lấy phiếu giải trình bổ sung",
}
SELF_REPORT = "self_report"
ASSET_DECLARATION = "asset_declaration"
EXPLANATION = "explanation"
# The step of the rule set by which each paper is due. An explanation is owed by whoever was asked for one.
PAPER_STEPS = {SELF_REPORT: "dossier_sent", ASSET_DECLARATION: "dossier_sent", EXPLANATION: "explanation"}
ALWAYS_OWED = (SELF_REPORT, ASSET_DECLARATION)
SOON = 7  # days within which something counts as due soon


@dataclass(frozen=True)
class Paper:
    """What is known of one paper of one person; a paper of which nothing is known is owed, if everybody owes it."""

    kind: str
    received_on: date | None = None
    is_waived: bool = False


@dataclass(frozen=True)
class Due:
    """A paper or a step with its day. `days_over` counts the days since the day passed, 0 before that; a thing that is
    settled (received, waived, done) is neither over nor soon."""

    key: str
    due_on: date
    is_settled: bool
    days_over: int
    is_soon: bool

    @property
    def is_missing(self) -> bool:
        return not self.is_settled

    @property
    def is_overdue(self) -> bool:
        return self.days_over > 0


def due_on(step: str, held_on: date, days: Mapping[str, int]) -> date:
    """The day by which the step is to be done. A step that the rule set gives no day is due on the session's day."""
    return held_on - timedelta(days=days.get(step, 0))


def own_steps(days: Mapping[str, int]) -> tuple[str, ...]:
    """The steps that the organisation takes itself, the earliest first: those of the rule set that wait for no
    paper."""
    steps = [step for step in days if step not in PAPER_STEPS.values()]
    return tuple(sorted(steps, key=lambda step: -days[step]))


def papers_due(papers: Iterable[Paper], held_on: date, days: Mapping[str, int], today: date) -> tuple[Due, ...]:
    """Every paper that a person owes or has handed in, in the order of PAPER_STEPS.

    The report and the asset declaration are owed by everybody; an explanation only where `papers` has one.
    """
    known = {paper.kind: paper for paper in papers}
    owed = [kind for kind in PAPER_STEPS if kind in ALWAYS_OWED or kind in known]
    return tuple(
        _due(kind, due_on(PAPER_STEPS[kind], held_on, days), today, is_settled=_is_settled(known.get(kind)))
        for kind in owed
    )


def steps_due(done: Collection[str], held_on: date, days: Mapping[str, int], today: date) -> tuple[Due, ...]:
    """The organisation's own steps, the earliest first; `done` are those that were taken."""
    return tuple(_due(step, due_on(step, held_on, days), today, is_settled=step in done) for step in own_steps(days))


def held_by(step: str, horizon: date, days: Mapping[str, int]) -> date:
    """The last day of sessions whose `step` is due by `horizon`: due_on(step, d) ≤ horizon exactly for the days d up
    to it."""
    return horizon + timedelta(days=days.get(step, 0))


def _is_settled(paper: Paper | None) -> bool:
    return paper is not None and (paper.received_on is not None or paper.is_waived)


def _due(key: str, day: date, today: date, *, is_settled: bool) -> Due:
    left = (day - today).days
    return Due(key, day, is_settled, 0 if is_settled else max(0, -left), not is_settled and 0 <= left <= SOON)
