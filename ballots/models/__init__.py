"""What happens on the day: the stock of ballots, the keying, the count, the seal."""

from ballots.models.boxes import AccessCode, BallotBox, Kiosk, Receipt, Slip, WrongCodes
from ballots.models.bundles import MOST_SHEETS, Bundle, BundleCount, BundleKeying, KeyedSheet, ThirdDecision
from ballots.models.counts import Count, CountLine, Source
from ballots.models.keying import Pass, TotalsKeying
from ballots.models.minutes import Minutes
from ballots.models.seals import Reopening, Seal, TrustedKey
from ballots.models.stock import Channel, Stock

__all__ = [
    "MOST_SHEETS",
    "AccessCode",
    "BallotBox",
    "Bundle",
    "BundleCount",
    "BundleKeying",
    "Channel",
    "Count",
    "CountLine",
    "KeyedSheet",
    "Kiosk",
    "Minutes",
    "Pass",
    "Receipt",
    "Reopening",
    "Seal",
    "Slip",
    "Source",
    "Stock",
    "ThirdDecision",
    "TotalsKeying",
    "TrustedKey",
    "WrongCodes",
]
