"""The codes on slips that voters draw from a bowl: how they are made, written and read. Pure.

The letters are those that nobody mistakes for a digit or another letter, and none that a Vietnamese keyboard turns into
something else: no vowels, no D, no W. What looks alike is read as the one that is meant. The invitation that takes a
shared device into use is written with the same letters: a device without a camera has it typed.
"""

from collections.abc import Callable

ALPHABET = "0123456789CFHJKMNPRTVX"
GROUP = 5
LENGTH = 2 * GROUP  # 22^10 ≈ 2^44: one guess in a session of 500 codes succeeds once in 5·10^10
LOOK_ALIKES = str.maketrans("OQDILBSZGU", "000118526V")
INVITATION_LENGTH = 4 * GROUP
_FILLERS = str.maketrans("", "", " \t\r\n-–—.\u00a0")


def new_codes(number: int, choose: Callable[[str], str]) -> list[str]:
    """So many different codes. `choose` takes one letter of an alphabet at random, such as `secrets.choice`."""
    codes: dict[str, None] = {}
    while len(codes) < number:
        codes["".join(choose(ALPHABET) for _ in range(LENGTH))] = None
    return list(codes)


def new_invitation(choose: Callable[[str], str]) -> str:
    return "".join(choose(ALPHABET) for _ in range(INVITATION_LENGTH))


def written(code: str) -> str:
    """As it is shown to be typed: in groups of five."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def read_code(text: str) -> str:
    """The code that was typed, or an empty text for what can be none: O for 0, I for 1, lower case, spaces and dashes
    do not matter."""
    return _read(text, LENGTH)


def read_invitation(text: str) -> str:
    """The same for an invitation."""
    return _read(text, INVITATION_LENGTH)


def _read(text: str, length: int) -> str:
    code = text.translate(_FILLERS).upper().translate(LOOK_ALIKES)
    return code if len(code) == length and set(code) <= set(ALPHABET) else ""
