"""What is known of a session's ballots while its day goes on, for everybody in the hall."""

from collections import defaultdict
from dataclasses import dataclass

from ballots.models import Stock
from campaigns.models import VotingSession


@dataclass(frozen=True)
class StyleStock:
    """The blanks of one ballot style, on paper and on screen together; None while nobody has counted them."""

    name: str
    issued: int | None
    returned: int | None


def stock_of(session: VotingSession) -> list[StyleStock]:
    """By ballot style in ballot order: two queries."""
    issued: dict[int, list[int]] = defaultdict(list)
    returned: dict[int, list[int]] = defaultdict(list)
    for stock in Stock.objects.filter(style__session=session):
        for known, number in ((issued, stock.issued), (returned, stock.returned)):
            if number is not None:
                known[stock.style_id].append(number)
    return [
        StyleStock(style.name, _total(issued[style.pk]), _total(returned[style.pk])) for style in session.styles.all()
    ]


def _total(numbers: list[int]) -> int | None:
    return sum(numbers) if numbers else None
