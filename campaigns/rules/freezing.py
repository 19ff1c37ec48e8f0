"""What identifies a roll and the ballots of a session once they are frozen. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class RollLine:
    """Somebody on the roll, as the sign-in sheet has them; `official` is 0 for somebody the register does not know."""

    name: str
    title: str
    workplace: str
    official: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BallotLine:
    """A line of a ballot as it is printed; `style` and `line` are places in their order."""

    style: int
    line: int
    style_name: str
    colour: str
    name: str
    title: str
    official: int
    appointments: tuple[int, ...]


def frozen_digest(lines: Iterable[RollLine] | Iterable[BallotLine]) -> str:
    """SHA-256 in hex over the lines in canonical order and form; any changed letter gives another one."""
    texts = sorted(json.dumps(astuple(line), ensure_ascii=False, separators=(",", ":")) for line in lines)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
