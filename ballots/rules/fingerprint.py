"""A digest of a session's counts, kept in the audit trail so that a count changed behind its back is found. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class CountedLine:
    subject_id: int
    votes: dict[str, int]
    line_invalid: int


@dataclass(frozen=True)
class CountedStyle:
    """The numbers of one ballot style in one channel, with what explains them (by "code:place")."""

    style_id: int
    channel: str
    issued: int
    returned: int
    valid: int
    wholly_invalid: int
    lines: tuple[CountedLine, ...]
    explanations: dict[str, str]


def fingerprint(styles: Iterable[CountedStyle]) -> str:
    """SHA-256 in hexadecimal over all numbers, whatever the order they come in."""
    rows = [
        [
            style.style_id,
            style.channel,
            [style.issued, style.returned, style.valid, style.wholly_invalid],
            sorted([line.subject_id, sorted(line.votes.items()), line.line_invalid] for line in style.lines),
        ]
        for style in styles
    ]
    text = json.dumps(sorted(rows), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
