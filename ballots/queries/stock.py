"""The ledger of blank ballots of a session: its paper ballots, style by style."""

from ballots.models import Channel, Stock
from ballots.rules.stock import COLUMNS, Ledger
from campaigns.models import VotingSession


def ledgers_of(session: VotingSession) -> list[Ledger]:
    """One ledger a style, in ballot order, empty where nothing was written yet: two queries."""
    styles = list(session.styles.order_by("position"))
    stocks = {stock.style_id: stock for stock in Stock.objects.filter(style__in=styles, channel=Channel.PAPER)}
    found = []
    for style in styles:
        stock = stocks.get(style.pk)
        known = {name: getattr(stock, name) for name in (*COLUMNS, "explanation")} if stock else {}
        found.append(Ledger(style.pk, style.name, **known))
    return found
