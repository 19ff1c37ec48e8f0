"""A ballot cast on screen, taken apart into sealed slips, and the count of a box of them. Pure.

One slip per person and one per ballot style that says "a ballot came back": all of one size, each sealed by itself
(design.md, section 6), so nothing tells which slips were one ballot.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from struct import Struct

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ballots.rules.fingerprint import CountedLine

UNMARKED = ""  # the line was left empty: it is invalid for that person only
_SLIP = Struct(">BBQB5x")
_KIND_BYTES = Struct(">BBQ").size  # of a slip, all before its mark
_VERSION, _BALLOT, _LINE, _TRIAL = 1, 1, 2, 3
_UNMARKED_BYTE = 255


@dataclass(frozen=True)
class ScreenStyle:
    """A ballot style as it is cast: its key, and the keys of the people on it in ballot order."""

    key: int
    people: tuple[int, ...]


@dataclass(frozen=True)
class BoxCount:
    """What a box holds: by style the ballots that came back, by person the marks."""

    returned: dict[int, int]
    lines: dict[int, CountedLine]


class UnreadableBox(ValueError):
    """A slip that the key does not open, or slips that do not add up to whole ballots."""


def slips_per_ballot(styles: Iterable[ScreenStyle]) -> int:
    """Of how many slips one voter's ballots of all styles consist."""
    return sum(1 + len(style.people) for style in styles)


def faulty_people(styles: Iterable[ScreenStyle], marks: Mapping[int, str], levels: Sequence[str]) -> set[int]:
    """The people whose mark is missing or unknown, and those who are not on the ballot at all; nobody on a ballot that
    may be cast. A line that was left empty has the mark UNMARKED."""
    expected = {person for style in styles for person in style.people}
    allowed = {*levels, UNMARKED}
    return (expected ^ marks.keys()) | {person for person, mark in marks.items() if mark not in allowed}


def sealed_slips(
    styles: Iterable[ScreenStyle], marks: Mapping[int, str], levels: Sequence[str], key: bytes
) -> list[bytes]:
    """The ballot as slips sealed for the box with this public key; `marks` has no faulty people."""
    box = SealedBox(PublicKey(key))
    plain = []
    for style in styles:
        plain.append(_SLIP.pack(_VERSION, _BALLOT, style.key, 0))
        plain += [_SLIP.pack(_VERSION, _LINE, person, _byte(marks[person], levels)) for person in style.people]
    return [bytes(box.encrypt(slip)) for slip in plain]


def trial_slip(key: bytes) -> bytes:
    """A sealed slip without any mark, to try cards on."""
    return bytes(SealedBox(PublicKey(key)).encrypt(_SLIP.pack(_VERSION, _TRIAL, 0, 0)))


def opens(slip: bytes, key: PrivateKey) -> bool:
    """Whether the key opens this trial slip."""
    try:
        return _SLIP.unpack(SealedBox(key).decrypt(slip))[:2] == (_VERSION, _TRIAL)
    except CryptoError:
        return False


def opened(sealed: Sequence[bytes], key: PrivateKey) -> list[bytes]:
    """What the slips say, in their order; to be kept in memory only. UnreadableBox where one does not open. By as many
    threads as there are processors: opening a slip is arithmetic outside of Python."""
    decrypt, threads = SealedBox(key).decrypt, os.cpu_count() or 1
    part = len(sealed) // threads + 1
    parts = [sealed[start : start + part] for start in range(0, len(sealed), part)]
    try:
        with ThreadPoolExecutor(threads) as pool:
            return [
                plain for done in pool.map(lambda slips: [decrypt(slip) for slip in slips], parts) for plain in done
            ]
    except CryptoError as error:
        raise UnreadableBox("a slip that this key does not open") from error


def kind_of(plain: bytes) -> bytes:
    """What an opened slip is about, without how it is marked: a person, or that a ballot of some style came back."""
    return plain[:_KIND_BYTES]


def counted(plain: Iterable[bytes], styles: Sequence[ScreenStyle], levels: Sequence[str]) -> BoxCount:
    """Add up opened slips. UnreadableBox where a person has not exactly one mark for each ballot of the style: nothing
    is left out quietly."""
    found = Counter(plain)
    tally: Counter[tuple[int, int, int]] = Counter()
    for slip, number in found.items():
        version, kind, key_of, mark = _SLIP.unpack(slip)
        if version != _VERSION:
            raise UnreadableBox("a slip of another version")
        tally[kind, key_of, mark] += number
    count = BoxCount(
        returned={style.key: tally.pop((_BALLOT, style.key, 0), 0) for style in styles},
        lines={person: _line(person, tally, levels) for style in styles for person in style.people},
    )
    if +tally:
        raise UnreadableBox("slips of nobody on the ballot")
    for style in styles:
        for person in style.people:
            line = count.lines[person]
            if sum(line.votes.values()) + line.line_invalid != count.returned[style.key]:
                raise UnreadableBox("slips that are no whole ballots")
    return count


def _line(person: int, tally: Counter[tuple[int, int, int]], levels: Sequence[str]) -> CountedLine:
    votes = {level: tally.pop((_LINE, person, number), 0) for number, level in enumerate(levels)}
    return CountedLine(subject_id=person, votes=votes, line_invalid=tally.pop((_LINE, person, _UNMARKED_BYTE), 0))


def _byte(mark: str, levels: Sequence[str]) -> int:
    return _UNMARKED_BYTE if mark == UNMARKED else levels.index(mark)
