"""Vietnamese as papers and people write it: names, sorting, searching, dates, numbers. Pure.

Sorting follows the order of Vietnamese dictionaries: letters first (a ă â b c d đ e ê …), then tones (level, falling,
asking, tumbling, rising, heavy), syllable by syllable; names by the given name, then the family and middle names.
"""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import NamedTuple

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_KEY = {letter: chr(ord("A") + i) for i, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_UNSEEN = {"Cc", "Cf", "Cs"}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: part of the letter


class NameParts(NamedTuple):
    family: str
    middle: str
    given: str


def tidy(text: str) -> str:
    """Composed Unicode (NFC) without leading, trailing, doubled or no-break spaces, and without what cannot be seen:
    control characters, marks of direction, halves of characters."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if text.isprintable():
        return text
    return " ".join("".join(char for char in text if unicodedata.category(char) not in _UNSEEN).split())


def tidy_name(text: str) -> str:
    """A person's name tidied; one written all in capitals gets its usual capitals back."""
    name = tidy(text)
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() and len(name) > 1 else name


def name_parts(full_name: str) -> NameParts:
    """Family, middle and given name; a single word is the given name."""
    words = tidy(full_name).split()
    if not words:
        return NameParts("", "", "")
    if len(words) == 1:
        return NameParts("", "", words[0])
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])


def syllable_key(syllable: str) -> str:
    """A key of ASCII characters whose byte order is the dictionary's order of syllables."""
    letters, tone = [], "0"
    for char in unicodedata.normalize("NFC", syllable.lower()):
        base = []
        for mark in unicodedata.normalize("NFD", char):
            if mark in _TONES:
                tone = _TONES[mark]
            elif not unicodedata.combining(mark) or mark in _LETTER_MARKS:
                base.append(mark)
        letters.append(_LETTER_KEY.get(unicodedata.normalize("NFC", "".join(base)), ""))
    return "".join(letters) + tone


def sort_key(full_name: str) -> str:
    """The key by which names sort: given name, family name, middle names."""
    family, middle, given = name_parts(full_name)
    return " ".join(syllable_key(word) for word in [given, family, *middle.split()] if word)


def search_key(text: str) -> str:
    """Lower case without diacritics, single spaces: what "nguyen van an" is looked for in."""
    decomposed = unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def long_date(day: date | None, place: str = "") -> str:
    """ "Minh Hòa, ngày 01 tháng 7 năm 2028": days below 10 and months 1 and 2 get a zero; unknown parts stay dotted."""
    where = f"{place}, " if place else ""
    if day is None:
        return f"{where}ngày ..... tháng ..... năm ........."
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{where}ngày {day.day:02} tháng {month} năm {day.year}"


def short_date(day: date | None) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}" if day else ""


def decimal_comma(value: Decimal | int) -> str:
    """53.19 → "53,19"; thousands are separated by dots."""
    return f"{value:,}".replace(",", "\u0001").replace(".", ",").replace("\u0001", ".")
