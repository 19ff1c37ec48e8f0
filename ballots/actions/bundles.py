"""Choosing how a session counts, making bundles of ballots, and beginning to key one."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from ballots.actions.bundle_guards import PAPER_COUNTED, counting_session, present_bundle, record_bundle
from ballots.actions.passes import free_pass, own_of
from ballots.models import MOST_SHEETS, Bundle, BundleKeying, Reopening, TotalsKeying
from ballots.queries.bundles import has_bundles
from ballots.queries.counts import is_paper_counted
from ballots.queries.versions import recount_of
from ballots.rules.bundles import LEAST_SHEETS
from campaigns.actions.locking import held_session
from campaigns.models import COUNTED, BallotStyle, Counting, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused


@transaction.atomic
def choose_counting(*, by: Any, session: VotingSession, counting: Counting) -> VotingSession:
    """Choose how the paper ballots are counted, before anybody keys."""
    require(by, Permission.CONFIRM_COUNT, session.unit)
    locked = held_session(session.pk)
    if locked.state in COUNTED:
        raise Refused("Hội nghị đã có kết quả nên không đổi cách kiểm phiếu được nữa.")
    if has_bundles(locked) or TotalsKeying.objects.filter(session=locked).exists():
        raise Refused("Đã bắt đầu nhập. Hủy những gì đã nhập trước khi đổi cách kiểm phiếu.")
    recount = recount_of(locked)
    if recount is not None and recount.scope != Reopening.Scope.ALL:
        raise Refused("Hội nghị đang kiểm lại một phần của lần trước nên giữ cách kiểm phiếu của lần đó.")
    before, locked.counting = locked.counting, counting
    locked.save(update_fields=["counting"])
    record(
        by=by,
        action="ballots.counting_chosen",
        obj=locked,
        before={"counting": before},
        after={"counting": str(counting)},
        unit_id=locked.unit_id,
    )
    return locked


@transaction.atomic
def create_bundle(*, by: Any, style: BallotStyle, size: int) -> Bundle:
    """Tie `size` ballots of a style together. A bundle of very few ballots would give away how they were marked, so it
    stands alone only where the style has no more."""
    session = counting_session(by, style.session, Permission.KEY_TOTALS)
    if is_paper_counted(session):
        raise Refused(PAPER_COUNTED)
    if not 1 <= size <= MOST_SHEETS:
        raise Refused(f"Mỗi bó có từ 1 đến {MOST_SHEETS} phiếu. Chia lại rồi ghi số phiếu của từng bó.")
    bundles = Bundle.objects.filter(style=style, version=session.count_version)
    if size < LEAST_SHEETS and bundles.exists():
        raise Refused(
            f"Bó dưới {LEAST_SHEETS} phiếu dễ làm lộ cách ghi phiếu. Gộp vào bó khác hoặc chia lại cho đều hơn."
        )
    number = (bundles.aggregate(last=Max("number"))["last"] or 0) + 1
    bundle = Bundle.objects.create(style=style, version=session.count_version, number=number, size=size)
    record_bundle(by, "ballots.bundle_created", bundle, session, {"size": size})
    return bundle


@transaction.atomic
def start_bundle(*, by: Any, bundle: Bundle) -> BundleKeying:
    """Give `by` the first free pass of the bundle; somebody who is keying it already gets the own keying again."""
    session = counting_session(by, bundle.style.session, Permission.KEY_TOTALS)
    bundle = present_bundle(session, bundle.pk)
    keyings = list(bundle.keyings.select_related("by").order_by("number"))
    if (own := own_of(by, keyings)) is not None:
        return own
    number = free_pass(keyings, "bó này", "Chọn bó khác.")
    keying = BundleKeying.objects.create(bundle=bundle, number=number, by=by)
    record_bundle(by, "ballots.bundle_started", bundle, session, {"number": keying.number})
    return keying
