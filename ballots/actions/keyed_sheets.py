"""Keying the ballots of a bundle: keeping each one, handing in, and what two keyings come to."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from ballots.actions.agreeing import agree
from ballots.actions.bundle_guards import counting_session, own_keying, present_bundle, record_bundle
from ballots.models import Bundle, BundleKeying, KeyedSheet, Pass
from ballots.queries.bundles import sheets_of
from ballots.rules.bundles import Cell, Sheet, compare, emptied, fault_of, filled, opened_lines
from campaigns.models import VotingSession
from config.accounts.permissions import Permission
from config.errors import Refused

LONGEST_SECONDS = 600  # what one ballot adds at most to a clerk's time: who went for tea is not slow


class OtherWindow(Refused):
    """The keying was opened in another window since."""

    def __init__(self) -> None:
        super().__init__(
            "Bó phiếu này đang được nhập ở cửa sổ khác nên cửa sổ này dừng lại. Tải lại trang để nhập tiếp ở đây."
        )


@dataclass(frozen=True)
class Opened:
    """What is on the server, and the window in which it was keyed before."""

    sheets: dict[int, Sheet]
    before: str


@transaction.atomic
def open_window(*, by: Any, keying: BundleKeying, window: str) -> Opened:
    """Key in this browser window from now on; any other window of the same keying is told when it next sends."""
    keying = own_keying(by, keying.pk)
    BundleKeying.objects.filter(pk=keying.pk).update(window=window[:36])
    return Opened(sheets_of(keying), keying.window)


@transaction.atomic
def save_sheet(
    *,
    by: Any,
    keying: BundleKeying,
    position: int,
    sheet: Sheet,
    window: str = "",
    seconds: int = 0,
) -> None:
    """Keep one ballot; sent again, it is kept once. Small and quick on purpose: it leaves no event, for what counts is
    what is handed in, and locks nothing but the own keying."""
    keying = own_keying(by, keying.pk)
    if keying.window != window:
        raise OtherWindow
    _keep(keying, position, sheet, seconds)


@transaction.atomic
def save_shown_sheet(*, by: Any, keying: BundleKeying, position: int, sheet: Sheet, shown: str) -> None:
    """Keep one ballot from a plain form, which was shown with `shown` (marks or reason, or nothing) in it. Refused when
    the ballot was keyed elsewhere since; a window that keys with the page's own help is told when it next sends."""
    keying = own_keying(by, keying.pk)
    now = sheets_of(keying).get(position, Sheet())
    if shown != (now.marks or now.reason):
        raise Refused(f"Phiếu số {position} vừa được nhập ở cửa sổ khác. Xem lại trên giấy rồi nhập lại nếu cần.")
    BundleKeying.objects.filter(pk=keying.pk).update(window="")
    _keep(keying, position, sheet, 0)


def _keep(keying: BundleKeying, position: int, sheet: Sheet, seconds: int) -> None:
    if not 1 <= position <= keying.bundle.size:
        raise Refused(f"Bó này có {keying.bundle.size} phiếu, không có phiếu số {position}.")
    if keying.returned:
        sheet = _again(keying, position, sheet)
    lines = keying.bundle.style.subjects.count()
    if fault := fault_of(sheet, lines, keying.bundle.style.session.rules):
        raise Refused(fault)
    KeyedSheet.objects.bulk_create(
        [KeyedSheet(keying=keying, position=position, marks=sheet.marks, invalid_reason=sheet.reason)],
        update_conflicts=True,
        unique_fields=["keying", "position"],
        update_fields=["marks", "invalid_reason"],
    )
    spent = min(max(seconds, 0), LONGEST_SECONDS)
    BundleKeying.objects.filter(pk=keying.pk).update(seconds=F("seconds") + spent)


@transaction.atomic
def submit_bundle(*, by: Any, keying: BundleKeying) -> Bundle:
    """Hand in a keying in which every ballot is keyed. With the second one both are compared: equal, the bundle is
    added up and its ballots are erased; else each gets the differing cells back, emptied."""
    session = counting_session(by, keying.bundle.style.session, Permission.KEY_TOTALS)
    own = own_keying(by, keying.pk)
    bundle = present_bundle(session, own.bundle_id)
    sheets = sheets_of(own)
    missing = [n for n in range(1, bundle.size + 1) if n not in sheets or not sheets[n].is_whole]
    if missing:
        some = ", ".join(map(str, missing[:10])) + (" …" if len(missing) > 10 else "")
        raise Refused(f"Còn {len(missing)} phiếu chưa nhập xong: số {some}. Nhập đủ rồi nộp.")
    own.is_submitted, own.sheets = True, bundle.size
    own.save(update_fields=["is_submitted", "sheets"])
    record_bundle(by, "ballots.bundle_submitted", bundle, session, {"number": own.number})
    _compare(by, session, bundle)
    return bundle


def _compare(by: Any, session: VotingSession, bundle: Bundle) -> None:
    keyings = list(bundle.keyings.order_by("number"))
    if len(keyings) < len(Pass) or not all(keying.is_submitted for keying in keyings):
        return
    first, second = (sheets_of(keying) for keying in keyings)
    differing = compare(first, second)
    if not differing:
        agree(bundle=bundle, sheets=first)
        record_bundle(by, "ballots.bundle_agreed", bundle, session)
        return
    for keying, sheets in zip(keyings, (first, second), strict=True):
        _give_back(keying, sheets, differing)
    bundle.state, bundle.differences = Bundle.State.DIFFERING, bundle.differences + 1
    bundle.save(update_fields=["state", "differences"])
    record_bundle(by, "ballots.bundle_returned", bundle, session, {"differing": len(differing)})


def _give_back(keying: BundleKeying, sheets: dict[int, Sheet], differing: tuple[Cell, ...]) -> None:
    """Empty the differing cells; what was handed in at first is remembered until the bundle agrees."""
    opened = opened_lines(differing)
    lines = keying.bundle.style.subjects.count()
    rows = list(KeyedSheet.objects.filter(keying=keying, position__in=opened))
    for row in rows:
        row.earlier = row.earlier or row.marks or row.invalid_reason
        sheet = emptied(sheets[row.position], opened[row.position], lines)
        row.marks, row.invalid_reason = sheet.marks, sheet.reason
    KeyedSheet.objects.bulk_update(rows, ["marks", "invalid_reason", "earlier"])
    keying.is_submitted, keying.returned = False, [list(cell) for cell in differing]
    keying.save(update_fields=["is_submitted", "returned"])


def _again(keying: BundleKeying, position: int, typed: Sheet) -> Sheet:
    """A ballot that came back, with what was typed in its open cells only."""
    open_lines = opened_lines(keying.returned).get(position)
    if not open_lines:
        raise Refused(f"Phiếu số {position} đã khớp nên không sửa nữa. Chỉ nhập lại các ô được trả lại.")
    row = KeyedSheet.objects.get(keying=keying, position=position)
    return filled(Sheet(row.marks, row.invalid_reason), typed, open_lines)
