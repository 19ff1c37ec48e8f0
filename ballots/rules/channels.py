"""The ballots of a style by the way in which they were cast, where there was more than one. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

CHANNEL_WORDS = {"paper": "Phiếu giấy", "screen": "Trên màn hình"}
FIGURE_WORDS = {"issued": "Phát ra", "returned": "Thu về", "valid": "Hợp lệ", "wholly_invalid": "Không hợp lệ"}

Row = tuple[str, tuple[int, ...], int]  # what is counted, its number in each channel, the sum


@dataclass(frozen=True)
class ChannelFigures:
    """`votes`: for each person in the ballot's order the votes by level, in the rule set's order; nothing where they
    are told over all channels only."""

    channel: str
    issued: int
    returned: int
    valid: int
    wholly_invalid: int
    votes: tuple[tuple[int, ...], ...]

    @property
    def label(self) -> str:
        return CHANNEL_WORDS[self.channel]


def side_by_side(channels: Iterable[ChannelFigures]) -> tuple[ChannelFigures, ...]:
    """Paper, then screen; nothing where all ballots were cast in one way, which the total says already."""
    found = sorted(channels, key=lambda one: one.channel)
    return tuple(found) if len(found) > 1 else ()


def figure_rows(channels: Sequence[ChannelFigures]) -> tuple[Row, ...]:
    """Each figure of the ballots."""
    numbers = {label: [getattr(one, name) for one in channels] for name, label in FIGURE_WORDS.items()}
    return _rows(numbers)


def person_rows(channels: Sequence[ChannelFigures], place: int, levels: Sequence[str]) -> tuple[Row, ...]:
    """The votes for the person at this place of the ballot (0 is the first) by level, and the ballots that gave them
    none: in each channel all add up to what was returned."""
    numbers = {level: [one.votes[place][at] for one in channels] for at, level in enumerate(levels)}
    numbers["Không hợp lệ"] = [one.returned - sum(one.votes[place]) for one in channels]
    return _rows(numbers)


def _rows(numbers: Mapping[str, Sequence[int]]) -> tuple[Row, ...]:
    return tuple((label, tuple(row), sum(row)) for label, row in numbers.items())
