"""The ballots of a style by the way in which they were cast, where there was more than one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

CHANNEL_WORDS = {"paper": "Phiếu giấy", "screen": "Trên màn hình"}
FIGURE_WORDS = {"issued": "Phát ra", "returned": "Thu về", "valid": "Hợp lệ", "wholly_invalid": "Không hợp lệ"}


@dataclass(frozen=True)
class ChannelFigures:
    channel: str
    issued: int
    returned: int
    valid: int
    wholly_invalid: int

    @property
    def label(self) -> str:
        return CHANNEL_WORDS[self.channel]


def side_by_side(channels: Iterable[ChannelFigures]) -> tuple[ChannelFigures, ...]:
    """Paper, then screen; nothing where all ballots were cast in one way, which the total says already."""
    found = sorted(channels, key=lambda one: one.channel)
    return tuple(found) if len(found) > 1 else ()


def figure_rows(channels: Iterable[ChannelFigures]) -> tuple[tuple[str, tuple[int, ...], int], ...]:
    """Each figure with its number in each channel and the sum."""
    columns = list(channels)
    rows = ((label, tuple(getattr(one, name) for one in columns)) for name, label in FIGURE_WORDS.items())
    return tuple((label, numbers, sum(numbers)) for label, numbers in rows)
