"""Vietnamese names, sorting, searching, dates and numbers."""

import unicodedata
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.vietnamese import (
    NameParts,
    decimal_comma,
    long_date,
    name_parts,
    search_key,
    short_date,
    sort_key,
    syllable_key,
    tidy,
    tidy_name,
)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=6).map(str.capitalize), min_size=1, max_size=4).map(" ".join)


@given(NAMES)
def test_searching_folds_once_and_for_all(name: str) -> None:
    assert search_key(search_key(name)) == search_key(name)


@given(NAMES)
def test_searching_leaves_plain_letters(name: str) -> None:
    assert search_key(name).isascii()


@given(NAMES)
def test_composed_and_decomposed_letters_are_the_same(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert (sort_key(decomposed), search_key(decomposed)) == (sort_key(name), search_key(name))


@given(NAMES, NAMES)
def test_the_order_is_total(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one.lower() == other.lower())


@given(NAMES)
def test_keys_are_plain_bytes(name: str) -> None:
    assert sort_key(name).isascii()


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_letters_come_before_tones() -> None:
    syllables = ["a", "à", "ả", "ã", "á", "ạ", "an", "ăn", "ân", "ba", "da", "đa", "e", "ê", "o", "ô", "ơ", "ư"]
    assert all(syllable_key(one) < syllable_key(next_one) for one, next_one in pairwise(syllables))


def test_given_names_sort_before_family_names() -> None:
    names = ["Trần Văn An", "Lê Thị Ân", "Nguyễn Bình", "Đỗ Văn Dung", "Lê Đào", "Phạm Yến"]
    assert sorted(names, key=sort_key) == names


def test_names_with_a_shared_beginning_sort_by_the_shorter() -> None:
    assert sort_key("Lê An") < sort_key("Lê Văn An")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Nguyễn Văn An", NameParts("Nguyễn", "Văn", "An")),
        ("Lê An", NameParts("Lê", "", "An")),
        ("An", NameParts("", "", "An")),
        ("H’ Xuân Ẩn", NameParts("H’", "Xuân", "Ẩn")),
        ("", NameParts("", "", "")),
    ],
)
def test_parts_of_names(name: str, parts: NameParts) -> None:
    assert name_parts(name) == parts


@pytest.mark.parametrize(
    ("typed", "name"), [("NGUYỄN  VĂN ĐẠT", "Nguyễn Văn Đạt"), ("\u00a0Lê An ", "Lê An"), ("Lê AN", "Lê AN")]
)
def test_names_are_tidied(typed: str, name: str) -> None:
    assert tidy_name(typed) == name


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2028, 7, 1), "Minh Hòa, ngày 01 tháng 7 năm 2028"),
        (date(2028, 2, 11), "Minh Hòa, ngày 11 tháng 02 năm 2028"),
        (date(2028, 12, 9), "Minh Hòa, ngày 09 tháng 12 năm 2028"),
        (None, "Minh Hòa, ngày ..... tháng ..... năm ........."),
    ],
)
def test_long_dates(day: date | None, text: str) -> None:
    assert long_date(day, "Minh Hòa") == text


def test_short_dates() -> None:
    assert (short_date(date(2028, 7, 1)), short_date(None)) == ("01/07/2028", "")


@pytest.mark.parametrize(
    ("number", "text"), [(Decimal("53.19"), "53,19"), (1234567, "1.234.567"), (Decimal("1234.50"), "1.234,50")]
)
def test_numbers(number: Decimal | int, text: str) -> None:
    assert decimal_comma(number) == text


@pytest.mark.parametrize(
    "text", ["Lê\x00 An", "Lê \u200bAn", "\u202eLê An", "Lê A\x01n", "Lê \ud800An", "Lê \u00ad An"]
)
def test_what_cannot_be_seen_is_left_out(text: str) -> None:
    assert tidy(text) == "Lê An"
