"""What the counting board writes into the minutes besides the figures."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ballots.models import Minutes
from campaigns.actions.locking import held_session
from campaigns.models import SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused

WRITABLE = (SessionState.COUNTING, SessionState.COUNTED)
MOST_COPIES = 50


@dataclass(frozen=True)
class MinutesEntry:
    """What is known; what is not stays empty and is dotted on the paper."""

    began_at: datetime | None = None
    ended_at: datetime | None = None
    copies: int | None = None
    witnesses: str = ""
    recipients: str = ""


@transaction.atomic
def write_minutes(*, by: Any, session: VotingSession, entry: MinutesEntry) -> Minutes:
    """Keep what the board says of its count. Refused before the count and after the seal, for a count that ends before
    it began or begins before the day of the session, and for a witness who is on the board."""
    require(by, Permission.CONFIRM_COUNT, session.unit)
    session = held_session(session.pk)
    if sentence := why_not_writable(session):
        raise Refused(sentence)
    _check(session, entry)
    before = asdict(entry_of(session))
    minutes, _ = Minutes.objects.update_or_create(session=session, defaults=asdict(entry))
    if before != (after := asdict(entry)):
        record(
            by=by,
            action="ballots.minutes_written",
            obj=session,
            before=_shown(before),
            after=_shown(after),
            unit_id=session.unit_id,
        )
    return minutes


def why_not_writable(session: VotingSession) -> str:
    """Why nothing can be written now, or an empty text: on the page and in the refusal alike."""
    if session.state in WRITABLE:
        return ""
    return (
        f"Hội nghị đang ở bước “{session.get_state_display()}”; thông tin của biên bản chỉ ghi khi đang kiểm phiếu "
        "hoặc đã có kết quả và chưa niêm phong."
    )


def entry_of(session: VotingSession) -> MinutesEntry:
    """What is written so far."""
    found = Minutes.objects.filter(session=session).values(*MinutesEntry.__dataclass_fields__).first()
    return MinutesEntry(**found) if found else MinutesEntry()


def _check(session: VotingSession, entry: MinutesEntry) -> None:
    if entry.began_at and entry.ended_at and entry.ended_at < entry.began_at:
        raise Refused("Giờ kết thúc kiểm phiếu trước giờ bắt đầu. Xem lại hai giờ này.")
    day = timezone.localtime(session.held_at).date()
    if any(moment and timezone.localtime(moment).date() < day for moment in (entry.began_at, entry.ended_at)):
        raise Refused("Ngày kiểm phiếu trước ngày họp. Xem lại ngày bắt đầu và kết thúc.")
    on_board = set(session.board.values_list("name", flat=True))
    if both := [name for name in entry.witnesses.split("\n") if name in on_board]:
        raise Refused(f"{', '.join(both)} ở trong ban kiểm phiếu nên không làm người chứng kiến. Chọn người khác.")


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in entry.items()}
