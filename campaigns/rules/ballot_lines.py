"""From the people voted on at a session to the lines of its ballots. Pure.

A ballot carries one group of titles; an official is one line, whatever number of titles are voted on together
(Nghị quyết 96/2023/QH15, Điều 2 khoản 4); lines stand in the order of office.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from officials.rules.titles import full_title

GROUP_ORDER = ("party", "council", "committee", "agency")
COLOURS = ("hồng", "vàng", "xanh", "trắng")


@dataclass(frozen=True)
class Holding:
    """A title that somebody is voted on for, and the unit where they hold it."""

    appointment_id: int
    official_id: int
    name: str
    sort_key: str
    title: str
    rank: int
    group: str
    unit_position: int
    unit: str


@dataclass(frozen=True)
class BallotLine:
    official_id: int
    appointment_ids: tuple[int, ...]
    name: str
    title: str


@dataclass(frozen=True)
class Ballot:
    """The lines of one group, on paper of one colour."""

    group: str
    colour: str
    lines: tuple[BallotLine, ...]


def ballots(holdings: Iterable[Holding]) -> tuple[Ballot, ...]:
    """Ballots by group, in the order of groups; the same whatever order the holdings come in."""
    by_official: dict[int, list[Holding]] = {}
    for holding in sorted(holdings, key=_office):
        by_official.setdefault(holding.official_id, []).append(holding)
    groups: dict[str, list[BallotLine]] = {}
    for held in by_official.values():
        groups.setdefault(held[0].group, []).append(_line(held))
    present = [group for group in GROUP_ORDER if group in groups]
    return tuple(Ballot(group, colour, tuple(groups[group])) for group, colour in zip(present, COLOURS, strict=False))


def _office(holding: Holding) -> tuple[int, int, int, str, int]:
    return (
        GROUP_ORDER.index(holding.group),
        holding.unit_position,
        holding.rank,
        holding.sort_key,
        holding.appointment_id,
    )


def _line(held: list[Holding]) -> BallotLine:
    titles = [full_title(holding.title, holding.unit) for holding in held]
    return BallotLine(
        official_id=held[0].official_id,
        appointment_ids=tuple(holding.appointment_id for holding in held),
        name=held[0].name,
        title="; ".join(dict.fromkeys(titles)),
    )
