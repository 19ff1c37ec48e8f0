"""The codes on slips that voters draw from a bowl: how they are made, written and read. Pure.

The letters are those that nobody mistakes for a digit or another letter, and none that a Vietnamese keyboard turns into
something else: no vowels, no D, no W. What looks alike is read as the one that is meant.
"""

from collections.abc import Callable

ALPHABET = "0123456789CFHJKMNPRTVX"
LENGTH = 10  # 22^10 ≈ 2^44: one guess in a session of 500 codes succeeds once in 5·10^10
LOOK_ALIKES = str.maketrans("OQDILBSZGU", "000118526V")
_FILLERS = str.maketrans("", "", " \t\r\n-–—.\u00a0")


def new_codes(number: int, choose: Callable[[str], str]) -> list[str]:
    """So many different codes. `choose` takes one letter of an alphabet at random, such as `secrets.choice`."""
    codes: dict[str, None] = {}
    while len(codes) < number:
        codes["".join(choose(ALPHABET) for _ in range(LENGTH))] = None
    return list(codes)


def written(code: str) -> str:
    """As a slip shows it: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def read_code(text: str) -> str:
    """The code that was typed, or an empty text for what can be none: O for 0, I for 1, lower case, spaces and dashes
    do not matter."""
    code = text.translate(_FILLERS).upper().translate(LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
