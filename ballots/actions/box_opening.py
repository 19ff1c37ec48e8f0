"""Opening the closed box with its key cards, counting it, and destroying the slips once the result is sealed."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ballots.actions.box_closing import slips_digest
from ballots.actions.boxes import held_box, secret_of
from ballots.actions.counts import store_counts
from ballots.actions.settling import complete_count, confirming_session
from ballots.actions.shredding import forget_log_when_done, shred_when_done
from ballots.models import AccessCode, BallotBox, Channel, Count, Receipt, Slip, Source, Stock, WrongCodes
from ballots.queries.boxes import styles_of
from ballots.queries.linking import hidden_columns, stored_rows, stored_slips
from ballots.rules.fingerprint import CountedStyle
from ballots.rules.key_cards import private_key
from ballots.rules.linking import ORDERS, StoredRow, by_order
from ballots.rules.slips import (
    BoxCount,
    ScreenStyle,
    UnreadableBox,
    counted,
    kind_of,
    opened,
    slips_per_ballot,
)
from campaigns.actions.day import mark_box
from campaigns.models import BoxState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused

ALTERED = (
    "Các mảnh phiếu trong hòm không còn như lúc đóng hòm. Không kiểm được; báo cơ quan tổ chức và giữ nguyên máy chủ."
)


@transaction.atomic
def open_box(*, by: Any, session: VotingSession, cards: Sequence[str]) -> VotingSession:
    """Open the box with the key cards and make what is in it the count of the ballots cast on screen. The key and the
    opened slips live in memory only. May be done again until the slips are destroyed: a re-count of the same slips.
    What the closing had to leave behind, where it was killed or somebody held the tables, goes now."""
    session = confirming_session(by, session)
    if session.box not in (BoxState.CLOSED, BoxState.OPENED):
        raise Refused("Hòm phiếu chưa đóng, hoặc các mảnh phiếu đã hủy, nên không mở để kiểm được.")
    if Count.objects.filter(style__session=session, channel=Channel.SCREEN).exists():
        raise Refused("Hòm phiếu đã mở và kiểm xong.")
    box = held_box(session)
    secret = secret_of(box, cards)
    stored = stored_slips(box)
    sealed = [slip for _, slip in stored]
    if slips_digest(sealed) != box.digest:
        raise Refused(ALTERED)
    styles = styles_of(box)
    try:
        plain = opened(sealed, private_key(secret))
        found = counted(plain, styles, box.levels)
    except UnreadableBox:
        raise Refused(ALTERED) from None
    if session.box == BoxState.CLOSED:
        mark_box(by=by, session=session, box=BoxState.OPENED)
    _store(by, session, styles, found)
    _keep_self_attack(box, stored, [kind_of(slip) for slip in plain])
    shred_when_done(Slip, AccessCode, WrongCodes)
    forget_log_when_done()
    return complete_count(by=by, session=session)


@transaction.atomic
def destroy_slips(*, by: Any, session: VotingSession) -> None:
    """Destroy what was in the box; its count is sealed. Called by the seal, within its transaction."""
    require(by, Permission.SEAL_RESULTS, session.unit)
    box = held_box(session)
    slips, _ = Slip.objects.filter(box=box).delete()
    Receipt.objects.filter(box=box).delete()
    box.destroyed_at = timezone.now()
    box.save(update_fields=["destroyed_at"])
    mark_box(by=by, session=session, box=BoxState.DESTROYED)
    after = {"slips": slips, "digest": box.digest}
    record(by=by, action="ballots.slips_destroyed", obj=session, after=after, unit_id=session.unit_id)
    shred_when_done(Slip, Receipt)
    forget_log_when_done()


def _keep_self_attack(box: BallotBox, slips: list[tuple[StoredRow, bytes]], kinds: list[bytes]) -> None:
    """Whether neighbours in any order are whole ballots can be told only now; kept is how often, never what."""
    size = slips_per_ballot(styles_of(box))
    ballots, rows = len(slips) // size, [row for row, _ in slips]
    kind = dict(zip((row.key for row in rows), kinds, strict=True))
    findings = [
        *hidden_columns(slips, stored_rows(Receipt, box), ballots),
        *(by_order(way, [kind[row.key] for row in sorted(rows, key=order)], size) for way, order in ORDERS.items()),
    ]
    box.self_attack = {"ballots": ballots, "findings": [finding.as_json() for finding in findings]}
    box.save(update_fields=["self_attack"])


def _store(by: Any, session: VotingSession, styles: Sequence[ScreenStyle], found: BoxCount) -> None:
    stocks = {stock.style_id: stock for stock in Stock.objects.filter(style__session=session, channel=Channel.SCREEN)}
    rows = []
    for style in styles:
        stock, returned = stocks[style.key], found.returned[style.key]
        if returned != stock.returned:
            raise Refused(ALTERED)
        rows.append(
            CountedStyle(
                style_id=style.key,
                channel=Channel.SCREEN.value,
                issued=stock.issued or 0,
                returned=returned,
                valid=returned,
                wholly_invalid=0,
                lines=tuple(found.lines[person] for person in style.people),
                explanations={},
            )
        )
    store_counts(by=by, counted={session.pk: rows}, sessions=[session], source=Source.SCREEN)
