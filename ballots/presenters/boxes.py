"""The page of a session's ballot box as data: the row of steps, what is next and who does it, the figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.forms import Form
from django.utils import timezone

from ballots.actions.box_closing import obstacle_to_closing, too_many_issued
from ballots.actions.boxes import BEFORE_THE_VOTE
from ballots.actions.revote import obstacle_to_revote
from ballots.box_forms import (
    USUAL_HOLDERS,
    CardsForm,
    CodesForm,
    DropForm,
    ExchangeForm,
    ExplanationForm,
    LockForm,
    RevoteForm,
    UnusedForm,
)
from ballots.models import BallotBox, Channel, Count
from ballots.queries.boxes import ballots_in, box_of
from ballots.queries.wrong_codes import recent_wrong_codes
from ballots.rules.wrong_codes import is_alarming
from campaigns.models import BoxState, SessionState, VotingSession
from campaigns.queries.board import members_of
from config.accounts.permissions import Permission
from config.vietnamese import decimal_comma


class Stage(StrEnum):
    """What is to be done at the box now; each is a template ballots/_box_<stage>.html."""

    PAPER = "paper"
    PREPARE = "prepare"
    LOCK = "lock"
    TRY = "try"
    PRINT = "print"
    READY = "ready"
    VOTE = "vote"
    CLOSE = "close"
    OPEN = "open"
    COUNT_PAPER = "count_paper"
    SEAL = "seal"
    OVER = "over"


@dataclass(frozen=True)
class Duty:
    """Who does what at a stage: its place in the row of steps, the heading, the permission that it takes and whose
    that is in words, and when it can be done."""

    step: int
    heading: str
    permission: Permission
    who: str
    when: str


STEPS = (
    "Cách ghi phiếu",
    "Khóa hòm",
    "Thử thẻ khóa",
    "In phiếu mã",
    "Ghi phiếu",
    "Đóng hòm",
    "Mở hòm, kiểm phiếu",
    "Hủy mảnh phiếu",
)
RUNS = "Trưởng ban kiểm phiếu hoặc cán bộ tổ chức"
HEAD = "Trưởng ban kiểm phiếu"
DUTIES = {
    Stage.PAPER: Duty(
        0, "Hội nghị ghi phiếu giấy", Permission.EDIT_CAMPAIGNS, "Cán bộ tổ chức", "Khi hội nghị còn lên kế hoạch."
    ),
    Stage.PREPARE: Duty(1, "Chuẩn bị hội nghị trước khi khóa hòm", Permission.RUN_SESSIONS, RUNS, ""),
    Stage.LOCK: Duty(
        1, "Khóa hòm phiếu", Permission.RUN_SESSIONS, RUNS, "Sau khi chuẩn bị hội nghị, trước khi mở ghi phiếu."
    ),
    Stage.TRY: Duty(
        2, "Thử thẻ khóa", Permission.RUN_SESSIONS, f"{RUNS}, cùng những người giữ thẻ", "Sau khi khóa hòm."
    ),
    Stage.PRINT: Duty(3, "In phiếu mã", Permission.RUN_SESSIONS, RUNS, "Sau khi thử thẻ khóa."),
    Stage.READY: Duty(4, "Hòm phiếu đã sẵn sàng", Permission.RUN_SESSIONS, RUNS, ""),
    Stage.VOTE: Duty(
        4,
        "Đang ghi phiếu",
        Permission.RUN_SESSIONS,
        "Đại biểu ghi phiếu; thành viên ban kiểm phiếu đổi phiếu mã hỏng",
        "Khi hội nghị ở bước ghi phiếu.",
    ),
    Stage.CLOSE: Duty(
        5,
        "Xác nhận đóng hòm phiếu",
        Permission.RUN_SESSIONS,
        f"Hai người khác nhau trong số: {RUNS.lower()}",
        "Khi mọi đại biểu đã ghi phiếu xong.",
    ),
    Stage.OPEN: Duty(
        6,
        "Mở hòm và kiểm phiếu",
        Permission.CONFIRM_COUNT,
        f"{HEAD}, cùng những người giữ thẻ",
        "Sau khi đóng hòm; kiểm lại được cho đến khi niêm phong.",
    ),
    Stage.COUNT_PAPER: Duty(6, "Đã kiểm phiếu trên màn hình", Permission.VIEW_CAMPAIGNS, "", ""),
    Stage.SEAL: Duty(
        7,
        "Niêm phong kết quả, rồi hủy mảnh phiếu",
        Permission.SEAL_RESULTS,
        "Hai người niêm phong kết quả; phần mềm tự hủy mảnh phiếu cùng lúc",
        "Sau khi có kết quả của cả hội nghị.",
    ),
    Stage.OVER: Duty(8, "Hòm phiếu đã xong", Permission.VIEW_CAMPAIGNS, "", ""),
}
# the forms that stand on the page of a stage; a refusal of another one is said at its top
FORMS_OF = {
    Stage.LOCK: ("lock_form",),
    Stage.TRY: ("cards_form",),
    Stage.PRINT: ("codes_form",),
    Stage.READY: ("codes_form",),
    Stage.VOTE: ("exchange_form", "unused_form"),
    Stage.CLOSE: ("exchange_form", "explanation_form"),
    Stage.OPEN: ("cards_form",),
}
WITH_KIOSKS = (Stage.TRY, Stage.PRINT, Stage.READY, Stage.VOTE, Stage.CLOSE)
TOLD = tuple(duty for duty in DUTIES.values() if duty.when)
Forms = Mapping[str, Form]


def stage_of(session: VotingSession, box: BallotBox | None, *, is_counted: bool) -> Stage:
    """`is_counted`: whether the ballots cast on screen have their count."""
    if not session.has_screen:
        return Stage.PAPER
    if box is None or session.box == BoxState.NONE:
        return Stage.LOCK if session.state in BEFORE_THE_VOTE else Stage.PREPARE
    if session.box == BoxState.READY:
        return _stage_while_open(session, box)
    if session.box in (BoxState.CLOSED, BoxState.OPENED):
        return _stage_of_count(session, is_counted=is_counted)
    return {BoxState.LOCKED: Stage.TRY, BoxState.TRIED: Stage.PRINT}.get(BoxState(session.box), Stage.OVER)


def _stage_while_open(session: VotingSession, box: BallotBox) -> Stage:
    if session.state != SessionState.VOTING:
        return Stage.READY
    return Stage.VOTE if box.closing_proposed_by_id is None else Stage.CLOSE


def _stage_of_count(session: VotingSession, *, is_counted: bool) -> Stage:
    if not is_counted:
        return Stage.OPEN
    return Stage.COUNT_PAPER if session.state == SessionState.COUNTING else Stage.SEAL


def box_page(session: VotingSession, user: Any, forms: Forms | None = None) -> dict[str, Any]:
    """Everything on the page. `forms`: those that were sent and come back with what was typed."""
    box = box_of(session)
    is_counted = Count.objects.filter(style__session=session, channel=Channel.SCREEN).exists()
    stage = stage_of(session, box, is_counted=is_counted)
    duty = DUTIES[stage]
    may = user.has_perm(duty.permission, session.unit)
    cast = ballots_in(box) if box is not None and session.box == BoxState.READY else None
    given, may_drop = dict(forms or {}), _may_drop(session, user, cast)
    revote = revote_view(session, box, user) if stage == Stage.OPEN and box else None
    return {
        "session": session,
        "box": box,
        "stage": stage.value,
        "part": f"ballots/_box_{stage}.html",
        "steps": _steps(session, duty.step),
        "duty": duty,
        "duties": TOLD,
        "may": may,
        "may_run": user.has_perm(Permission.RUN_SESSIONS, session.unit),
        "may_exchange": user.has_perm(Permission.KEEP_STOCK, session.unit),
        "may_drop": may_drop,
        "turnout": turnout_view(session, cast),
        "alarm": _alarm(box) if stage in (Stage.VOTE, Stage.CLOSE) else "",
        "closing": closing_view(box, cast, user) if stage == Stage.CLOSE and box and cast is not None else None,
        "has_kiosks": stage in WITH_KIOSKS,
        "revote": revote,
        "refusals": _refusals(given, _shown_forms(stage, revote, may_drop=may_drop)),
        "voters": session.voter_count,
        **_forms(session, box, given),
    }


def _forms(session: VotingSession, box: BallotBox | None, given: Forms) -> dict[str, Any]:
    """Forms by name, fresh ones where none came back."""
    cards = box.threshold if box else 0
    made: dict[str, Callable[[], Form]] = {
        "lock_form": lambda: LockForm(initial={"holders": "\n".join(_usual_holders(session))}),
        "cards_form": lambda: CardsForm(cards=cards),
        "codes_form": lambda: CodesForm(voters=session.voter_count),
        "exchange_form": ExchangeForm,
        "unused_form": UnusedForm,
        "explanation_form": ExplanationForm,
        "drop_form": DropForm,
        "revote_form": RevoteForm,
    }
    return {name: given.get(name) or make() for name, make in made.items()}


def _shown_forms(stage: Stage, revote: "RevoteView | None", *, may_drop: bool) -> set[str]:
    """The names of the forms that stand on the page."""
    shown = {*FORMS_OF.get(stage, ())}
    if may_drop:
        shown.add("drop_form")
    if revote and revote.may_propose:
        shown.add("revote_form")
    return shown


def _refusals(given: Forms, here: set[str]) -> list[str]:
    """What was refused of forms that the page does not show any more: somebody else was faster."""
    return [
        str(error)
        for name, form in given.items()
        if name not in here
        for errors in form.errors.values()
        for error in errors
    ]


def _usual_holders(session: VotingSession) -> list[str]:
    return [member.name for member in members_of(session)[:USUAL_HOLDERS]]


def _alarm(box: BallotBox | None) -> str:
    """That somebody may be guessing codes, where so many were wrong lately."""
    tries = recent_wrong_codes(box, timezone.now()) if box else 0
    if not is_alarming(tries):
        return ""
    return (
        f"Trong ít phút vừa qua có {tries} lần nhập mã sai, nhiều hơn gõ nhầm thông thường. Nhắc đại biểu nhập đúng mã "
        "trên phiếu; nếu số này còn tăng, có người đang đoán mã: tạm dừng và kiểm tra mạng Wi-Fi của hội trường."
    )


def _may_drop(session: VotingSession, user: Any, cast: int | None) -> bool:
    is_time = session.state in BEFORE_THE_VOTE and session.box != BoxState.NONE
    return is_time and not cast and user.has_perm(Permission.RUN_SESSIONS, session.unit)


def _steps(session: VotingSession, now: int) -> list[dict[str, str]]:
    return [
        {
            "label": label,
            "state": "done" if place < now else "current" if place == now else "todo",
            "note": session.get_casting_display() if place == 0 else "",
        }
        for place, label in enumerate(STEPS)
    ]


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
