"""Ballots cast on paper and on screen beside each other, with their sum, as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ballots.rules.channels import ChannelFigures, Row, figure_rows, person_rows
from ballots.rules.small_groups import why_not_split
from campaigns.rules.parameters import Parameters


@dataclass(frozen=True)
class ChannelsView:
    """`columns` name the ways; `rows` are the figures of the ballots. `people` have rows of their own, by their number
    and name, unless `withheld` says why not."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    people: tuple[tuple[str, tuple[Row, ...]], ...]
    withheld: str

    @property
    def width(self) -> int:
        """Of the table: what is counted, the ways, the sum."""
        return len(self.columns) + 2


def channels_view(
    name: str, channels: Sequence[ChannelFigures], people: Iterable[tuple[int, str]], parameters: Parameters
) -> ChannelsView | None:
    """`people`: those to show, by their number on the ballot, 1 for the first, and their name."""
    if not channels:
        return None
    levels = [level.label for level in parameters.levels]
    withheld = why_not_split(channels, parameters.smallest_group)
    return ChannelsView(
        name=name,
        columns=tuple(one.label for one in channels),
        rows=figure_rows(channels),
        people=tuple(
            (f"{number}. {person}", person_rows(channels, number - 1, levels))
            for number, person in people
            if not withheld
        ),
        withheld=withheld,
    )
