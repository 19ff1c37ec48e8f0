"""What identifies a list of people: a digest over its lines. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True, order=True)
class ListLine:
    """An appointment on the list, as it is told to people. `group`: the group of titles that share a ballot."""

    official_code: str
    name: str
    title: str
    unit_code: str
    unit: str
    group: str
    phase: str


def list_digest(lines: Iterable[ListLine]) -> str:
    """SHA-256 in hex over the lines, in whatever order they come."""
    text = json.dumps([astuple(line) for line in sorted(lines)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
