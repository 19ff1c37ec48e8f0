"""Ballots cast on paper and on screen beside each other, with their sum, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.rules.channels import ChannelFigures, figure_rows


@dataclass(frozen=True)
class ChannelsView:
    """`columns` name the ways; each row is a figure with its number in each way, named again for cards, and the sum."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, int], ...], int], ...]


def channels_view(name: str, channels: Sequence[ChannelFigures]) -> ChannelsView | None:
    if not channels:
        return None
    columns = tuple(one.label for one in channels)
    rows = tuple(
        (label, tuple(zip(columns, numbers, strict=True)), total) for label, numbers, total in figure_rows(channels)
    )
    return ChannelsView(name, columns, rows)
