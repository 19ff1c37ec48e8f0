"""The steps at a ballot box: what is to be done now, who does it and when."""

from dataclasses import dataclass
from enum import StrEnum

from ballots.actions.boxes import BEFORE_THE_VOTE
from ballots.models import BallotBox
from campaigns.models import BoxState, SessionState, VotingSession
from config.accounts.permissions import Permission


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
TOLD = tuple(duty for duty in DUTIES.values() if duty.when)


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
