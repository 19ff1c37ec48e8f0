"""The tablets and computers that are handed round: enrolled by a person, taken into use once, revoked."""

import secrets
from typing import Any

from django.db import transaction

from ballots.actions.boxes import held_box
from ballots.keyed_digests import IN_USE, INVITED, kiosk_digest
from ballots.models import BallotBox, Kiosk
from ballots.rules.access_codes import new_invitation, read_invitation, written
from campaigns.actions.locking import held_session
from campaigns.models import BoxState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy

MOST_KIOSKS = 50
WITH_KIOSKS = (BoxState.LOCKED, BoxState.TRIED, BoxState.READY)
LONGEST_NAME = 60
NO_INVITATION = (
    "Mã ghi danh này không dùng được: đã dùng rồi, đã thu hồi, hoặc gõ nhầm. Nhờ ban kiểm phiếu ghi danh lại máy."
)
BOX_IS_CLOSED = "Hòm phiếu đã đóng nên không ghi danh thêm máy."


@transaction.atomic
def enrol_kiosk(*, by: Any, session: VotingSession, name: str) -> tuple[Kiosk, str]:
    """Enrol a device under a name of its own, or that of a revoked one again. Gives it with its invitation as it is
    typed, which exists nowhere else and takes one device into use."""
    session, box = _held(by, session)
    if session.box not in WITH_KIOSKS:
        raise Refused(BOX_IS_CLOSED)
    name = tidy(name)[:LONGEST_NAME]
    if not name:
        raise Refused("Ghi tên máy để nhận ra nó trong hội trường, ví dụ: Máy bàn 1.")
    known = {kiosk.name.casefold(): kiosk for kiosk in box.kiosks.all()}
    kiosk = known.get(name.casefold()) or Kiosk(box=box, name=name)
    if kiosk.pk and not kiosk.is_revoked:
        raise Refused(
            f"Đã có máy tên “{name}”. Chọn tên khác; nếu mất mã ghi danh của máy đó, thu hồi rồi ghi danh lại."
        )
    if not kiosk.pk and len(known) >= MOST_KIOSKS:
        raise Refused(f"Mỗi hội nghị ghi danh nhiều nhất {MOST_KIOSKS} máy.")
    invitation = new_invitation(secrets.choice)
    kiosk.token, kiosk.is_awaited, kiosk.is_revoked = kiosk_digest(INVITED, invitation), True, False
    kiosk.save()
    after = {"name": name}
    record(by=by, action="ballots.kiosk_enrolled", obj=session, after=after, unit_id=session.unit_id)
    return kiosk, written(invitation)


@transaction.atomic
def revoke_kiosk(*, by: Any, kiosk: Kiosk) -> Kiosk:
    """The device shows nothing any more, from its next page on."""
    session, _ = _held(by, kiosk.box.session)
    kiosk = Kiosk.objects.select_for_update().get(pk=kiosk.pk)
    if kiosk.is_revoked:
        raise Refused("Máy này đã được thu hồi rồi.")
    kiosk.is_revoked = True
    kiosk.save(update_fields=["is_revoked"])
    after = {"name": kiosk.name}
    record(by=by, action="ballots.kiosk_revoked", obj=session, after=after, unit_id=session.unit_id)
    return kiosk


@transaction.atomic
def take_into_use(*, box: BallotBox, invitation: str) -> str:
    """The device that opened the invitation gets what it shows from now on; the invitation ends. No person does this,
    so it leaves no event; the enrolment has left one."""
    waiting = Kiosk.objects.select_for_update().filter(box=box, is_revoked=False)
    kiosk = waiting.filter(token=kiosk_digest(INVITED, read_invitation(invitation))).first()
    if kiosk is None:
        raise Refused(NO_INVITATION)
    token = secrets.token_urlsafe(24)
    kiosk.token, kiosk.is_awaited = kiosk_digest(IN_USE, token), False
    kiosk.save(update_fields=["token", "is_awaited"])
    return token


def _held(by: Any, session: VotingSession) -> tuple[VotingSession, BallotBox]:
    require(by, Permission.RUN_SESSIONS, session.unit)
    session = held_session(session.pk)
    return session, held_box(session)
