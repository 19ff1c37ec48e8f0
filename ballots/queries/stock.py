"""The ledger of blank ballots of a session: its paper ballots, style by style."""

from ballots.models import Channel, Stock
from ballots.rules.stock import COLUMNS, Ledger
from campaigns.models import VotingSession


def ledgers_of(session: VotingSession) -> list[Ledger]:
    """One ledger a style, in ballot order, empty where nothing was written yet: two queries."""
    styles = list(session.styles.order_by("position"))
    stocks = {(stock.style_id, stock.channel): stock for stock in Stock.objects.filter(style__in=styles)}
    found = []
    for style in styles:
        stock, screen = stocks.get((style.pk, Channel.PAPER)), stocks.get((style.pk, Channel.SCREEN))
        known = {name: getattr(stock, name) for name in (*COLUMNS, "explanation")} if stock else {}
        on_screen = screen.issued if screen and not screen.explanation else None
        found.append(Ledger(style.pk, style.name, **known, on_screen=on_screen))
    return found


def screen_stocks(session: VotingSession) -> dict[int, Stock]:
    """The blanks of the ballots cast on screen, by style, once their box is closed. One query."""
    return {stock.style_id: stock for stock in Stock.objects.filter(style__session=session, channel=Channel.SCREEN)}
