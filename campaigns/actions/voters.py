"""A session's roll: working it out by the rules, and correcting it by hand with a reason, while it is planned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from campaigns.actions.locking import held_session
from campaigns.actions.tallies import recount
from campaigns.models import SessionState, Voter, VotingSession
from campaigns.queries.voters import on_roll, roll_renewal, roll_worked_out
from campaigns.rules.voter_roll import Renewal, RollEntry
from config.accounts.permissions import Permission, require
from config.audit.actions import record, snapshot
from config.errors import Refused
from config.vietnamese import tidy, tidy_name
from officials.models import Official

SHOWN = ("name", "title", "workplace")


@dataclass(frozen=True)
class NewVoter:
    """Somebody to be put on the roll; without an official by name alone."""

    name: str
    title: str = ""
    workplace: str = ""
    official: Official | None = None


def first_roll(session: VotingSession) -> int:
    """Store the roll of a session that has none yet, within the transaction that creates it; the number of voters."""
    return len(Voter.objects.bulk_create(_voter(session, entry) for entry in roll_worked_out(session)))


@transaction.atomic
def work_out_roll(*, by: Any, session: VotingSession) -> Renewal:
    """Work the roll out again; corrections by hand stay. Gives what changed."""
    locked = _locked(by, session)
    found = roll_renewal(locked)
    gone = [old.id for old in found.dropped]
    locked.voters.filter(pk__in=gone).delete()
    locked.voters.filter(pk__in=[old.id for old in found.no_longer]).update(why=[])
    voters = locked.voters.in_bulk([old.id for old, _ in found.changed])
    for old, entry in found.changed:
        voter = voters[old.id]
        voter.why = list(entry.why)
        if old.by_rule:
            voter.title, voter.workplace = entry.title[:300], entry.workplace[:200]
            voter.derive_keys()
    Voter.objects.bulk_update(voters.values(), ["why", "title", "workplace", "search_key"])
    Voter.objects.bulk_create(_voter(locked, entry) for entry in found.added)
    recount([locked.pk])
    if found:
        record(
            by=by,
            action="session.roll",
            obj=locked,
            before={"voters": [old.name for old in found.dropped]},
            after={"voters": [entry.person.name for entry in found.added], "changed": len(found.changed)},
            unit_id=locked.unit_id,
        )
    return found


@transaction.atomic
def add_voter(*, by: Any, session: VotingSession, voter: NewVoter, reason: str) -> Voter:
    """Put somebody on the roll by hand. Refused for somebody who is on it already, also when they were taken off."""
    locked, reason = _locked(by, session), _given(reason)
    if voter.official is None and not tidy(voter.name):
        raise Refused("Ghi họ và tên, hoặc mã cán bộ của người ghi phiếu.")
    refuse_twice(locked, voter)
    added = _by_hand(locked, voter, Voter.Source.HAND, reason)
    added.save()
    recount([locked.pk])
    record(by=by, action="voter.add", obj=added, after=snapshot(added, SHOWN), unit_id=locked.unit_id, reason=reason)
    return added


@transaction.atomic
def remove_voter(*, by: Any, voter: Voter, reason: str) -> None:
    """Take somebody off the roll; they stay visible with the reason, and stay off when it is worked out again."""
    locked, reason = _locked(by, voter.session), _given(reason)
    stored = locked.voters.get(pk=voter.pk)
    if stored.is_removed:
        raise Refused(f"{stored} đã được đưa ra khỏi danh sách rồi. Tải lại trang để xem.")
    stored.is_removed, stored.note = True, reason
    _corrected(by, locked, stored, "voter.remove", reason)


@transaction.atomic
def restore_voter(*, by: Any, voter: Voter, reason: str) -> None:
    """Put somebody back who was taken off by hand."""
    locked, reason = _locked(by, voter.session), _given(reason)
    stored = locked.voters.get(pk=voter.pk)
    if not stored.is_removed:
        raise Refused(f"{stored} đang có trong danh sách rồi. Tải lại trang để xem.")
    stored.is_removed, stored.note = False, reason
    _corrected(by, locked, stored, "voter.restore", reason)


@transaction.atomic
def add_voters(*, by: Any, session: VotingSession, voters: Iterable[NewVoter], reason: str) -> int:
    """Put those of a file on the roll who are not on it yet; the number of those added. Who was taken off stays off."""
    locked, reason = _locked(by, session), _given(reason)
    there = on_roll(locked)
    asked = [_by_hand(locked, voter, Voter.Source.FILE, reason) for voter in voters]
    rows = [row for row in asked if there.is_removed(row.official_id, row.name, row.workplace) is None]
    Voter.objects.bulk_create(rows)
    recount([locked.pk])
    if rows:
        after = {"voters": [row.name for row in rows]}
        record(by=by, action="voter.import", obj=locked, after=after, unit_id=locked.unit_id, reason=reason)
    return len(rows)


def require_open_roll(by: Any, session: VotingSession) -> None:
    """Refused once the roll is frozen."""
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    if session.state != SessionState.PLANNED:
        raise Refused(
            "Danh sách người ghi phiếu đã chốt khi chuẩn bị hội nghị. Lùi hội nghị về bước lên kế hoạch trước."
        )


def refuse_twice(session: VotingSession, voter: NewVoter) -> None:
    """Refuse somebody who is on the roll, or was taken off it."""
    same = session.voters.filter(official=voter.official)
    if voter.official is None:
        same = same.filter(name__iexact=tidy_name(voter.name), workplace__iexact=tidy(voter.workplace))
    found = same.first()
    if found is not None and found.is_removed:
        raise Refused(f"{found} đã được đưa ra khỏi danh sách. Dùng nút “Đưa lại” ở dòng của người đó.")
    if found is not None:
        raise Refused(f"{found} đã có trong danh sách người ghi phiếu.")


def _corrected(by: Any, session: VotingSession, voter: Voter, action: str, reason: str) -> None:
    voter.save(update_fields=["is_removed", "note"])
    recount([session.pk])
    record(by=by, action=action, obj=voter, after=snapshot(voter, SHOWN), unit_id=session.unit_id, reason=reason)


def _voter(session: VotingSession, entry: RollEntry) -> Voter:
    voter = Voter(
        session=session,
        official_id=entry.person.official_id,
        name=entry.person.name,
        title=entry.title[:300],
        workplace=entry.workplace[:200],
        why=list(entry.why),
    )
    voter.derive_keys()
    return voter


def _by_hand(session: VotingSession, voter: NewVoter, source: str, reason: str) -> Voter:
    row = Voter(
        session=session,
        official=voter.official,
        name=voter.official.full_name if voter.official else tidy_name(voter.name),
        title=tidy(voter.title),
        workplace=tidy(voter.workplace),
        source=source,
        note=reason,
    )
    row.derive_keys()
    return row


def _locked(by: Any, session: VotingSession) -> VotingSession:
    """The session under lock, while its roll may be changed."""
    locked = held_session(session.pk)
    require_open_roll(by, locked)
    return locked


def _given(reason: str) -> str:
    if not tidy(reason):
        raise Refused("Ghi lý do để lưu cùng danh sách.")
    return tidy(reason)[:300]
