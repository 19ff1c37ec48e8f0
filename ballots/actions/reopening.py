"""Opening a counted session again: one person asks with a reason, another one confirms, and it counts as the next
version. The count that is left stays whole with the reopening; a seal on it stays, too, as that of an earlier count."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from ballots.models import Bundle, BundleCount, Channel, Count, Reopening, Seal, TotalsKeying
from ballots.queries.versions import standing_version
from ballots.rules.box_text import kept_count_text
from campaigns.actions.day import reopen_count
from campaigns.actions.locking import held, held_campaign, held_session
from campaigns.models import COUNTED, BoxState, CampaignState, Counting, Subject, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy

Scope = Reopening.Scope
NO_REASON = "Ghi lý do mở lại kiểm phiếu."
COMPLETED = (
    "Đợt này đã hoàn thành. Ở trang của đợt, đưa đợt trở lại bước “Đang tiến hành” trước, rồi mở lại kiểm phiếu."
)


@transaction.atomic
def propose_reopening(
    *, by: Any, session: VotingSession, scope: str, detail: Sequence[int] = (), reason: str
) -> Reopening:
    """Ask for a new count: of everything, of one person (`detail`: the subject's id) where totals are keyed, or of
    some bundles (their ids) where ballots are. Nothing changes until somebody else confirms."""
    session = _reopenable(by, session)
    if Reopening.objects.filter(session=session, state=Reopening.State.PROPOSED).exists():
        raise Refused("Đã có một đề nghị mở lại đang chờ xác nhận. Xác nhận hoặc rút đề nghị đó trước.")
    if not tidy(reason):
        raise Refused(NO_REASON)
    if sentence := _wrong_scope(session, scope, detail):
        raise Refused(sentence)
    reopening = Reopening.objects.create(
        session=session,
        version=session.count_version,
        scope=scope,
        detail=list(detail),
        reason=tidy(reason),
        proposed_by=by,
    )
    _record(by, "count.reopening_proposed", reopening)
    return reopening


@transaction.atomic
def confirm_reopening(*, by: Any, reopening: Reopening) -> VotingSession:
    """Open the count again: keep the earlier one whole, clear its rows, carry over what is not counted again."""
    session = _reopenable(by, reopening.session)
    reopening = _waiting(reopening)
    if sentence := obstacle_to_confirming(by, reopening):
        raise Refused(sentence)
    if reopening.version != session.count_version:
        raise Refused("Hội nghị đã kiểm phiếu lại từ khi có đề nghị này. Rút đề nghị rồi lập đề nghị mới.")
    reopening.earlier = standing_version(session).to_json()
    again, told = Count.objects.filter(style__session=session), ""
    if session.box == BoxState.DESTROYED:
        again = again.filter(channel=Channel.PAPER)  # what was cast on screen cannot be counted again
        told = kept_count_text(session.count_version + 1)
    again.delete()
    TotalsKeying.objects.filter(session=session).delete()
    Seal.objects.filter(session=session, signature="").delete()  # asked for, and never put on
    if session.counting == Counting.BALLOTS and reopening.scope == Scope.BUNDLES:
        _carry_over(session, set(reopening.detail))
    reopening.state, reopening.confirmed_by = Reopening.State.CONFIRMED, by
    reopening.save(update_fields=["state", "confirmed_by", "earlier"])
    reopened = reopen_count(by=by, session=session, reason=reopening.reason, told=told)
    _record(by, "count.reopened", reopening)
    return reopened


@transaction.atomic
def withdraw_reopening(*, by: Any, reopening: Reopening) -> None:
    """Take the proposal back, or turn it down."""
    require(by, Permission.REOPEN_COUNTS, reopening.session.unit)
    held_session(reopening.session_id)
    reopening = _waiting(reopening)
    reopening.state = Reopening.State.WITHDRAWN
    reopening.save(update_fields=["state"])
    _record(by, "count.reopening_withdrawn", reopening)


def obstacle_to_reopening(session: VotingSession) -> str:
    """Why the session's count cannot be opened again now, or an empty text: for the page and for the action."""
    if session.campaign.state == CampaignState.COMPLETED:
        return COMPLETED
    if session.campaign.state == CampaignState.ARCHIVED:
        return "Đợt này đã lưu trữ, chỉ xem. Không mở lại kiểm phiếu được."
    if session.box == BoxState.DESTROYED and not session.has_paper:
        return "Hội nghị ghi phiếu trên màn hình; mảnh phiếu đã hủy sau niêm phong nên không kiểm lại được."
    if session.state not in COUNTED:
        return "Hội nghị chưa có kết quả kiểm phiếu nên không có gì để mở lại."
    return ""


def obstacle_to_confirming(by: Any, reopening: Reopening) -> str:
    if by.pk == reopening.proposed_by_id:
        return "Đồng chí là người đề nghị; người xác nhận mở lại phải là người khác."
    return ""


def _reopenable(by: Any, session: VotingSession) -> VotingSession:
    """The session under lock, its campaign first: nobody completes the campaign meanwhile."""
    require(by, Permission.REOPEN_COUNTS, session.unit)
    campaign = held_campaign(session.campaign_id)
    session = held_session(session.pk)
    session.campaign = campaign
    if sentence := obstacle_to_reopening(session):
        raise Refused(sentence)
    return session


def _waiting(reopening: Reopening) -> Reopening:
    found = held(Reopening.objects.select_related("session__unit", "proposed_by")).get(pk=reopening.pk)
    if found.state != Reopening.State.PROPOSED:
        raise Refused("Đề nghị này đã được xác nhận hoặc đã rút. Tải lại trang để xem.")
    return found


def _wrong_scope(session: VotingSession, scope: str, detail: Sequence[int]) -> str:
    """Why this is not something that can be counted again by itself."""
    if scope == Scope.ALL:
        return "" if not detail else "Kiểm lại toàn bộ thì không chọn thêm người hoặc bó phiếu."
    if scope == Scope.COLUMN and session.counting == Counting.TOTALS:
        known = Subject.objects.filter(pk__in=detail, style__session=session).count()
        return "" if len(detail) == known == 1 else "Chọn một người trên phiếu của hội nghị này để kiểm lại."
    if scope == Scope.BUNDLES and session.counting == Counting.BALLOTS:
        known = _bundles(session).filter(pk__in=detail).count()
        return "" if detail and known == len(set(detail)) else "Chọn ít nhất một bó phiếu của lần kiểm phiếu này."
    if scope in Scope.values:
        return "Cách kiểm phiếu của hội nghị này không kiểm lại riêng được như vậy. Chọn phạm vi khác."
    return "Chọn phạm vi kiểm lại."


def _bundles(session: VotingSession) -> Any:
    return Bundle.objects.filter(style__session=session, version=session.count_version)


def _carry_over(session: VotingSession, again: set[int]) -> None:
    """Bundles of the next version: those counted again are empty, the others agreed with the sums that they had."""
    for bundle in _bundles(session).select_related("sums").order_by("pk"):
        is_kept = bundle.pk not in again
        state = bundle.state if is_kept else Bundle.State.KEYING
        copy = Bundle.objects.create(
            style_id=bundle.style_id,
            version=session.count_version + 1,
            number=bundle.number,
            size=bundle.size,
            state=state,
            differences=bundle.differences if is_kept else 0,
        )
        if is_kept:
            _carry_work(bundle, copy)


def _carry_work(bundle: Bundle, copy: Bundle) -> None:
    """The sums, and who keyed them: they confirm no count that holds them."""
    sums = bundle.sums
    BundleCount.objects.create(
        bundle=copy, valid=sums.valid, wholly_invalid=sums.wholly_invalid, reasons=sums.reasons, lines=sums.lines
    )
    for keying in bundle.keyings.all():
        keying.pk, keying.bundle = None, copy
        keying.save()


def _record(by: Any, action: str, reopening: Reopening) -> None:
    session = reopening.session
    after = {"version": reopening.version, "scope": reopening.scope, "detail": reopening.detail}
    record(by=by, action=action, obj=session, after=after, unit_id=session.unit_id, reason=reopening.reason)
