"""Where an official is voted on, in words."""

from dataclasses import dataclass

from campaigns.models import VenueChoice
from campaigns.queries.venues import Standing
from officials.models import UnitKind


@dataclass(frozen=True)
class VenueLine:
    """A unit with the official's titles there, and why it is a venue or not."""

    unit_id: int
    name: str
    titles: str
    place: int | None
    sentence: str
    citation: str


@dataclass(frozen=True)
class VenueBoard:
    """The two columns of an official: the venues in order, and the other units. `slots`: how many venues there are to
    fill."""

    taken: tuple[VenueLine, ...]
    left: tuple[VenueLine, ...]
    slots: int
    choice: VenueChoice | None
    is_pending: bool


def venue_board(standing: Standing) -> VenueBoard:
    lines = tuple(
        VenueLine(
            unit_id=unit.unit_id,
            name=standing.posts[unit.unit_id][0].unit.name,
            titles="; ".join(str(post.title) for post in standing.posts[unit.unit_id]),
            place=unit.place,
            sentence=unit.sentence(", ".join(UnitKind(kind).label for kind in unit.kinds)),
            citation=unit.citation,
        )
        for unit in standing.units
    )
    return VenueBoard(
        taken=tuple(line for line in lines if line.place),
        left=tuple(line for line in lines if not line.place),
        slots=min(standing.units[0].cap, len(lines)),
        choice=standing.choice,
        is_pending=standing.is_pending,
    )
