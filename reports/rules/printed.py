"""Whether a paper says in letters what it has to say. Pure."""

from collections.abc import Iterable

AROUND = " .,;:()"


def not_printed(expected: Iterable[str], text: str) -> list[str]:
    """Which of the expected lines do not stand in the text as they are, word for word and with nothing stuck to them;
    spaces and line ends do not matter."""
    printed = f" {' '.join(text.split())} "
    return [line for line in expected if not _stands(" ".join(line.split()), printed)]


def _stands(line: str, printed: str) -> bool:
    place = printed.find(line)
    while place > 0:
        end = place + len(line)
        if printed[place - 1] in AROUND and (line[-1] in AROUND or printed[end] in AROUND):
            return True
        place = printed.find(line, place + 1)
    return False
