"""What a voter's request carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex

from django.http import HttpRequest

from ballots.actions.casting import LONGEST_NONCE, SHORTEST_NONCE
from ballots.presenters.cast import BLANK, FIELD
from ballots.rules.access_codes import read_code
from ballots.rules.slips import UNMARKED

LONGEST_FIELD = 20
UNKNOWN = "?"


@dataclass(frozen=True)
class Body:
    code: str
    nonce: str
    marks: Mapping[int, str]


def read_body(request: HttpRequest, levels: Sequence[str]) -> Body:
    """The code as it is written on slips, the nonce, or a new one, and the marks by person; whether they are a whole
    ballot the box says."""
    nonce = request.POST.get("nonce", "")
    if not (SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE and nonce.isascii() and nonce.isalnum()):
        nonce = token_hex(16)
    mark_of = {BLANK: UNMARKED, **{str(number): level for number, level in enumerate(levels, 1)}}
    marks = {
        int(name.removeprefix(FIELD)): mark_of.get(value, UNKNOWN)
        for name, value in request.POST.items()
        if _is_mark(name) and isinstance(value, str)
    }
    return Body(read_code(request.POST.get("code", "")), nonce, marks)


def _is_mark(name: str) -> bool:
    number = name.removeprefix(FIELD)
    return len(name) <= LONGEST_FIELD and number != name and number.isascii() and number.isdigit()
