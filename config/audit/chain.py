"""The hash chain of the audit trail: pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

START = "0" * 64


@dataclass(frozen=True)
class Entry:
    """The content of one event that its digest covers; `at` in ISO 8601 with its offset in UTC."""

    at: str
    actor_id: int | None
    actor: str
    action: str
    object_type: str
    object_id: str
    label: str
    unit_id: int | None
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


def digest(previous: str, entry: Entry) -> str:
    """SHA-256 in hexadecimal over the previous digest and the entry as canonical JSON."""
    text = json.dumps(vars(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()


def first_break(rows: Iterable[tuple[int, Entry, str]]) -> int | None:
    """The number of the first row whose digest does not follow from the one before it; None when all do."""
    previous = START
    for number, entry, found in rows:
        if digest(previous, entry) != found:
            return number
        previous = found
    return None
