"""Keeping the ledger of blank ballots, and what it has to say before a session moves on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from ballots.models import Channel, Stock
from ballots.queries.stock import ledgers_of
from ballots.rules.codes import board_text
from ballots.rules.stock import (
    COLUMNS,
    Counted,
    Ledger,
    closing_problems,
    exchanged,
    open_problems,
    read_ledger,
    settling_problems,
)
from ballots.rules.totals import Problem, cell
from campaigns.actions.day import close_voting
from campaigns.actions.locking import held_session
from campaigns.models import COUNTED, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused

AT_THE_VOTE = (SessionState.VOTING, SessionState.COUNTING)
BEFORE_IT = (SessionState.PREPARED, SessionState.CHECKING_IN)  # when only the printed ballots are there
KEPT_FROM = (*BEFORE_IT, *AT_THE_VOTE)
LONGEST_EXPLANATION = 500
RESULT_STANDS = (
    "Kết quả kiểm phiếu đã được xác nhận nên sổ phiếu chỉ để xem. Nếu một số trong sổ sai, mở lại kiểm phiếu ở trang "
    "“Các lần kiểm phiếu” rồi sửa sổ."
)


@transaction.atomic
def record_stock(
    *, by: Any, session: VotingSession, typed: Mapping[str, str], seen: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Write what was typed into the ledger, all styles or none: gives what is wrong with it, or nothing once it is
    stored. `seen` are the texts that the page showed: only cells that were changed are written, and not over a number
    that somebody else changed meanwhile."""
    session = _kept(by, session, KEPT_FROM)
    changed = {name: text for name, text in typed.items() if text.strip() != seen.get(name, "").strip()}
    before, after, problems = ledgers_of(session), [], []
    for ledger in before:
        _refuse_overwriting(ledger, changed, seen)
        read, wrong = read_ledger(ledger, changed)
        after.append(read)
        problems += [*wrong, *(open_problems(read, session.present) if not wrong else ())]
    if problems:
        return tuple(problems)
    _require_the_time(session, before, after)
    for old, new in zip(before, after, strict=True):
        if old != new:
            _write(by, session, "ballots.stock_recorded", old, new)
    return ()


@transaction.atomic
def exchange_spoiled(*, by: Any, session: VotingSession, style: int) -> Ledger:
    """A voter handed a spoiled ballot back and got a fresh one: the number issued stays."""
    session = _kept(by, session, (SessionState.VOTING,))
    old = next((ledger for ledger in ledgers_of(session) if ledger.key == style), None)
    if old is None:
        raise Refused("Hội nghị không có loại phiếu này. Tải lại trang rồi bấm lại.")
    try:
        new = exchanged(old)
    except ValueError:
        raise Refused(f"{old.name}: theo sổ không còn phiếu nào để đổi. Đếm lại số phiếu còn lại.") from None
    _write(by, session, "ballots.ballot_exchanged", old, new)
    return new


@transaction.atomic
def end_voting(*, by: Any, session: VotingSession) -> VotingSession:
    """Close the voting. Refused while the ledger is kept and does not account for every printed ballot."""
    require(by, Permission.RUN_SESSIONS, session.unit)
    session = held_session(session.pk)
    if problems := closing_problems(ledgers_of(session), session.present):
        raise Refused(_said(problems))
    return close_voting(by=by, session=session)


def stock_obstacles(session: VotingSession, counted: Mapping[int, Counted]) -> str:
    """Why the ledger does not let the count be settled, in the board's words, or an empty text. `counted` are the
    numbers of the count by style; every way of counting asks this before it stores them."""
    return _said(settling_problems(ledgers_of(session), counted, session.present))


def _said(problems: Iterable[Problem]) -> str:
    return " ".join(board_text(problem) for problem in problems)


def _kept(by: Any, session: VotingSession, states: Sequence[str]) -> VotingSession:
    """The session under lock, at a time when its ledger is kept."""
    require(by, Permission.KEEP_STOCK, session.unit)
    locked = held_session(session.pk)
    if not locked.has_paper:
        raise Refused("Hội nghị ghi phiếu trên màn hình nên không có sổ phiếu giấy.")
    if locked.state in COUNTED:
        raise Refused(RESULT_STANDS)
    if locked.state not in states:
        raise Refused(f"Hội nghị đang ở bước “{locked.get_state_display()}” nên không ghi được sổ phiếu.")
    return locked


def _refuse_overwriting(ledger: Ledger, changed: Mapping[str, str], seen: Mapping[str, str]) -> None:
    for name in (*COLUMNS, "explanation"):
        place, now = cell(ledger.place, name), getattr(ledger, name)
        if place in changed and place in seen and seen[place].strip() != ("" if now is None else str(now)):
            raise Refused(f"{ledger.name}: có người vừa sửa số này thành {now}. Xem lại số mới rồi ghi.")


def _require_the_time(session: VotingSession, before: Sequence[Ledger], after: Sequence[Ledger]) -> None:
    """Before the voting is open nothing can have been issued."""
    if session.state not in BEFORE_IT:
        return
    for old, new in zip(before, after, strict=True):
        if any(getattr(old, name) != getattr(new, name) for name in COLUMNS if name != "printed"):
            raise Refused("Trước khi mở ghi phiếu chỉ ghi được số phiếu in ra. Các số khác ghi khi đang ghi phiếu.")


def _write(by: Any, session: VotingSession, action: str, old: Ledger, new: Ledger) -> None:
    names = (*COLUMNS, "explanation")
    values = {name: getattr(new, name) for name in names}
    values["explanation"] = new.explanation[:LONGEST_EXPLANATION]
    Stock.objects.update_or_create(style_id=new.key, channel=Channel.PAPER, defaults=values)
    changed = [name for name in names if getattr(old, name) != getattr(new, name)]
    record(
        by=by,
        action=action,
        obj=session,
        before={"style": old.name, **{name: getattr(old, name) for name in changed}},
        after={"style": new.name, **{name: getattr(new, name) for name in changed}},
        unit_id=session.unit_id,
    )
