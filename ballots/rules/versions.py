"""The counts of a session that was opened again: each version kept whole, and what differs between two of them. Pure.

A reopened session has counted again for a reason that somebody else confirmed; the earlier count stays readable
word for word, whatever happens to the rows of the standing one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ballots.rules.totals import FIGURES, cell

PAPER = ("paper",)
ALL_CHANNELS = (*PAPER, "screen")


@dataclass(frozen=True)
class CountedPerson:
    """One line of a ballot with its marks."""

    subject: int
    name: str
    title: str
    votes: dict[str, int]
    line_invalid: int


@dataclass(frozen=True)
class CountedBallots:
    """One ballot style in one channel, with its ledger and what explained it (by "code:place")."""

    style: int
    name: str
    channel: str
    source: str
    issued: int
    returned: int
    valid: int
    wholly_invalid: int
    spoiled: int | None
    unused: int | None
    people: tuple[CountedPerson, ...]
    explanations: dict[str, str]


@dataclass(frozen=True)
class CountVersion:
    """Everything that one count of a session said, and who answers for it. `state` is where it had come to: counted
    or sealed; `seal` is the digest of the seal, empty without one."""

    version: int
    state: str
    total_members: int | None
    summoned: int | None
    present: int | None
    keyed_by: tuple[str, ...]
    confirmed_by: str
    seal: str
    sealed_by: tuple[str, ...]
    ballots: tuple[CountedBallots, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CountVersion":
        """ValueError where it is not what to_json gave."""
        try:
            ballots = tuple(
                CountedBallots(
                    **{**style, "people": tuple(CountedPerson(**person) for person in style["people"])},
                )
                for style in data["ballots"]
            )
            names = {name: tuple(data[name]) for name in ("keyed_by", "sealed_by")}
            return cls(**{**data, **names, "ballots": ballots})
        except (KeyError, TypeError) as error:
            raise ValueError(f"Bản kiểm phiếu đã lưu không đọc được: {error}") from error

    def cells(self, channels: Collection[str] = ALL_CHANNELS) -> dict[str, int]:
        """Its numbers by the names of the cells of a sheet of totals; of several channels the sum."""
        numbers: dict[str, int] = {}
        for name, number in self._all_cells(channels):
            numbers[name] = numbers.get(name, 0) + number
        return numbers

    def _all_cells(self, channels: Collection[str]) -> Iterator[tuple[str, int]]:
        for style in self.ballots:
            if style.channel not in channels:
                continue
            for figure in FIGURES:
                yield cell(f"style:{style.style}", figure), getattr(style, figure)
            for person in style.people:
                for level, number in person.votes.items():
                    yield cell(f"subject:{person.subject}", level), number


def differing_cells(earlier: CountVersion, later: CountVersion) -> frozenset[str]:
    """The cells whose numbers differ between two counts; a cell that only one of them has differs."""
    before, after = earlier.cells(), later.cells()
    return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def kept_cells(earlier: CountVersion, subject: int) -> dict[str, int]:
    """Where one person's column of the paper ballots is counted again: the numbers of all other cells, which stay."""
    return {name: number for name, number in earlier.cells(PAPER).items() if not name.startswith(f"subject:{subject}:")}


def kept_explanations(earlier: CountVersion, subject: int) -> dict[str, str]:
    """The answers that stay with those numbers: all but those about the person who is counted again."""
    return {
        key: text
        for style in earlier.ballots
        for key, text in style.explanations.items()
        if not key.endswith(f":subject:{subject}")
    }


def version_words(version: int, paper: str) -> str:
    """What a paper ("biên bản") says of a count that is not the first; nothing of the first."""
    return f"Kiểm phiếu lần {version}, thay {paper} lần {version - 1}" if version > 1 else ""
