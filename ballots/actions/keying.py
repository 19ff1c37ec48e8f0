"""Keying a session's totals twice, by two different people who do not see each other's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ballots.actions.counts import drop_paper_count
from ballots.actions.passes import free_pass, own_of
from ballots.models import TotalsKeying
from ballots.queries.bundles import has_bundles
from ballots.queries.totals import keyings_of, layout_of, state_of
from ballots.rules.double_keying import PairState, compare
from ballots.rules.totals import Problem, check, is_open, required_cells
from campaigns.actions.day import reopen_voting
from campaigns.actions.locking import held_session
from campaigns.models import Counting, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy

LONGEST_CELL = 20
LONGEST_EXPLANATION = 500


@dataclass(frozen=True)
class Submission:
    """What came of handing in: `problems` hold it back (errors, and warnings not answered), or where the pair is."""

    problems: tuple[Problem, ...]
    pair: PairState


@transaction.atomic
def start_keying(*, by: Any, session: VotingSession) -> TotalsKeying:
    """Give `by` the first free pass; somebody who is keying already gets the own entry again."""
    session = _counting(by, session, Permission.KEY_TOTALS)
    if session.counting != Counting.TOTALS:
        raise Refused("Hội nghị này kiểm phiếu bằng cách nhập từng phiếu. Mở trang Bó phiếu.")
    keyings = keyings_of(session)
    if (own := own_of(by, keyings)) is not None:
        return own
    number = free_pass(keyings, "số liệu của hội nghị này", "Chờ hai người nộp; chưa cần ai nhập thêm.")
    layout = layout_of(session)
    keying = TotalsKeying.objects.create(
        session=session, number=number, by=by, cells=layout.kept, explanations=layout.answers
    )
    _record(by, "ballots.keying_started", keying)
    return keying


@transaction.atomic
def save_keying(
    *, by: Any, keying: TotalsKeying, typed: Mapping[str, str], explanations: Mapping[str, str] | None = None
) -> TotalsKeying:
    """Keep what has been typed so far, as typed. Drafts leave no event: what counts is what is handed in."""
    keying = _own(by, keying)
    _take(keying, typed, explanations or {})
    keying.save(update_fields=["cells", "explanations"])
    return keying


@transaction.atomic
def submit_keying(
    *, by: Any, keying: TotalsKeying, typed: Mapping[str, str], explanations: Mapping[str, str] | None = None
) -> Submission:
    """Hand in the entry. With an error, or a warning without an explanation, it stays a draft. With the second entry
    both are compared: equal, the totals are agreed; else each gets the differing cells back, emptied."""
    keying = _own(by, keying)
    _take(keying, typed, explanations or {})
    layout = layout_of(keying.session)
    numbers, problems = check(layout, keying.cells)
    open_problems = tuple(p for p in problems if is_open(p, layout, keying.explanations))
    if open_problems:
        keying.save(update_fields=["cells", "explanations"])
        return Submission(open_problems, state_of(keyings_of(keying.session)))
    odd = {problem.key for problem in problems}
    keying.cells, keying.is_submitted = dict(numbers), True
    keying.explanations = {key: text for key, text in keying.explanations.items() if key in odd}
    keying.save(update_fields=["cells", "explanations", "is_submitted"])
    _record(by, "ballots.keying_submitted", keying)
    return Submission((), _compare(by, keying.session))


@transaction.atomic
def discard_keyings(*, by: Any, session: VotingSession, reason: str) -> None:
    """Throw both entries away, with the count that was confirmed of them, and begin again: somebody fell ill, or the
    paper turned out to be wrong."""
    session = _counting(by, session, Permission.CONFIRM_COUNT)
    reason = tidy(reason)
    if not reason:
        raise Refused("Ghi lý do hủy số liệu đã nhập.")
    keyings = keyings_of(session)
    if not keyings:
        raise Refused("Chưa ai nhập số liệu của hội nghị này nên không có gì để hủy.")
    for keying in keyings:
        _record(by, "ballots.keying_discarded", keying, reason=reason)
    TotalsKeying.objects.filter(session=session).delete()
    drop_paper_count(session)


@transaction.atomic
def return_to_voting(*, by: Any, session: VotingSession, reason: str) -> None:
    """Go back to the voting while nobody has keyed anything; entries have to be thrown away first."""
    session = _counting(by, session, Permission.CONFIRM_COUNT)
    if session.count_version > 1:
        raise Refused("Hội nghị đang kiểm phiếu lại nên không quay lại bước ghi phiếu. Nhập số liệu của lần kiểm này.")
    reason = tidy(reason)
    if not reason:
        raise Refused("Ghi lý do quay lại bước ghi phiếu.")
    if keyings_of(session) or has_bundles(session):
        raise Refused("Đã có số liệu được nhập. Hủy số liệu đã nhập trước khi quay lại bước ghi phiếu.")
    reopen_voting(by=by, session=session, reason=reason)


def _compare(by: Any, session: VotingSession) -> PairState:
    """Compare two entries that are both handed in; only the cells that differ come back."""
    keyings = keyings_of(session)
    if state_of(keyings) != PairState.AGREED:
        return state_of(keyings)
    differing = compare(keyings[0].cells, keyings[1].cells)
    for keying in keyings:
        keying.returned = list(differing)
        if differing:
            keying.cells = {name: number for name, number in keying.cells.items() if name not in differing}
            keying.is_submitted = False
            _record(by, "ballots.keying_returned", keying, {"differing": len(differing)})
        keying.save(update_fields=["cells", "returned", "is_submitted"])
    return state_of(keyings)


def _take(keying: TotalsKeying, typed: Mapping[str, str], explanations: Mapping[str, str]) -> None:
    """Put what was typed into the entry; once cells have come back, only those can change."""
    layout = layout_of(keying.session)
    editable = set(keying.returned or required_cells(layout)) - layout.kept.keys()
    keying.cells = keying.cells | {
        name: text.strip()[:LONGEST_CELL] for name, text in typed.items() if name in editable
    }
    given = keying.explanations | tidied(explanations)
    keying.explanations = {key: text for key, text in given.items() if text}


def tidied(explanations: Mapping[str, str]) -> dict[str, str]:
    """Explanations as they are kept; one that was emptied stays empty."""
    return {key: tidy(text)[:LONGEST_EXPLANATION] for key, text in explanations.items()}


def _own(by: Any, keying: TotalsKeying) -> TotalsKeying:
    """The entry under lock: still one's own and not handed in."""
    session = _counting(by, keying.session, Permission.KEY_TOTALS)
    found = TotalsKeying.objects.filter(pk=keying.pk, by=by).first()
    if found is None:
        raise Refused("Lần nhập này không còn. Mở lại trang Kiểm phiếu của hội nghị.")
    if found.is_submitted:
        raise Refused("Số liệu đã nộp, không sửa được nữa. Nếu hai lần nhập khác nhau, các ô khác sẽ được trả lại.")
    found.session = session
    return found


def _counting(by: Any, session: VotingSession, permission: Permission) -> VotingSession:
    """The session under lock, in the state in which totals are keyed."""
    require(by, permission, session.unit)
    locked = held_session(session.pk)
    if locked.state != SessionState.COUNTING:
        raise Refused(f"Hội nghị đang ở bước “{locked.get_state_display()}”; chỉ nhập số liệu khi đang kiểm phiếu.")
    return locked


def _record(by: Any, action: str, keying: TotalsKeying, after: dict[str, Any] | None = None, reason: str = "") -> None:
    """An event about an entry: whose and which pass, never its numbers."""
    facts = {"number": keying.number, "by": str(keying.by), **(after or {})}
    record(by=by, action=action, obj=keying, after=facts, unit_id=keying.session.unit_id, reason=reason)
