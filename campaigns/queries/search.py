"""Finding officials, units, sessions and campaigns by a few words, within what the user may see.

Every word has to occur, without regard to diacritics and case, in the stored search key. A table is read once for both
its number of matches and the first of them: the shipped PostgreSQL has no index for words in the middle of a text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, QuerySet, Value, When, Window

from campaigns.models import Campaign, VotingSession
from config.accounts.permissions import Permission
from config.vietnamese import search_key, tidy
from officials.permissions import within
from officials.queries.officials import officials_seen_by, with_posts
from officials.queries.units import units_seen_by

SHORTEST = 2
LONGEST = 100
MOST_WORDS = 8
FIRST = 10


@dataclass(frozen=True)
class Words:
    """What is looked for: the words to match, and the text that may be somebody's or something's code."""

    words: tuple[str, ...]
    code: str

    @property
    def is_enough(self) -> bool:
        return len("".join(self.words)) >= SHORTEST


@dataclass(frozen=True)
class Found:
    """Matches of one group: some of them, and how many there are."""

    group: str
    total: int = 0
    rows: Sequence[Any] = field(default_factory=tuple)


def words_of(text: str) -> Words:
    """The words of the text; of a very long one, those at its beginning."""
    short = tidy(text)[:LONGEST]
    return Words(tuple(dict.fromkeys(search_key(short).split()))[:MOST_WORDS], short)


def search(user: Any, words: Words, group: str = "", first: int = 0, length: int = FIRST) -> list[Found]:
    """Each group that the user may see, or the one named, with `length` of its matches from number `first` on; whose
    code is the text comes first. At most two queries a group."""
    if not words.is_enough:
        return []
    return [
        Found(name, *find(user, words, slice(first, first + length)))
        for name, (permission, find) in GROUPS.items()
        if group in ("", name) and user.has_perm(permission)
    ]


def _campaigns(user: Any, words: Words, part: slice) -> tuple[int, list[Any]]:  # noqa: ARG001
    """Campaigns are few and seen by everybody who sees any: looked through here."""
    rows = [row for row in Campaign.objects.order_by("-year", "code") if _matches(f"{row.code} {row.name}", words)]
    return len(rows), rows[part]


def _matches(text: str, words: Words) -> bool:
    key = search_key(text)
    return all(word in key for word in words.words)


def _sessions(user: Any, words: Words, part: slice) -> tuple[int, list[Any]]:
    rows = within(VotingSession.objects.real().select_related("campaign", "unit"), user, Permission.VIEW_CAMPAIGNS)
    return _read(rows, words, ("-held_at", "code"), part)


def _officials(user: Any, words: Words, part: slice) -> tuple[int, list[Any]]:
    return _read(with_posts(officials_seen_by(user)), words, ("sort_key", "code"), part)


def _units(user: Any, words: Words, part: slice) -> tuple[int, list[Any]]:
    return _read(units_seen_by(user), words, ("position", "code"), part)


def _read(rows: QuerySet[Any], words: Words, order: Sequence[str], part: slice) -> tuple[int, list[Any]]:
    for word in words.words:
        rows = rows.filter(search_key__contains=word)
    is_code = Case(When(code__iexact=words.code, then=Value(0)), default=Value(1))
    counted = rows.annotate(is_code=is_code, total=Window(Count("*"))).order_by("is_code", *order)
    found: list[Any] = list(counted[part])
    return (found[0].total if found else 0), found


Find = Callable[[Any, Words, slice], tuple[int, list[Any]]]
GROUPS: dict[str, tuple[Permission, Find]] = {
    "can-bo": (Permission.VIEW_OFFICIALS, _officials),
    "don-vi": (Permission.VIEW_OFFICIALS, _units),
    "hoi-nghi": (Permission.VIEW_CAMPAIGNS, _sessions),
    "dot": (Permission.VIEW_CAMPAIGNS, _campaigns),
}
