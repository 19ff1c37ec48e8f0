"""Bundles, their keyings and their sums, in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch, Q, Sum

from ballots.models import Bundle, BundleCount, BundleKeying, Channel, KeyedSheet, Stock
from ballots.rules.bundles import Sheet, Sums, added
from ballots.rules.totals import Layout, Style
from campaigns.models import VotingSession

Blanks = tuple[int | None, int | None]


def bundles_of(session: VotingSession) -> list[Bundle]:
    """The bundles of the session's present count, each with its style, its keyings with their clerks, and how many
    ballots each keying has already."""
    keyed = Count("keyed_sheets", filter=~Q(keyed_sheets__marks__contains="."))
    keyings = BundleKeying.objects.select_related("by").annotate(keyed=keyed).order_by("number")
    return list(
        Bundle.objects.filter(style__session=session, version=session.count_version)
        .select_related("style")
        .prefetch_related(Prefetch("keyings", queryset=keyings))
        .order_by("style__position", "number")
    )


def has_bundles(session: VotingSession) -> bool:
    return Bundle.objects.filter(style__session=session, version=session.count_version).exists()


def open_keyings_of(user: Any) -> list[int]:
    """The ids of the keyings that the user has not handed in, of whatever session."""
    return list(BundleKeying.objects.filter(by=user, is_submitted=False).values_list("pk", flat=True))


def sheets_of(keying: BundleKeying) -> dict[int, Sheet]:
    """The ballots of a keying by their position."""
    rows = KeyedSheet.objects.filter(keying=keying).order_by("position")
    return {row.position: Sheet(row.marks, row.invalid_reason) for row in rows}


def sums_by_style(session: VotingSession, layout: Layout) -> dict[int, Sums]:
    """What the bundles of each style that agreed add up to."""
    counts = BundleCount.objects.filter(
        bundle__style__session=session, bundle__version=session.count_version
    ).select_related("bundle")
    parts: dict[int, list[Sums]] = {style.key: [] for style in layout.styles}
    styles = {style.key: style for style in layout.styles}
    for count in counts:
        parts[count.bundle.style_id].append(_sums(count, styles[count.bundle.style_id]))
    return {style.key: added(parts[style.key], len(style.lines), layout.parameters) for style in layout.styles}


def _sums(count: BundleCount, style: Style) -> Sums:
    lines = tuple(count.lines[str(line.key)] for line in style.lines)
    return Sums(count.valid, count.wholly_invalid, count.reasons, lines)


def tied_beyond_ledger(bundle: Bundle) -> Blanks:
    """How many ballots the bundles of the same kind and count hold together, and how many the ledger says were
    returned, where that is fewer; nothing otherwise. Two queries."""
    bundles = Bundle.objects.filter(style=bundle.style_id, version=bundle.version)
    tied = bundles.aggregate(sheets=Sum("size"))["sheets"] or 0
    _, returned = blanks_of([bundle.style_id])[bundle.style_id]
    return (tied, returned) if returned is not None and tied > returned else (None, None)


def blanks_of(styles: Iterable[int]) -> dict[int, Blanks]:
    """How many paper blanks of each style were issued and returned, None where the ledger does not say."""
    blanks: dict[int, Blanks] = dict.fromkeys(styles, (None, None))
    for stock in Stock.objects.filter(style__in=list(blanks), channel=Channel.PAPER):
        blanks[stock.style_id] = (stock.issued, stock.returned)
    return blanks
