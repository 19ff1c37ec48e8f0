"""What the head of the board decides about a bundle: a third reading of the paper, or keying it anew."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from ballots.actions.agreeing import agree, erase_sheets
from ballots.actions.bundle_guards import counting_session, present_bundle, record_bundle
from ballots.actions.counts import drop_paper_count
from ballots.models import Bundle, ThirdDecision
from ballots.queries.bundles import sheets_of
from ballots.rules.bundles import Sheet, decided, fault_of, opened_lines
from config.accounts.permissions import Permission
from config.errors import Refused
from config.vietnamese import tidy

LONGEST_NOTE = 300


@transaction.atomic
def decide_bundle(*, by: Any, bundle: Bundle, typed: Mapping[int, Sheet], note: str) -> Bundle:
    """Settle what two keyings left apart: `by`, who keyed neither, looked at the paper and typed those ballots'
    differing cells (`typed`, by position), or why such a ballot is wholly invalid. The bundle is added up and its
    ballots are erased."""
    session = counting_session(by, bundle.style.session, Permission.CONFIRM_COUNT)
    bundle = present_bundle(session, bundle.pk)
    note = tidy(note)[:LONGEST_NOTE]
    if sentence := obstacle_to_deciding(by, bundle):
        raise Refused(sentence)
    if not note:
        raise Refused("Ghi chú đã xem phiếu giấy như thế nào, ví dụ: “Đã xem phiếu số 7 cùng hai thành viên ban”.")
    first = bundle.keyings.order_by("number")[0]
    sheets, lines, rules = sheets_of(first), bundle.style.subjects.count(), session.rules
    for position, open_lines in opened_lines(first.returned).items():
        sheet = decided(sheets[position], typed.get(position, Sheet()), open_lines)
        if fault := fault_of(sheet, lines, rules):
            raise Refused(f"Phiếu số {position}: {fault}")
        sheets[position] = sheet
    cells = len(first.returned)
    ThirdDecision.objects.create(bundle=bundle, by=by, cells=cells, note=note)
    agree(bundle=bundle, sheets=sheets)
    record_bundle(by, "ballots.bundle_decided", bundle, session, {"cells": cells}, note)
    return bundle


@transaction.atomic
def discard_bundle(*, by: Any, bundle: Bundle, reason: str) -> None:
    """Throw a bundle away with all that was keyed of it, and with the count that was confirmed over it: the paper was
    tied wrongly, or a clerk fell ill."""
    session = counting_session(by, bundle.style.session, Permission.CONFIRM_COUNT)
    bundle = present_bundle(session, bundle.pk)
    reason = tidy(reason)
    if not reason:
        raise Refused("Ghi lý do hủy bó phiếu.")
    erase_sheets(bundle)
    record_bundle(by, "ballots.bundle_discarded", bundle, session, {"size": bundle.size}, reason)
    drop_paper_count(session)
    bundle.delete()


def obstacle_to_deciding(by: Any, bundle: Bundle) -> str:
    """Why `by` cannot decide the bundle, or an empty text."""
    if bundle.state != Bundle.State.DIFFERING:
        return "Bó này không có chỗ nào chờ quyết định."
    if by.pk in {keying.by_id for keying in bundle.keyings.all()}:
        return "Đồng chí đã nhập bó này; người quyết định phải là người thứ ba."
    return ""
