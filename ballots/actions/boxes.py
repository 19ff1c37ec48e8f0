"""Locking the ballot box of a session: the key is made, shared out on cards, tried, and forgotten."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ballots.actions.shredding import shred_when_done
from ballots.models import AccessCode, BallotBox
from ballots.queries.boxes import screen_styles
from ballots.rules.access_codes import ALPHABET
from ballots.rules.key_cards import (
    MOST_CARDS,
    SECRET_BYTES,
    Card,
    combined,
    every_choice_opens,
    private_key,
    public_key,
    read_card,
    share_out,
    written,
)
from ballots.rules.slips import opens, trial_slip
from campaigns.actions.day import mark_box
from campaigns.actions.locking import held, held_session
from campaigns.models import BoxState, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy

ADDRESS_LENGTH = 6
LONGEST_NAME = 120
BEFORE_THE_VOTE = (SessionState.PREPARED, SessionState.CHECKING_IN)
NO_BOX = "Hội nghị chưa có hòm phiếu trên màn hình. Khóa hòm phiếu trước."


@transaction.atomic
def lock_box(*, by: Any, session: VotingSession, holders: Sequence[str], threshold: int) -> list[str]:
    """Lock the box of a prepared session: gives the texts of the key cards, one per holder, which exist nowhere else
    once they are printed. Any `threshold` of them open it; each such choice is tried before the key is forgotten."""
    session = _before_the_vote(by, session)
    if not session.has_screen:
        raise Refused("Hội nghị này chỉ ghi phiếu giấy nên không có hòm phiếu trên màn hình.")
    names = [tidy(name)[:LONGEST_NAME] for name in holders]
    if sentence := _faulty_holders(names, threshold):
        raise Refused(sentence)
    mark_box(by=by, session=session, box=BoxState.LOCKED)
    secret = secrets.token_bytes(SECRET_BYTES)
    key, cards = public_key(secret), share_out(secret, threshold, len(names))
    slip = trial_slip(key)
    if not (every_choice_opens(cards, threshold, key) and opens(slip, private_key(secret))):
        raise Refused("Thẻ khóa vừa tạo không mở được phiếu thử. Chưa có gì thay đổi; bấm khóa lại.")
    BallotBox.objects.create(
        session=session,
        address="".join(secrets.choice(ALPHABET) for _ in range(ADDRESS_LENGTH)),
        public_key=key.hex(),
        threshold=threshold,
        holders=names,
        styles=[[style.key, style.people] for style in screen_styles(session)],
        levels=session.rules.level_codes,
        trial_slip=slip,
        locked_by=by,
    )
    return [written(card, key) for card in cards]


@transaction.atomic
def try_cards(*, by: Any, session: VotingSession, cards: Sequence[str]) -> BallotBox:
    """Prove before the vote that these printed cards open the box: they open its trial slip."""
    session = _before_the_vote(by, session)
    box = held_box(session)
    if not opens(bytes(box.trial_slip), private_key(secret_of(box, cards))):
        raise Refused("Các thẻ này không mở được phiếu thử. Bỏ hòm phiếu rồi khóa lại với thẻ mới.")
    if session.box == BoxState.LOCKED:
        mark_box(by=by, session=session, box=BoxState.TRIED)
    box.tried_at = timezone.now()
    box.save(update_fields=["tried_at"])
    record(by=by, action="ballots.cards_tried", obj=session, after={"cards": len(cards)}, unit_id=session.unit_id)
    return box


@transaction.atomic
def drop_box(*, by: Any, session: VotingSession, reason: str) -> VotingSession:
    """Throw the box away before the vote, with its cards and codes, so that it can be locked anew. Refused once a
    ballot is in it."""
    session = _before_the_vote(by, session)
    if not tidy(reason):
        raise Refused("Ghi lý do bỏ hòm phiếu, ví dụ: mất thẻ khóa.")
    box = held_box(session)
    if has_ballots(box):
        raise Refused("Trong hòm đã có phiếu nên không bỏ được.")
    box.delete()
    mark_box(by=by, session=session, box=BoxState.NONE)
    after = {"codes": box.codes_printed}
    record(by=by, action="ballots.box_dropped", obj=session, after=after, unit_id=session.unit_id, reason=tidy(reason))
    shred_when_done(AccessCode)
    return session


def held_box(session: VotingSession) -> BallotBox:
    """The box of a locked session. Voters' transactions are not kept waiting."""
    box = held(BallotBox.objects.filter(session=session)).first()
    if box is None:
        raise Refused(NO_BOX)
    box.session = session
    return box


def has_ballots(box: BallotBox) -> bool:
    """Whether a ballot is in the box, with all codes locked: one on its way since before the session went back a step
    is waited for, and none comes in until the transaction ends."""
    return any(code.state == AccessCode.State.USED for code in held(AccessCode.objects.filter(box=box)))


def secret_of(box: BallotBox, texts: Sequence[str]) -> bytes:
    """The secret that the typed cards give. Refused with the number of the first card that is none of this box, for a
    card given twice, and for fewer cards than it takes."""
    key, cards = bytes.fromhex(box.public_key), dict[int, Card]()
    for place, text in enumerate((text for text in texts if text.strip()), 1):
        card = read_card(text, key)
        if card is None:
            raise Refused(f"Thẻ nhập thứ {place} bị gõ nhầm, hoặc là thẻ của hòm phiếu khác. Xem lại từng nhóm ký tự.")
        cards[card.number] = card
    if len(cards) < box.threshold:
        raise Refused(f"Cần {box.threshold} thẻ khác nhau, mới có {len(cards)}. Đưa thêm thẻ của người giữ khác.")
    secret = combined(list(cards.values())[: box.threshold])
    if public_key(secret) != key:
        raise Refused("Các thẻ này không mở được hòm phiếu. Kiểm tra từng thẻ rồi nhập lại.")
    return secret


def _before_the_vote(by: Any, session: VotingSession) -> VotingSession:
    require(by, Permission.RUN_SESSIONS, session.unit)
    locked = held_session(session.pk)
    if locked.state not in BEFORE_THE_VOTE:
        raise Refused(_too_early_or_late(locked))
    return locked


def _too_early_or_late(session: VotingSession) -> str:
    return (
        f"Hội nghị đang ở bước “{session.get_state_display()}”; chỉ làm việc này sau khi chuẩn bị và trước khi mở ghi "
        "phiếu."
    )


def _faulty_holders(names: Sequence[str], threshold: int) -> str:
    if not all(names):
        return "Ghi tên từng người giữ thẻ khóa."
    if len({name.casefold() for name in names}) < len(names):
        return "Mỗi thẻ khóa giao cho một người khác nhau."
    if not 2 <= threshold <= len(names) <= MOST_CARDS:
        return f"Chọn từ 2 đến {MOST_CARDS} người giữ thẻ, và số thẻ cần để mở từ 2 đến số người giữ."
    return ""
