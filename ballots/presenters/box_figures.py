"""The figures of a ballot box as pages show them: how many ballots, and what a second person sees before confirming."""

from dataclasses import dataclass
from typing import Any

from ballots.actions.box_closing import obstacle_to_closing, too_many_issued
from ballots.actions.revote import obstacle_to_revote
from ballots.models import BallotBox
from campaigns.models import BoxState, VotingSession
from config.accounts.permissions import Permission
from config.vietnamese import decimal_comma


@dataclass(frozen=True)
class TurnoutView:
    """How many ballots are in the box, of how many people; never whose. `percent` for the bar."""

    cast: str
    whole: str
    percent: int
    note: str


def turnout_view(session: VotingSession, cast: int | None) -> TurnoutView | None:
    if cast is None:
        return None
    whole = session.present or session.voter_count
    note = "Người có mặt chưa ghi có thể đang ghi phiếu giấy." if session.has_paper else ""
    percent = min(100, cast * 100 // whole) if whole else 0
    return TurnoutView(decimal_comma(cast), decimal_comma(whole), percent, note)


@dataclass(frozen=True)
class ClosingView:
    """What the second person sees before closing the box. `sentence` says the difference in words."""

    proposed_by: str
    cast: int
    printed: int
    spoiled: int
    unused: int
    issued: int
    sentence: str
    is_odd: bool
    too_many: str
    obstacle: str
    is_mine: bool


def closing_view(box: BallotBox, cast: int, user: Any) -> ClosingView:
    left = box.issued - cast
    proposer = box.closing_proposed_by
    return ClosingView(
        proposed_by=proposer.full_name if proposer else "",
        cast=cast,
        printed=box.codes_printed,
        spoiled=box.spoiled,
        unused=box.unused or 0,
        issued=box.issued,
        sentence=_difference(left),
        is_odd=left != 0,
        too_many=too_many_issued(box),
        obstacle=obstacle_to_closing(user, box),
        is_mine=box.closing_proposed_by_id == user.pk,
    )


def _difference(left: int) -> str:
    if left > 0:
        return (
            f"Còn {left} phiếu mã đã phát mà chưa có phiếu trong hòm. Hỏi lại trong hội trường; đóng hòm rồi thì những "
            "người đó không ghi được nữa."
        )
    if left < 0:
        return (
            f"Trong hòm nhiều hơn số phiếu mã đã phát {-left} phiếu nên chưa đóng được. Rút đề nghị rồi đếm lại số "
            "phiếu mã còn lại."
        )
    return "Mỗi phiếu mã đã phát có đúng một phiếu trong hòm."


@dataclass(frozen=True)
class RevoteView:
    """The way out where the closed box cannot be opened. `proposed_by` is empty while nobody has asked for it."""

    may: bool
    proposed_by: str
    reason: str
    obstacle: str
    is_mine: bool

    @property
    def may_propose(self) -> bool:
        return self.may and not self.proposed_by


def revote_view(session: VotingSession, box: BallotBox, user: Any) -> RevoteView | None:
    """Nothing once the box was opened: its slips can be counted."""
    if session.box != BoxState.CLOSED:
        return None
    proposer = box.revote_proposed_by
    return RevoteView(
        may=user.has_perm(Permission.REOPEN_COUNTS, session.unit),
        proposed_by=proposer.full_name if proposer else "",
        reason=box.revote_reason,
        obstacle=obstacle_to_revote(user, box) if proposer else "",
        is_mine=box.revote_proposed_by_id == user.pk,
    )
