"""What happens on the day: the stock of ballots, the keying, the count, the seal."""

from ballots.models.bundles import MOST_SHEETS, Bundle, BundleCount, BundleKeying, KeyedSheet, ThirdDecision
from ballots.models.counts import Count, CountLine, Source
from ballots.models.keying import Pass, TotalsKeying
from ballots.models.minutes import Minutes
from ballots.models.seals import Reopening, Seal, TrustedKey
from ballots.models.stock import Channel, Stock

__all__ = [
    "MOST_SHEETS",
    "Bundle",
    "BundleCount",
    "BundleKeying",
    "Channel",
    "Count",
    "CountLine",
    "KeyedSheet",
    "Minutes",
    "Pass",
    "Reopening",
    "Seal",
    "Source",
    "Stock",
    "ThirdDecision",
    "TotalsKeying",
    "TrustedKey",
]
