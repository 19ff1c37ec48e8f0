"""The years of a congress term. Pure.

Confidence votes fall in the third year, the middle of the term (Quy định 96-QĐ/TW, Điều 4): 2023 for 2020–2025.
"""

YEARS_BEFORE_MIDDLE = 3


def is_mid_term(year: int, mid_term_years: tuple[int, int]) -> bool:
    """Whether `year` is a mid-term year; `mid_term_years` is one of them, and the years from one to the next."""
    known, length = mid_term_years
    return (year - known) % length == 0


def next_mid_term(year: int, mid_term_years: tuple[int, int]) -> int:
    """The first mid-term year that is not before `year`."""
    known, length = mid_term_years
    return year + (known - year) % length


def term_of(year: int, mid_term_years: tuple[int, int]) -> str:
    """The term that `year` belongs to, as papers write it: 2028 → "2025–2030". A congress year begins a term."""
    _, length = mid_term_years
    start = next_mid_term(year, mid_term_years) - YEARS_BEFORE_MIDDLE
    if start > year:
        start -= length
    return f"{start}–{start + length}"
